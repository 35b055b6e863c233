"""What a person sees when something is refused, missing or broken."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from content.models import current_guide, last_known_guide
from content.pages import Page, answer_page

log = logging.getLogger(__name__)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    page = Page("Page not found", "There is no page at this address.", "/", robots="noindex")
    return answer_page(request, "404.html", page, current_guide(), status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    page = Page("Not allowed", "You may not open this page.", "/", robots="noindex")
    return answer_page(request, "403.html", page, current_guide(), status=403)


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
    """Must work with the database down, so it uses only what this process remembers."""
    guide = last_known_guide()
    context = {
        "clinic": guide.clinic if guide else None,
        "number": getattr(request, "request_id", ""),
    }
    return render(request, "500.html", context, status=500)
