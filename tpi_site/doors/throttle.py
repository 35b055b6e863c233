"""Makes guessing slow: after a few wrong tries there is a wait, and it grows with each further one.

A try is counted as wrong *before* it is looked at, in one transaction, and taken back when it was
right. So of any number that arrive in the same instant no more than the free ones are looked at.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from enquiries import vault
from tpi_site.doors import devices
from tpi_site.doors.models import Device, WrongTries

FREE = 5
# Guesses against one name from everywhere, and from one network against all names. A clinic shares
# one address, so the second number is large, and devices that are known pass by both.
FREE_FOR_A_NAME = 20
FREE_FOR_A_NETWORK = 60
# Mails to one person because somebody, and not always they, said that they forgot the password.
FREE_FOR_MAILS = 3
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)


class Limit(NamedTuple):
    """`starts_anew`: a right try clears all wrong ones before it, and not only itself."""

    key: str
    free: int = FREE
    starts_anew: bool = True
    longest: timedelta = LONGEST_WAIT


class TooMany(Exception):
    """Nothing was looked at; `wait` is how long to go on waiting."""

    def __init__(self, wait: timedelta):
        super().__init__(sentence(wait))
        self.wait = wait


def sentence(wait: timedelta, why: str = "Too many wrong tries.") -> str:
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return f"{why} Wait {minutes} minute{'' if minutes == 1 else 's'}, then try again."


def for_password(request: HttpRequest, name: str) -> list[Limit]:
    return _for_name("password", request, name)


def for_asking(request: HttpRequest, name: str) -> list[Limit]:
    """For a new password. Counted apart: whoever forgot theirs has tried a few."""
    return _for_name("asking", request, name)


def for_mails(user, longest: timedelta) -> list[Limit]:
    """To one person, whoever asks for them, by whichever name and from wherever."""
    return [_limit("mails", str(user.pk), free=FREE_FOR_MAILS, longest=longest)]


def _for_name(door: str, request: HttpRequest, name: str) -> list[Limit]:
    """Whether there is an account of this name makes no difference."""
    name = name.strip().casefold()
    if device := _known_device(request, name):
        return [_limit(f"{door}.device", name, device)]
    place = devices.network(request)
    return [
        _limit(f"{door}.here", name, place),
        _limit(f"{door}.name", name, free=FREE_FOR_A_NAME, starts_anew=False),
        _limit(f"{door}.network", place, free=FREE_FOR_A_NETWORK, starts_anew=False),
    ]


def for_code(user) -> list[Limit]:
    """Codes of the second factor, from anywhere: whoever gets here has the password."""
    return [_limit("code", str(user.pk))]


def for_link(request: HttpRequest) -> list[Limit]:
    """Links that set a password, of whomever: a network is told by the ones that lead nowhere."""
    place = devices.network(request)
    return [_limit("link", place, free=FREE_FOR_A_NETWORK, starts_anew=False)]


def _limit(door: str, *of: str, **terms) -> Limit:
    return Limit(vault.keyed_hash(f"door.{door}", "\n".join(of)), **terms)


def _known_device(request: HttpRequest, name: str) -> str:
    token = devices.token_hash(request)
    known = Device.objects.filter(token_hash=token, user__username__iexact=name)
    return token if token and known.exists() else ""


def take(limits: list[Limit]) -> None:
    """Counts a try as wrong. Raises TooMany, and then counts nothing."""
    now = timezone.now()
    by_key = {limit.key: limit for limit in limits}
    known = WrongTries.objects.filter(key__in=by_key)
    # Asked first, so that somebody who has to wait leaves no rows for names that they make up.
    wait = _longest_wait(known, by_key, now)
    if not wait:
        with transaction.atomic():
            # In one order, so that two who want the same rows cannot wait for each other.
            new = [WrongTries(key=key) for key in sorted(by_key)]
            WrongTries.objects.bulk_create(new, ignore_conflicts=True)
            rows = list(known.select_for_update().order_by("key"))
            wait = _longest_wait(rows, by_key, now)
            if not wait:
                _count(rows, now)
    if wait:
        raise TooMany(wait)


def _count(rows: list[WrongTries], now: datetime) -> None:
    for row in rows:
        row.count = 1 if _is_old(row, now) else row.count + 1
        row.last_at = now
    WrongTries.objects.bulk_update(rows, ["count", "last_at"])


def give_back(limits: list[Limit]) -> None:
    """The try was right."""
    anew = [limit.key for limit in limits if limit.starts_anew]
    WrongTries.objects.filter(key__in=anew).delete()
    others = [limit.key for limit in limits if not limit.starts_anew]
    WrongTries.objects.filter(key__in=others, count__gt=0).update(count=F("count") - 1)


def is_password(user, password: str) -> bool:
    """Asked for again by somebody who is signed in. Raises TooMany."""
    limits = [_limit("again", str(user.pk))]
    take(limits)
    is_right = user.check_password(password)
    if is_right:
        give_back(limits)
    return is_right


def _longest_wait(rows: Iterable[WrongTries], limits: dict[str, Limit], now: datetime) -> timedelta:
    return max((_wait(row, limits[row.key], now) for row in rows), default=timedelta(0))


def _wait(row: WrongTries, limit: Limit, now: datetime) -> timedelta:
    if row.count < limit.free or _is_old(row, now):
        return timedelta(0)
    # More doublings than reach the longest wait are not worked out.
    pause = min(FIRST_WAIT * 2 ** min(row.count - limit.free, 10), limit.longest)
    # A clock that was set back must not make the wait longer than it is meant to be.
    return min(max(row.last_at + pause - now, timedelta(0)), pause)


def _is_old(row: WrongTries, now: datetime) -> bool:
    return row.last_at is None or now - row.last_at > FORGOTTEN_AFTER


def forget(now: datetime) -> None:
    WrongTries.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()
    WrongTries.objects.filter(last_at=None).delete()
