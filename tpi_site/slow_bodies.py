"""Keeps threads free for readers while forms come in slowly, or never to the end.

A body is read by the thread that answers, for as long as its sender likes. Whoever opens many such
requests would hold every thread, and no page would be answered. A proxy that takes bodies in whole
(nginx and Caddy do) makes this needless and harmless.
"""

import threading
from collections import Counter
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from content.models import last_known_clinic

SENTENCE = "Too many forms come in at this moment. Go back and send yours again in a minute."


class FewBodiesAtOnce:
    """Answers 503 to a request with a body when most threads of this process have one already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.most = max(1, settings.THREADS * 3 // 4)
        # Behind a proxy everybody has the proxy's address.
        self.most_from_one = self.most if settings.BEHIND_PROXY else max(1, settings.THREADS // 2)
        self.lock = threading.Lock()
        self.held: Counter[str] = Counter()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not has_body(request):
            return self.get_response(request)
        sender = request.META.get("REMOTE_ADDR", "")
        if not self.take(sender):
            return busy(request)
        try:
            return self.get_response(request)
        finally:
            self.give_back(sender)

    def take(self, sender: str) -> bool:
        with self.lock:
            if self.held.total() >= self.most or self.held[sender] >= self.most_from_one:
                return False
            self.held[sender] += 1
            return True

    def give_back(self, sender: str) -> None:
        with self.lock:
            self.held[sender] -= 1
            if not self.held[sender]:
                del self.held[sender]


def has_body(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length != "0" or "HTTP_TRANSFER_ENCODING" in request.META


def busy(request: HttpRequest) -> HttpResponse:
    """A sentence for scripts, a page for people; neither needs the database."""
    headers = {"Retry-After": "60"}
    if request.headers.get("X-Requested-With"):
        return HttpResponse(SENTENCE, status=503, content_type="text/plain", headers=headers)
    words = render_to_string("503.html", {"clinic": last_known_clinic()})
    return HttpResponse(words, status=503, headers=headers)
