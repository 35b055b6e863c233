"""Who may do what, and the trace that it was done."""

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import models

from content.rendering.characters import one_line, tidy

Person = AbstractBaseUser | None
LONGEST_NAME = 100


class Refused(ValueError):
    """What was asked cannot be done; the text says why and how to mend it."""


def may(by: Person, permission: str) -> None:
    if by is not None and not by.has_perm(permission):
        raise PermissionDenied(f"This needs the right “{permission}”.")


def may_either(by: Person, *permissions: str) -> None:
    """One of the rights is enough."""
    if by is not None and not any(map(by.has_perm, permissions)):
        raise PermissionDenied(f"This needs one of the rights {', '.join(permissions)}.")


def called(person: AbstractBaseUser) -> str:
    """The name that stands at what somebody said or signed."""
    return in_a_line(person.get_full_name() or person.get_username())[:LONGEST_NAME]


def in_a_line(text: str) -> str:
    """What stands in one line before patients or colleagues, without signs that would show another
    text than the one that is there."""
    return one_line(tidy(text))


def write_history(by: Person, thing: models.Model, text: str, new: bool = False) -> None:
    if by is not None:
        LogEntry.objects.log_actions(
            user_id=by.pk,
            queryset=[thing],
            action_flag=ADDITION if new else CHANGE,
            change_message=text,
            single_object=True,
        )
