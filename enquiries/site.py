"""What this app needs of the site around it: the clinic, the frame of public pages, their list.

The app imports no other app. The project names a class in `settings.ENQUIRIES_SITE` that has the
shape of `Site`.
"""

from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string


class Clinic(Protocol):
    """`opening_hours` is like "Mo-Fr 08:00-17:00", or "" when the clinic has not said."""

    name: str
    phone: str
    phone_href: str
    after_hours: str
    hours_lines: tuple[str, ...]
    opening_hours: str
    emergency_number: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A public page; `url` is its path."""

    title: str
    url: str
    topic: str


class TooManyTries(Exception):
    """The password was not looked at; the text says how long to wait."""


class Site(Protocol):
    def clinic(self) -> Clinic: ...

    def remembered_clinic(self) -> Clinic | None:
        """The clinic as this process saw it last, for pages that must not ask the database."""

    def pages(self) -> list[PageLink]:
        """Every article that patients can read now, in reading order."""

    def page_url(self, name: str) -> str:
        """The path of one of the site's own pages: "home", "privacy"."""

    def letter(self, payload: str) -> tuple[str, str] | None:
        """Subject and body of a letter that is not about enquiries, from what its sender kept of
        it; None when there is nothing to say any more."""

    def is_password(self, request: HttpRequest, password: str) -> bool:
        """Whether this is the password of who is signed in. Raises TooManyTries; of any number of
        tries in the same instant no more than a few are looked at."""

    def answer_page(
        self,
        request: HttpRequest,
        template: str,
        *,
        title: str,
        description: str,
        path: str,
        status: int = 200,
        **context,
    ) -> HttpResponse:
        """A page in the frame that all public pages share. It is not for search engines unless
        its path is the contact form's."""


@cache
def site() -> Site:
    return import_string(settings.ENQUIRIES_SITE)()
