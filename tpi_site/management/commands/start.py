import gc
import os
import socket

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from content import starter
from content.models import Topic
from enquiries.handling import keys
from tpi_site import beforehand, environment, static_files
from tpi_site.backup import turns
from tpi_site.due_work import DueWork
from tpi_site.few_arenas import keep_few_arenas
from tpi_site.first_administrator import create_first_administrator
from tpi_site.machines import processes, together
from tpi_site.machines.alone import alone
from tpi_site.many_connections import most_connections
from tpi_site.stopping import interrupt_only_the_parent


class Command(BaseCommand):
    """Runs the whole site: database, starter guide, first administrator, static files, server.

    Safe to run again: it adds what is missing and changes nothing that is there.
    """

    help = __doc__

    def handle(self, **options) -> None:
        try:
            self.start()
        except KeyboardInterrupt:
            raise CommandError("Stopped before the site was up.", returncode=130) from None

    def start(self) -> None:
        # What the site writes is for this user only, whatever the folder allows.
        os.umask(0o077)
        self.refuse_unknown_address()
        address = self.free_address()
        turns.running()
        beforehand.apart(self.prepare_everything)
        self.serve(address)

    def prepare_everything(self) -> None:
        self.try_out_pictures()
        self.prepare_database()
        self.collect_static_files()

    def refuse_unknown_address(self) -> None:
        """Listening everywhere says nothing about the name that visitors will type."""
        if settings.HOST in {"0.0.0.0", "::"} and not environment.text("SITE_URL"):  # noqa: S104
            raise CommandError(
                f"HOST={settings.HOST} listens on every address of this machine. Set SITE_URL to "
                "the address that visitors type, like: SITE_URL=http://192.0.2.10:8000"
            )

    def free_address(self) -> str:
        """The number behind HOST, once it is sure that the port is free there."""
        family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.HOST, settings.PORT))
            except (OSError, UnicodeError) as error:
                reason = getattr(error, "strerror", "there is no such address")
                raise CommandError(
                    f"The site cannot listen on {settings.HOST}, port {settings.PORT} "
                    f"({reason}). Stop the other program, or choose another port, "
                    "like: PORT=8001 make start"
                ) from None
            return probe.getsockname()[0]

    def prepare_database(self) -> None:
        try:
            with alone():
                self.prepare()
        except DatabaseError as error:
            raise CommandError(
                f"The database cannot be used ({error}). "
                "Look at DATABASE_URL, the rights of the data folder and the space on the disk."
            ) from None

    def prepare(self) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        self.join_the_others()
        if not Topic.objects.exists():
            self.stdout.write(f"Loaded {starter.load()} starter articles.")
        made = create_first_administrator()
        if not keys.fit():
            raise CommandError(
                "The keys do not open the enquiries that are stored. Put the file enquiry_keys "
                f"back into {settings.DATA_DIR} from the backup, or set ENQUIRY_KEYS."
            )
        if made:
            self.stdout.write(
                f"First administrator: {made.username}\nPassword, shown only now: {made.password}"
            )
            self.stdout.flush()  # it is kept nowhere else, should the next step be cut short

    def join_the_others(self) -> None:
        if together.shared() and (problems := together.join()):
            raise CommandError(" ".join(problems))

    def try_out_pictures(self) -> None:
        try_out = getattr(default_storage, "try_out", None)
        if try_out is None:
            return
        try:
            try_out()
        except OSError as error:
            raise CommandError(
                f"The bucket {default_storage.place} cannot be used. {error} Look at S3_BUCKET, "
                "S3_ENDPOINT_URL, S3_REGION and the two keys, AWS_ACCESS_KEY_ID and "
                "AWS_SECRET_ACCESS_KEY."
            ) from None

    def collect_static_files(self) -> None:
        try:
            static_files.collect()
        except OSError as error:
            raise CommandError(
                f"The static files cannot be written to {settings.STATIC_ROOT} "
                f"({error.strerror}). Look at the rights of that folder and the space on the disk."
            ) from None

    def where_data_is(self) -> str:
        place = getattr(default_storage, "place", "")
        pictures = f" Pictures are kept in {place}." if place else ""
        return f"Data is kept in {settings.DATA_DIR}.{pictures}"

    def serve(self, address: str) -> None:
        from granian import Granian
        from granian.constants import Interfaces
        from granian.http import HTTP1Settings

        self.stdout.write(
            f"The guide is at {settings.SITE_URL}/ and the staff's door at "
            f"{settings.SITE_URL}/admin/\nMail goes to {settings.MAIL_GOES_TO}\n"
            f"{self.where_data_is()} Ctrl-C stops it."
        )
        self.stdout.flush()
        interrupt_only_the_parent()
        keep_few_arenas()
        server = Granian(
            "tpi_site.wsgi:application",
            address=address,
            port=settings.PORT,
            interface=Interfaces.WSGI,
            workers=settings.WORKERS,
            blocking_threads=settings.THREADS,
            backlog=4096,
            # Also of those that say nothing.
            backpressure=most_connections(),
            # A visitor who never finishes a request line must not hold a place.
            http1_settings=HTTP1Settings(header_read_timeout=10_000),
            # For whoever signals every process at once, as systemd does.
            workers_kill_timeout=5,
            log_level="error",
        )
        # The server's processes open connections of their own, and share what was loaded until now
        # for as long as nobody writes to it, as collecting garbage does.
        processes.let_go()
        gc.collect()
        gc.freeze()
        try:
            with DueWork():
                server.serve()
        finally:
            together.leave()
