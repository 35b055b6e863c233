"""Who has given a password but not gone through every door is nobody to the rest of the site.

A whole sign-in is noted in the session (`SIGN_IN`, the row of the list of sign-ins) by
`sign_ins.begin`. Until then `request.user` is an anonymous one for every view, and only the views
of the doors ask `half_of` who stands there. So a view that forgets to ask lets nobody in.
"""

import time
from collections.abc import Callable

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from tpi_site.doors import devices
from tpi_site.doors.rules import must_use_second_factor

SIGN_IN = "sign_in"
PASSWORD_AT = "password_at"  # noqa: S105 - seconds since 1970
HALF_LASTS = 10 * 60  # seconds from the password to the second factor
FRESH_FOR = 10 * 60  # seconds in which a password need not be given again


class WholeSignIns:
    """Must stand after django_otp's middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        of_session = request.user
        # Asked for by nobody on public pages, which stay without a cookie.
        request.user = SimpleLazyObject(lambda: whole_or_nobody(request, of_session))
        response = self.get_response(request)
        if token := getattr(request, "new_device", ""):
            devices.set_cookie(response, token)
        return response


def whole_or_nobody(request: HttpRequest, user) -> AbstractBaseUser | AnonymousUser:
    if not user.is_authenticated or is_whole(request, user):
        return user
    request.half = user
    nobody = AnonymousUser()
    nobody.otp_device, nobody.is_verified = None, lambda: False
    return nobody


def is_whole(request: HttpRequest, user: AbstractBaseUser) -> bool:
    """Somebody who may do more since they signed in has to go through the second door now."""
    if SIGN_IN not in request.session:
        return False
    return user.is_verified() or not must_use_second_factor(user)


def half_of(request: HttpRequest) -> AbstractBaseUser | None:
    """Who gave the right password a moment ago and has nothing but the second step before them."""
    if request.user.is_authenticated or not is_fresh(request, HALF_LASTS):
        return None
    return getattr(request, "half", None)


def note_password(request: HttpRequest) -> None:
    request.session[PASSWORD_AT] = int(time.time())


def is_fresh(request: HttpRequest, seconds: int = FRESH_FOR) -> bool:
    """Whether the password was given a moment ago. Not so for a moment that is still to come."""
    age = time.time() - request.session.get(PASSWORD_AT, 0)
    return -60 <= age <= seconds
