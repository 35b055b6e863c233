"""What machines ask: /healthz, /readyz and /metrics.

They stand before everything else, because a balancer speaks plain HTTP and gives this machine's
number as the host. So nothing in their answers comes from the request, and strangers learn a word.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare

from tpi_site.health import metrics, process
from tpi_site.health.looking import Watch, is_ready
from tpi_site.health.part import Part, State

watch = Watch()


class Doors:
    """Answers the three addresses and lets all else pass."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        process.begin()
        answer = DOORS.get(request.path)
        if answer is None:
            return self.get_response(request)
        request.asked.route = request.path.strip("/")
        if answer is numbers and not knows_the_token(request):
            response = word("not found", 404)
        elif request.method not in ("GET", "HEAD"):
            response = HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        else:
            response = answer(request)
        response["X-Content-Type-Options"], response["X-Robots-Tag"] = "nosniff", "noindex"
        add_never_cache_headers(response)
        # Whoever asks every few seconds would fill the log; a change is logged by the watch.
        response._has_been_logged = True
        return response


def alive(request: HttpRequest) -> HttpResponse:
    """The process is up; nothing else is asked."""
    return word("ok")


def ready(request: HttpRequest) -> HttpResponse:
    """Whether this machine can serve. What is amiss and keeps nobody from reading does not take it
    from the balancer, or all machines would go at once; "?strict" asks for that, too."""
    parts = watch.now()
    is_well = is_ready(parts)
    if "strict" in request.GET:
        is_well = all(part.state == State.GOOD for part in parts)
    status = 200 if is_well else 503
    if knows_the_token(request):
        return JsonResponse(details(parts, is_well), status=status)
    return word("ok" if is_well else "not ready", status)


def details(parts: list[Part], is_well: bool) -> dict:
    return {
        "status": "ok" if is_well else "not ready",
        "parts": {
            part.name: {"state": part.state, "words": part.words, "figures": part.figures}
            for part in parts
        },
    }


def numbers(request: HttpRequest) -> HttpResponse:
    return HttpResponse(metrics.text(watch.now()), content_type=metrics.CONTENT_TYPE)


def word(words: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")


def knows_the_token(request: HttpRequest) -> bool:
    scheme, _, given = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    right = settings.METRICS_TOKEN
    # The whole is compared in any case, so that the time tells nothing.
    is_right = constant_time_compare(given.strip(), right)
    return bool(right) and scheme.lower() == "bearer" and is_right


DOORS = {"/healthz": alive, "/readyz": ready, "/metrics": numbers}
