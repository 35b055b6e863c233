"""Begins whole sign-ins, keeps the list of them, ends them."""

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.models import Device as Factor

from tpi_site.doors import devices, letters
from tpi_site.doors.half import SIGN_IN
from tpi_site.doors.models import Device, SignIn

SINCE = "signed_in_at"  # in the session: seconds since 1970
NETWORK_UNKNOWN = "unknown"
DEVICES_FORGOTTEN_AFTER = timedelta(days=365)


def begin(request: HttpRequest, user: AbstractBaseUser, factor: Factor | None = None) -> None:
    """Everything that was asked for has been given: from here on this session may do things."""
    request.session.cycle_key()
    if factor:
        request.session[DEVICE_ID_SESSION_KEY] = factor.persistent_id
    now = timezone.now()
    with transaction.atomic():
        _know_device(request, user, now)
        request.session[SIGN_IN] = enter(request, user, now).pk
    request.session[SINCE] = int(time.time())
    user.otp_device, user.is_verified = factor, lambda: factor is not None
    request.user = user


def enter(request: HttpRequest, user: AbstractBaseUser, now: datetime) -> SignIn:
    return SignIn.objects.create(
        user=user,
        session_key=request.session.session_key,
        device=devices.in_words(request),
        network=devices.network(request) or NETWORK_UNKNOWN,
        since=now,
        used_at=now,
    )


def _know_device(request: HttpRequest, user: AbstractBaseUser, now: datetime) -> None:
    """Tells the person about a device that is new, but not about their very first one."""
    known = Device.objects.filter(user=user)
    token_hash = devices.token_hash(request)
    if token_hash and known.filter(token_hash=token_hash).update(seen_at=now):
        return
    if known.exists():
        letters.post("new_device", user, device=devices.in_words(request), at=now.isoformat())
    if not token_hash:
        request.new_device, token_hash = devices.new_token()
    Device.objects.update_or_create(user=user, token_hash=token_hash, defaults={"seen_at": now})


def note_used(session: SessionBase) -> None:
    """Once a minute, with the note that keeps the session awake."""
    if key := session.get(SIGN_IN):
        SignIn.objects.filter(pk=key).update(
            used_at=timezone.now(), session_key=session.session_key
        )


def listed(user: AbstractBaseUser) -> list[SignIn]:
    """Those that can still be used."""
    rows = list(SignIn.objects.filter(user=user))
    alive = set(
        Session.objects.filter(
            session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
        ).values_list("session_key", flat=True)
    )
    return [row for row in rows if row.session_key in alive]


def end(user: AbstractBaseUser, key: int) -> int:
    """How many were ended: none when it is not one of this person."""
    return _end(SignIn.objects.filter(user=user, pk=key))


def end_others(request: HttpRequest, user: AbstractBaseUser) -> int:
    """All but the one of this request."""
    return _end(SignIn.objects.filter(user=user).exclude(pk=request.session.get(SIGN_IN)))


def end_all(user: AbstractBaseUser) -> int:
    return _end(SignIn.objects.filter(user=user))


def _end(rows) -> int:
    with transaction.atomic():
        keys = list(rows.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        return rows.delete()[0] if keys else 0


def forget(now: datetime) -> None:
    """Sign-ins that have run out, and devices that nobody has used for a year."""
    oldest = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    SignIn.objects.filter(used_at__lt=oldest).delete()
    SignIn.objects.filter(since__lt=oldest - timedelta(days=1)).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    Device.objects.filter(seen_at__lt=now - DEVICES_FORGOTTEN_AFTER).delete()
