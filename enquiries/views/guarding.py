"""What holds for every page here: no cookie, no copy kept, small posts from our own pages only."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from enquiries.views import trouble

LARGEST_BODY = 100_000


def guarded(view: Callable) -> Callable:
    """Nobody is signed in here, so there is no authority that a forged post could borrow: a signed
    token in the form and the Origin header take the place of Django's token and its cookie."""

    @wraps(view)
    def guard(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if is_too_large(request):
            return trouble.too_large(request)
        if not is_from_here(request):
            return trouble.from_elsewhere(request)
        return view(request, *args, **kwargs)

    return csrf_exempt(never_cache(require_http_methods(["GET", "HEAD", "POST"])(guard)))


def is_too_large(request: HttpRequest) -> bool:
    """Known before a byte of the body is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdecimal() or int(length) > LARGEST_BODY


def is_from_here(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin")
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return request.method != "POST" or origin is None or origin in ours


def network(request: HttpRequest) -> str:
    """The address that the message came from; behind a proxy, the one that the proxy saw."""
    if settings.BEHIND_PROXY:
        seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if seen:
            return seen
    return request.META.get("REMOTE_ADDR", "")
