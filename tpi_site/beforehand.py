"""Does work in a process of its own, so that the server's processes, which are copies of the one
that starts them, inherit nothing of the memory that it took."""

import os
import signal
import sys
from collections.abc import Callable

from tpi_site.machines import processes


def apart(work: Callable[[], None]) -> None:
    """Returns when the work is done. When it fails its process says why, and this one ends with the
    same exit code."""
    processes.let_go()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        work()  # an error goes its usual way, out of the copy of this process
        processes.let_go()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
    code = _ended(child)
    if code:
        sys.exit(code)


def _ended(child: int) -> int:
    """The exit code. Whoever ends this process ends that one; Ctrl-C reaches both."""
    before = signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGTERM))
    interrupted = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _, status = os.waitpid(child, 0)
    finally:
        signal.signal(signal.SIGTERM, before)
        signal.signal(signal.SIGINT, interrupted)
    code = os.waitstatus_to_exitcode(status)
    return code if code >= 0 else 128 - code
