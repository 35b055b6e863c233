"""Signs staff out who were away, or signed in for hours, and loses nothing of what they typed."""

import logging
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tpi_site import parking
from tpi_site.doors import sign_ins

logger = logging.getLogger(__name__)

STAFF_PATHS = ("/admin/", "/staff/")
SEEN = "seen"  # in the session: seconds since 1970, in whole numbers
SEEN_AGAIN_AFTER = 60  # seconds at most; a session is not written with every click
# It asks whether the form was ours, who is there, and needs a place for its message.
AFTER = (
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
)


class SignOutIdle:
    """Ends a session after settings.STAFF_IDLE_MINUTES without a request, and in any case after
    SESSION_COOKIE_AGE.

    A view keeps what was typed when it has an attribute `keep_when_idle`: called like the view, it
    saves the form as a draft of request.user and returns the address to come back to. Other forms
    wait as they are, see `parking`. What a script asks for is refused and leaves the end to the
    next page, because a form in another tab still has to find out who sends it. Requests with the
    header "X-Background: 1", which a page makes by itself, keep nobody signed in. Public pages are
    not touched at all, so that they stay without a cookie and cacheable.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        order = settings.MIDDLEWARE
        own = order.index(f"{__name__}.SignOutIdle")
        if not all(name in order[:own] for name in AFTER):
            raise ImproperlyConfigured(f"SignOutIdle must stand after {', '.join(AFTER)}.")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # After the view: this is also how a sign-in starts the clock.
        if is_staffs(request) and not is_background(request) and not why_it_ends(request):
            note_seen(request)
        return response

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not (is_staffs(request) and request.user.is_authenticated):
            return None
        reason = why_it_ends(request)
        if not reason:
            return None
        if is_background(request):
            return signed_out()
        if request.path == reverse("admin:login"):
            return before_login(request, reason)
        kept = keep(request, view, args, kwargs)
        if is_fetch(request):
            return signed_out()
        packed = "" if kept else parking.pack(request)
        end(request)
        kept = parking.park(request, packed) if packed else kept
        messages.warning(request, sentence(request, reason, kept))
        return redirect_to_login(kept or way_back(request), reverse("admin:login"))


def is_staffs(request: HttpRequest) -> bool:
    """Whether to look at the session; nobody can be signed in without a cookie, old or new."""
    with_session = settings.SESSION_COOKIE_NAME in request.COOKIES or request.session.modified
    return with_session and request.path.startswith(STAFF_PATHS)


def is_background(request: HttpRequest) -> bool:
    return request.headers.get("X-Background") == "1"


def is_fetch(request: HttpRequest) -> bool:
    """A script would take a redirect for its answer."""
    accepts = request.headers.get("Accept", "")
    by_name = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    by_mode = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
    return by_name or by_mode or is_background(request) or "application/json" in accepts


def signed_out() -> JsonResponse:
    return JsonResponse({"signed_out": True}, status=403)


def before_login(request: HttpRequest, reason: str) -> None:
    """Whoever comes to sign in again does so there and then, and goes on where they wanted to."""
    end(request)
    if request.method == "GET":
        messages.warning(request, reason)


def end(request: HttpRequest) -> None:
    """What waits since the last time goes on waiting."""
    waits = request.session.get(parking.PARKED)
    logout(request)
    if waits:
        parking.park(request, waits)


def is_idle(request: HttpRequest) -> bool:
    seen = request.session.get(SEEN)
    return seen is not None and time.time() - seen > settings.STAFF_IDLE_MINUTES * 60


def why_it_ends(request: HttpRequest) -> str:
    """A sentence, or "" for a session that goes on."""
    if is_idle(request):
        minutes = settings.STAFF_IDLE_MINUTES
        away = f"{minutes} minute{'' if minutes == 1 else 's'}"
        return f"You were away for {away}, so we signed you out."
    since = request.session.get(sign_ins.SINCE)
    if since is not None and time.time() - since > settings.SESSION_COOKIE_AGE:
        hours = settings.SESSION_COOKIE_AGE // 3600
        return f"You were signed in for {hours} hours, so we signed you out."
    return ""


def note_seen(request: HttpRequest) -> None:
    now = int(time.time())
    # Who may be away for a minute only must not be taken for idle between two notes.
    pause = min(SEEN_AGAIN_AFTER, settings.STAFF_IDLE_MINUTES * 60 // 4)
    # Apart by more than that either way: a clock may have been set back.
    if request.user.is_authenticated and abs(now - request.session.get(SEEN, 0)) >= pause:
        request.session[SEEN] = now
        sign_ins.note_used(request.session)
        parking.waiting(request)  # lets go of what is too old or another's


def keep(request: HttpRequest, view, args, kwargs) -> str:
    """The address to come back to, or "" when nothing was kept."""
    keeper = getattr(view, "keep_when_idle", None)
    if request.method != "POST" or keeper is None:
        return ""
    try:
        return keeper(request, *args, **kwargs)
    except Exception as error:
        # Whoever is away is signed out whatever happens.
        logger.error("What was typed could not be kept: %s", type(error).__name__)
        return ""


def sentence(request: HttpRequest, reason: str, kept: str) -> str:
    if kept:
        return f"{reason} What you typed is kept."
    is_reading = request.method in {"GET", "HEAD"}
    return reason if is_reading else f"{reason} Your last step was not done."


def way_back(request: HttpRequest) -> str:
    """A page to load again. What stands after its question mark stays out of the next address."""
    if request.method in {"GET", "HEAD"}:
        return request.path
    came_from = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    )
    path = urlsplit(came_from).path
    return path if own and path.startswith(STAFF_PATHS) else reverse("admin:index")
