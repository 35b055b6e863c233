import logging
import os
import signal
import threading
import time
from collections.abc import Callable

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections

from tpi_site.backup import turns
from tpi_site.duties import run_due
from tpi_site.machines import together, waking

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.5  # seconds


class Command(BaseCommand):
    """Sends mails, erases, forgets and checks whatever is due, once or again and again.

    Any number of these may run at once, on any number of machines.
    """

    help = __doc__
    # The start of the site has checked, and a timer would print the same each minute.
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--every", type=float, metavar="SECONDS", help="go on, with a pause of so many seconds"
        )
        parser.add_argument(
            "--parent", type=int, metavar="PID", help="with --every: end when this parent has ended"
        )

    def handle(self, *, every, parent, verbosity, **options) -> None:
        os.umask(0o077)  # mails in a folder are for this user only
        self.verbosity = verbosity
        turns.running()
        if every is None:
            self.once()
        elif every < 1:
            raise CommandError("--every needs 1 second or more.")
        else:
            self.again_and_again(every, parent)

    def once(self) -> None:
        try:
            self.say(run_due())
        except Error as error:
            raise CommandError(f"The database cannot be used ({type(error).__name__}).") from None

    def say(self, names: list[str]) -> None:
        """A loop has news each few seconds, so it is quiet unless more is asked for."""
        if self.verbosity > 1 or (self.verbosity and not self.is_looping):
            self.stdout.write(f"Done: {', '.join(names) or 'nothing was due'}.")

    is_looping = False

    def again_and_again(self, every: float, parent: int | None) -> None:
        self.is_looping = True
        stopping = threading.Event()
        end_on_signals(stopping)
        hurry = waking.new_edition()
        while not stopping.is_set():
            self.one_pass()
            if wait(every, stopping, parent, hurry):
                return

    def one_pass(self) -> None:
        """A database that is away is back some time; it is asked again at the next pass."""
        close_old_connections()
        together.renew()
        try:
            self.say(run_due())
        except Error as error:
            logger.error("Due work waits for the database: %s", type(error).__name__)


def end_on_signals(stopping: threading.Event) -> None:
    """Even in the middle of a mail: its claim runs out, and it is sent again."""

    def end(*_) -> None:
        stopping.set()
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)


def wait(
    seconds: float,
    stopping: threading.Event,
    parent: int | None,
    hurry: Callable[[], bool] = lambda: False,
) -> bool:
    """True when it is time to end; ends early when there is a reason to hurry."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and not hurry():
        if stopping.wait(min(left, LOOK_EVERY)) or (parent and os.getppid() != parent):
            return True
    return False
