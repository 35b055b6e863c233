"""Makes Ctrl-C end the server once and cleanly.

A terminal sends SIGINT to every process of the server. A worker that gets that and then the
SIGTERM of its parent never ends, so workers are spared the first and are told by their parent only.
"""

import os
import signal
import threading


def interrupt_only_the_parent() -> None:
    """Call before workers are started: they inherit that SIGINT does not reach them."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    threading.Thread(target=_pass_on, daemon=True).start()


def _pass_on() -> None:
    signal.sigwait({signal.SIGINT})
    os.kill(os.getpid(), signal.SIGTERM)
