"""What a person sees when something is refused, missing or broken."""

import errno
import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from content.models import current_guide, last_known_clinic
from content.pages import Page, answer_page

log = logging.getLogger(__name__)

# Of a disk that takes nothing more.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}
BUSY = "The site could not do this just now. Wait a moment, then try again."
BROKEN = "Something went wrong on our side. Wait a few minutes, then try again."


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    page = Page("Page not found", "There is no page at this address.", "/", robots="noindex")
    return answer_page(request, "404.html", page, current_guide(), status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    page = Page("Not allowed", "You may not open this page.", "/", robots="noindex")
    user = getattr(request, "user", None)
    context = {"is_staff": bool(user and user.is_staff)}
    return answer_page(request, "403.html", page, current_guide(), status=403, **context)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that no browser makes; its host may be forged, so nothing of it is repeated."""
    return HttpResponse("This request cannot be understood.", status=400, content_type="text/plain")


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A short answer for scripts, which would paste a whole page into the editor."""
    if request.headers.get("X-Requested-With"):
        return HttpResponse("Your session has ended. Sign in again.", status=403)
    return forbidden(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """Must work with the database down, so it uses only what this process remembers.

    503 tells caches, search engines and watchers that it will pass by itself.
    """
    passes = will_pass(sys.exc_info()[1])
    status, headers = (503, {"Retry-After": "60"}) if passes else (500, {})
    if request.headers.get("X-Requested-With"):
        error = BUSY if passes else BROKEN
        return JsonResponse({"error": error}, status=status, headers=headers)
    context = {
        "clinic": last_known_clinic(),
        "number": getattr(request, "request_id", ""),
        "passes": passes,
    }
    words = render_to_string("500.html", context, request)
    return HttpResponse(words, status=status, headers=headers)


def will_pass(error: BaseException | None) -> bool:
    """Whether the database is away or locked, or the disk is full: nothing of ours to mend."""
    is_full = isinstance(error, OSError) and error.errno in FULL
    return is_full or isinstance(error, (OperationalError, InterfaceError))
