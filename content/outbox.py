"""What this app needs for mail: an outbox that keeps a letter with what it tells about.

The app imports no other app. The project names a class in `settings.CONTENT_OUTBOX` that has the
shape of `Outbox`. Only what a letter is about is kept; its words are made when it is sent.
"""

from functools import cache
from typing import Protocol

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.module_loading import import_string


class Outbox(Protocol):
    def post(self, letter: str, *, to: AbstractBaseUser, about: dict[str, int | str]) -> None:
        """Keeps a letter for this person, inside the transaction of what it tells about.

        `letter` is a name in `content.letters.LETTERS`, `about` what that letter needs to make its
        words. Somebody without an address gets none.
        """


@cache
def outbox() -> Outbox:
    return import_string(settings.CONTENT_OUTBOX)()
