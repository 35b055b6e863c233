"""Gives each request a number, and notes when it has been answered: for the log and for metrics."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tpi_site.health import asked, counts
from tpi_site.health.asked import Asked, current

logger = logging.getLogger(__name__)

HEADER = "X-Request-ID"
# Asked every few seconds by machines, and of no interest in a log.
QUIET = {"healthz", "readyz", "metrics"}


class EachRequest:
    """Stands before all other middleware. An answer that caches may keep for everyone carries no
    number, for it would be repeated to others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.asked = one = asked.asked(request)
        request.request_id = one.id
        token, begun = current.set(one), time.perf_counter()
        try:
            response = self.get_response(request)
            note(one, request, response.status_code, time.perf_counter() - begun)
        finally:
            current.reset(token)
        if "public" not in response.get("Cache-Control", ""):
            response.headers[HEADER] = one.id
        return response

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        request.asked.route = asked.route(request)


def note(one: Asked, request: HttpRequest, status: int, seconds: float) -> None:
    if one.route == asked.NO_ROUTE:
        one.route = asked.route(request)
    counts.answered(one.route, status, seconds)
    level = logging.DEBUG if one.route in QUIET else logging.INFO
    logger.log(
        level,
        "%s %s %d in %d ms", one.method, one.route, status, seconds * 1000,
        extra={"status": status, "seconds": round(seconds, 4)},
    )  # fmt: skip
