"""An outbox that only notes which letters it was given."""

from django.contrib.auth.models import AbstractBaseUser


class Recorder:
    """`posted` holds (letter, user name, what it is about), first to last."""

    posted: list[tuple[str, str, dict]] = []

    def post(self, letter: str, *, to: AbstractBaseUser, about: dict[str, int | str]) -> None:
        self.posted.append((letter, to.get_username(), about))
