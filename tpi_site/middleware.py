"""What holds for every request: the headers of answers, the size of bodies, moved addresses."""

import re
from collections.abc import Callable

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

from content.imaging import MAX_BYTES
from content.pages import MADE_FROM
from tpi_site import trusted_types
from tpi_site.idle import is_fetch
from tpi_site.page_cache.cache import IN_FRONT

# Nothing on this site uses these, so no page, frame or mistake may ask a patient for them.
# Passkeys are for the site itself, and not for a frame in it.
PERMISSIONS = (
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


# Browsers ask no policy of these, and send for half a dozen of them with a first page.
NO_DOCUMENTS = ("text/css", "font/woff2")
# A script can be a worker, of which a Content-Security-Policy is asked, and no Permissions-Policy.
NO_PERMISSIONS = "text/javascript"

# A later page of the list of a topic, which moves with the topic however many pages there are.
LIST_PAGE = re.compile(r"(/[^/]+/)(page/[0-9]+/)")

# Django refuses to lead to an endless address; who asks for one still gets to the page.
LONGEST_QUERY = 2000

PICTURE_PATHS = ("/admin/content/picture/", settings.MARKDOWNX_UPLOAD_URLS_PATH)


class SecurityHeaders:
    """Content-Security-Policy from SECURE_CSP, the setting Django 6 reads, with Trusted Types where
    they fit; Permissions-Policy; and no use of anything of ours in pages of others.

    The first part goes away on Django 6.2, whose own middleware reads the same setting.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.policy = "; ".join(
            f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items()
        )
        self.strict = f"{self.policy}; {trusted_types.DIRECTIVES}"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        kind = response.headers.get("Content-Type", "")
        if kind.startswith(NO_DOCUMENTS):
            return response
        policy = self.strict if trusted_types.fits(request) else self.policy
        response.headers.setdefault("Content-Security-Policy", policy)
        if not kind.startswith(NO_PERMISSIONS):
            response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


class Compression(GZipMiddleware):
    """Compresses text only: pictures are small already, and keep their length this way. What the
    page cache keeps it compresses itself, once and better."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if MADE_FROM in request.META and IN_FRONT in request.META:
            return response
        kind = response.get("Content-Type", "")
        if kind.startswith("text/") or kind.partition(";")[0].endswith(("xml", "json")):
            return super().process_response(request, response)
        return response


class MovedPages:
    """Sends people from an address that was public to the one that took its place.

    django.contrib.redirects keeps the addresses, but its own middleware does not know an old one
    with something after the question mark, as in a link that was shared or printed as a code.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and (address := new_address(request)):
            # For good, to search engines. A browser asks each time, since a page may move back.
            return HttpResponsePermanentRedirect(address, headers={"Cache-Control": "no-cache"})
        return response


def new_address(request: HttpRequest) -> str:
    """With what was asked for after the question mark, which the new page reads as the old one did:
    “?detail=all” leads to the long version. The host and the path are those that we keep."""
    full = request.get_full_path(force_append_slash=not request.path.endswith("/"))
    old, mark, query = full.partition("?")
    found = LIST_PAGE.fullmatch(old)
    old, rest = found.groups() if found else (old, "")
    moved = Redirect.objects.filter(site_id=settings.SITE_ID, old_path=old)
    new = moved.values_list("new_path", flat=True).first()
    if new is None:
        return ""
    return f"{new}{rest}" + (f"{mark}{query}" if len(query) <= LONGEST_QUERY else "")


class SmallBodies:
    """Refuses a request that brings more than a picture can weigh, before a byte of it is read.

    Django reads a form to find its token, whoever sent it, and keeps its files on disk meanwhile.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > settings.LARGEST_BODY:
            return too_large(request)
        return self.get_response(request)


def too_large(request: HttpRequest) -> HttpResponse:
    """A sentence, as a page or for the script that sent it."""
    answer = {"error": "What you sent is too large. Make it shorter and send it again."}
    if request.path.startswith(PICTURE_PATHS):
        most = MAX_BYTES // 1024**2
        words = f"A picture may have {most} MB at most. Choose a smaller copy of it."
        answer = {"error": words, "field": "image"}
    if is_fetch(request):
        return JsonResponse(answer, status=413)
    return render(request, "413.html", {"sentence": answer["error"]}, status=413)
