"""Forms that come in slowly leave threads for others."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from tpi_site.slow_bodies import FewBodiesAtOnce, busy

FORM = "application/x-www-form-urlencoded"


def post(sender: str = "192.0.2.1"):
    return RequestFactory().post("/", "name=a", content_type=FORM, REMOTE_ADDR=sender)


@pytest.fixture
def answered(settings):
    """answered(requests within each other) gives the status of the innermost."""
    settings.THREADS = 8

    def answered(*requests) -> int:
        rest = list(requests)

        def next_one(request):
            return middleware(rest.pop(0)) if rest else HttpResponse("ok")

        middleware = FewBodiesAtOnce(next_one)
        status = middleware(rest.pop(0)).status_code
        assert not middleware.held
        return status

    return answered


def test_it_takes_half_of_the_threads_for_one_sender(answered):
    assert answered(*[post()] * 4) == 200
    assert answered(*[post()] * 5) == 503


def test_it_leaves_some_threads_whoever_sends(answered):
    senders = [post(f"192.0.2.{n}") for n in range(7)]
    assert answered(*senders[:6]) == 200
    assert answered(*senders) == 503


def test_it_always_lets_readers_in(answered):
    assert answered(*[post()] * 4, RequestFactory().get("/")) == 200


def test_it_counts_everybody_together_behind_a_proxy(answered, settings):
    settings.BEHIND_PROXY = True
    assert answered(*[post()] * 6) == 200
    assert answered(*[post()] * 7) == 503


def test_it_gives_the_place_back_after_a_failure(settings):
    def fail(request):
        raise ValueError("x")

    middleware = FewBodiesAtOnce(fail)
    with pytest.raises(ValueError, match="x"):
        middleware(post())
    assert not middleware.held


def test_it_tells_people_on_a_page_and_scripts_in_a_sentence():
    page = busy(post())
    assert (page.status_code, page.headers["Retry-After"]) == (503, "60")
    words = page.content.decode()
    assert "<h1>Your words were not sent</h1>" in words
    assert 'href="tel:911"' in words
    request = RequestFactory().post("/", "name=a", content_type=FORM, HTTP_X_REQUESTED_WITH="fetch")
    assert busy(request).headers["Content-Type"] == "text/plain"
