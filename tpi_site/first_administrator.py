"""The first account of a new site, so that somebody can sign in."""

import os
import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ImproperlyConfigured, ValidationError

from tpi_site import environment


@dataclass(frozen=True)
class NewAdministrator:
    """`password` is what to print: the made-up one, or a word that it was given."""

    username: str
    password: str


def create_first_administrator() -> NewAdministrator | None:
    """Makes one when there is no administrator; ADMIN_USERNAME and ADMIN_PASSWORD may name it.

    Raises ImproperlyConfigured when the given password is too weak.
    """
    people = get_user_model().objects
    if people.filter(is_superuser=True).exists():
        return None
    username = environment.text("ADMIN_USERNAME", "admin")
    if people.filter(username=username).exists():
        raise ImproperlyConfigured(
            f"“{username}” is there already and is no administrator. "
            "Set ADMIN_USERNAME to another name."
        )
    given = os.environ.get("ADMIN_PASSWORD", "")
    if given:
        refuse_weak(given, get_user_model()(username=username))
    password = given or secrets.token_urlsafe(15)
    people.create_superuser(username=username, email="", password=password)
    return NewAdministrator(username, "the one in ADMIN_PASSWORD" if given else password)


def refuse_weak(password: str, user) -> None:
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise ImproperlyConfigured(
            f"ADMIN_PASSWORD is too weak. {' '.join(problem.messages)}"
        ) from None
