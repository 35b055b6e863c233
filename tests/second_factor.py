"""A second factor for people of test sites whose codes this process knows, as their phones would.

Its codes last a second each and any of the last five minutes is as good, so that somebody who
signs in ten times a minute has another code each time. Only the row in the database is special:
the site looks at it as at any other.
"""

import hashlib
import hmac
import struct
import time

STEP, TOLERANCE = 1, 300
# In a process of the site, by `manage.py shell`.
ENROL = "from tests.second_factor import enrol_everybody; enrol_everybody()"
_used: dict[str, int] = {}


def key_of(name: str) -> str:
    return hashlib.sha1(name.encode()).hexdigest()


def code(name: str) -> str:
    """Never the same one twice."""
    step = max(int(time.time()) // STEP, _used.get(name, 0) + 1)
    _used[name] = step
    return rfc_6238(bytes.fromhex(key_of(name)), step)


def wrong_code(name: str) -> str:
    """One that is good neither now nor soon: each of a million is at some moment, for minutes."""
    now, key = int(time.time()) // STEP, bytes.fromhex(key_of(name))
    near = range(now - 2 * TOLERANCE, now + 2 * TOLERANCE)
    good = {rfc_6238(key, step) for step in near}
    return next(code for code in map("{:06}".format, range(len(good) + 1)) if code not in good)


def rfc_6238(key: bytes, step: int) -> str:
    digest = hmac.new(key, struct.pack(">Q", step), "sha1").digest()
    at = digest[-1] & 15
    number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def enrol_everybody() -> None:
    """Whoever must have a second factor and has none."""
    from django.contrib.auth.models import User
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from tpi_site.doors import factors
    from tpi_site.doors.rules import must_use_second_factor

    for user in User.objects.all():
        if must_use_second_factor(user) and not factors.has_any(user):
            key = key_of(user.username)
            TOTPDevice.objects.create(
                user=user, name="App", key=key, step=STEP, tolerance=TOLERANCE
            )
            factors.keep_codes(user, factors.new_codes())
