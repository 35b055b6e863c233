"""The second factors of a person: codes of an app, passkeys, recovery codes on paper."""

import hashlib
import re
import secrets
import time

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django_otp.models import Device as Factor
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex
from django_otp_webauthn.models import WebAuthnCredential

from tpi_site.doors import throttle

HOW_MANY = 10
# No letter or digit that is mistaken for another one on paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 12
AHEAD_OR_BEHIND = 1  # steps of 30 seconds that the clock of a phone may be wrong


def apps_of(user: AbstractBaseUser) -> list[TOTPDevice]:
    return list(TOTPDevice.objects.filter(user=user, confirmed=True).order_by("pk"))


def passkeys_of(user: AbstractBaseUser) -> list[WebAuthnCredential]:
    return list(WebAuthnCredential.objects.filter(user=user, confirmed=True).order_by("pk"))


def recovery_codes_left(user: AbstractBaseUser) -> int:
    codes = StaticDevice.token_set.rel.related_model.objects
    return codes.filter(device__user=user, device__confirmed=True).count()


def all_of(user: AbstractBaseUser) -> list[Factor]:
    return [*apps_of(user), *passkeys_of(user)]


def has_any(user: AbstractBaseUser) -> bool:
    """Recovery codes alone do not count: they stand in for something that was lost."""
    return bool(all_of(user))


def new_secret() -> str:
    return random_hex(20)


def add_app(user: AbstractBaseUser, secret: str, code: str) -> TOTPDevice | None:
    """None when the code does not come from this secret."""
    factor = TOTPDevice(user=user, key=secret, name="App")
    clock = TOTP(factor.bin_key, factor.step, factor.t0, factor.digits)
    clock.time = time.time()
    if not code.isascii() or not code.isdigit() or not clock.verify(int(code), AHEAD_OR_BEHIND):
        return None
    # The code that proved it cannot be used again to sign in.
    factor.last_t, factor.drift = clock.t(), clock.drift
    factor.save()
    return factor


def check_code(user: AbstractBaseUser, code: str) -> TOTPDevice | None:
    """The app that shows this code now, each code once. Raises throttle.TooMany."""
    limits = throttle.for_code(user)
    throttle.take(limits)
    if not code.isascii() or not code.isdigit() or len(code) > 8:
        return None
    with transaction.atomic():
        apps = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True)
        found = next((app for app in apps if app.verify_token(code)), None)
    if found:
        throttle.give_back(limits)
    return found


def check_recovery_code(user: AbstractBaseUser, code: str) -> StaticDevice | None:
    """Each works once. Raises throttle.TooMany."""
    limits = throttle.for_code(user)
    throttle.take(limits)
    with transaction.atomic():
        papers = StaticDevice.objects.select_for_update().filter(user=user, confirmed=True)
        found = next((paper for paper in papers if paper.verify_token(_hash(paper, code))), None)
    if found:
        throttle.give_back(limits)
    return found


def new_codes() -> list[str]:
    """Like "k7mp-2xqr-9tfa"; kept nowhere until they are ticked as kept."""
    letters = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(HOW_MANY)]
    return ["-".join(re.findall("....", code)) for code in letters]


def keep_codes(user: AbstractBaseUser, codes: list[str]) -> StaticDevice:
    """They take the place of all older ones. Only hashes are kept: 12 letters cannot be guessed."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        paper = StaticDevice.objects.create(user=user, name="Recovery codes")
        for code in codes:
            paper.token_set.create(token=_hash(paper, code))
    return paper


def _hash(paper: StaticDevice, code: str) -> str:
    plain = re.sub(r"[\s\W_]", "", code).lower()
    return hashlib.sha256(f"{paper.pk}:{plain}".encode()).hexdigest()[:16]


def find(user: AbstractBaseUser, name: str) -> Factor | None:
    """By the name that it has in forms, and only one of this person."""
    return next((factor for factor in all_of(user) if factor.persistent_id == name), None)


def rename(factor: Factor, name: str) -> None:
    factor.name = name
    factor.save(update_fields=["name"])


def remove_all(user: AbstractBaseUser) -> int:
    """How many apps and passkeys there were; the recovery codes go with them."""
    with transaction.atomic():
        gone = all_of(user)
        for model in (TOTPDevice, StaticDevice, WebAuthnCredential):
            model.objects.filter(user=user).delete()
    return len(gone)
