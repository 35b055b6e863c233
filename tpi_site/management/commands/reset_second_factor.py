from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tpi_site.doors import changes


class Command(BaseCommand):
    """Takes the second factor and all sign-ins from an account whose owner lost the device.

    They set it up anew when they sign in next. A mail tells them.
    """

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name that this person logs in with")

    def handle(self, name: str, **options) -> None:
        user = get_user_model().objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account “{name}”. Look for the name in the admin.")
        gone = changes.reset(user, by="Whoever runs the machine of the guide")
        self.stdout.write(
            f"{gone} app{'' if gone == 1 else 's'} or passkeys of {name} removed. "
            "The next sign-in sets one up."
        )
