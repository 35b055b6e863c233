"""What may change about a way in. Each change ends the other sign-ins and is told by mail."""

from collections.abc import Callable, Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_otp.models import Device as Factor

from tpi_site.doors import factors, invitations, letters, sign_ins
from tpi_site.doors.rules import must_use_second_factor


class Refused(ValueError):
    """The text says why and what to do."""


def second_factor(request: HttpRequest, user: AbstractBaseUser, what: str) -> None:
    """Something was added, removed or made anew; `what` is a sentence for the mail."""
    with transaction.atomic():
        sign_ins.end_others(request, user)
        letters.post("second_factor_changed", user, what=what, at=_now())


def remove(request: HttpRequest, user: AbstractBaseUser, factor: Factor) -> None:
    """Raises Refused for the last one of somebody who must have one."""
    with transaction.atomic():
        # One at a time, so that two requests cannot each leave the other's.
        get_user_model().objects.select_for_update().get(pk=user.pk)
        left = len(factors.all_of(user)) - 1
        if not left and must_use_second_factor(user):
            raise Refused("This is your only one, and you need one. Add another one first.")
        factor.delete()
        if not left:
            factors.remove_all(user)
        second_factor(request, user, f"“{factor.name}” was removed.")


def reset(user: AbstractBaseUser, *, by: str) -> int:
    """For somebody who lost everything. They set it up anew when they sign in next."""
    with transaction.atomic():
        gone = factors.remove_all(user)
        sign_ins.end_all(user)
        letters.post("second_factor_reset", user, by=by, at=_now())
    return gone


def invite(user: AbstractBaseUser, *, by: str) -> None:
    """By a mail with a link to set a password; links of an earlier one end. Raises Refused when
    this person has set one meanwhile."""
    with transaction.atomic():
        new = invitations.new_mark()
        if not _swap_password(user, user.password, new):
            raise Refused("This person has set a password meanwhile.")
        user.password = new
        letters.post_link("invitation", user, by=by)


def accept(user: AbstractBaseUser, before: str) -> bool:
    """The first password, by the link of an invitation; see `_keep`."""
    return _keep(user, before, lambda: letters.post("account_ready", user, at=_now()))


def renew(user: AbstractBaseUser, before: str) -> bool:
    """By somebody who forgot the old password; see `_keep`."""
    return _keep(user, before, lambda: password_of(user, by=""))


def _keep(user: AbstractBaseUser, before: str, then: Callable[[], None]) -> bool:
    """Keeps the password that `user` now has; False when it is not `before` any more that is kept,
    since a link works once."""
    with transaction.atomic():
        done = _swap_password(user, before, user.password)
        if done:
            then()
    return done


def _swap_password(user: AbstractBaseUser, before: str, now: str) -> bool:
    """In one step, so that of two at the same moment one is told that it was too late."""
    rows = get_user_model().objects.filter(pk=user.pk, password=before)
    return rows.update(password=now) == 1


def own_password(request: HttpRequest, user: AbstractBaseUser) -> None:
    """The session has another key since, as Django gives it one."""
    with transaction.atomic():
        sign_ins.note_used(request.session)
        sign_ins.end_others(request, user)
        letters.post("password_changed", user, by="", at=_now())


def password_of(user: AbstractBaseUser, *, by: str) -> None:
    """`by` is "" when nobody else set it, but its owner by a link, who has no session yet."""
    with transaction.atomic():
        sign_ins.end_all(user)
        letters.post("password_changed", user, by=by, at=_now())


def email_of(user: AbstractBaseUser, before: str, *, by: str) -> None:
    """To both addresses; the mail names neither."""
    with transaction.atomic():
        for address in _once([before, user.email]):
            letters.post("email_changed", user, to=address, by=by, at=_now())


def _once(addresses: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, addresses)))


def _now() -> str:
    return timezone.now().isoformat()
