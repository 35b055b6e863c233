"""Smaller bodies for pages that will be asked for again, made while nobody waits."""

import logging
import queue
import threading
import time
import weakref

import brotli
import pytest

from tests.source import ROOT
from tpi_site.page_cache import Later, cache
from tpi_site.page_cache.bodies import tight
from tpi_site.page_cache.later import never

PATIENCE = 10  # seconds
BR, GZIP = {"HTTP_ACCEPT_ENCODING": "gzip, br"}, {"HTTP_ACCEPT_ENCODING": "gzip"}


class HandedIn(list):
    """What was handed in and not done yet. `is_busy` with other work."""

    is_busy = False

    def __call__(self, work, if_idle=False):
        takes = not (if_idle and (self or self.is_busy))
        if takes:
            self.append(work)
        return takes


@pytest.fixture
def later(get, site):
    handed_in = get.pages.later = HandedIn()
    get.pages.most = 1_000_000
    site.body = tight((ROOT / "README.md").read_bytes())
    return handed_in


def do(later):
    while later:
        later.pop(0)()


def test_a_page_is_smaller_for_the_second_who_asks(get, site, later):
    _, first_headers, first = get(**BR)
    assert len(later) == 1
    do(later)
    _, headers, pressed = get(**BR)
    assert brotli.decompress(pressed) == site.body
    assert len(pressed) < len(first) * 0.95
    assert headers["Content-Length"] == str(len(pressed))
    assert headers["ETag"] != first_headers["ETag"]
    assert {**first_headers, "ETag": "", "Content-Length": ""} == {
        **headers, "ETag": "", "Content-Length": "",
    }  # fmt: skip
    assert (site.asked, later) == (1, [])
    (page,) = get.pages.pages.values()
    assert get.pages.weight == page.weight == cache.AROUND + len(pressed)


def test_a_page_that_is_asked_for_once_keeps_none_waiting_that_is_asked_for_again(get, later):
    later.is_busy = True
    for path in ("/", "/recovery/", "/contact/"):
        get(path, **BR)
    assert later == []
    get("/recovery/", **BR)
    assert len(later) == 1


def test_whoever_keeps_the_first_body_gets_the_smaller_one_once(get, later):
    rough = get(**BR)[1]["ETag"]
    assert get(**BR, HTTP_IF_NONE_MATCH=rough)[0] == "304 Not Modified"
    do(later)
    status, headers, _ = get(**BR, HTTP_IF_NONE_MATCH=rough)
    assert status == "200 OK"
    assert get(**BR, HTTP_IF_NONE_MATCH=headers["ETag"])[0] == "304 Not Modified"


def test_other_codings_are_left_as_they_are(get, later):
    first = get(**GZIP)
    assert get(**GZIP) == first
    assert later == []
    get(**BR)
    get(**GZIP)
    do(later)
    assert get(**GZIP) == first
    assert get(**BR)[1]["ETag"].endswith('-pressed"')


def test_a_page_that_cannot_wait_now_is_handed_in_another_time(get, later):
    get.pages.later = never
    get(**BR)
    get(**BR)
    get.pages.later = later
    get(**BR)
    assert len(later) == 1


def test_nothing_is_made_for_a_page_that_was_replaced(get, site, later, monkeypatch):
    get(**BR)
    get(**BR)
    site.edition, site.body = "two", b"New words."
    get(**BR)
    monkeypatch.setattr(cache.KeptPage, "press", None)
    do(later)
    assert brotli.decompress(get(**BR)[2]) == b"New words."


def test_a_page_that_had_to_give_way_is_not_held_until_its_turn(get, later):
    get(**BR)
    (page,) = map(weakref.ref, get.pages.pages.values())
    assert (len(later), page() is None) == (1, False)
    get.pages.most = 0
    get("/recovery/", **BR)
    assert page() is None
    do(later)
    assert get.pages.weight == 0


def test_work_is_done_in_its_turn_by_a_thread_of_its_own(caplog):
    done, later = [], Later()
    assert later(lambda: done.append(threading.current_thread()))
    assert later(lambda: 1 / 0)
    assert later(lambda: done.append(threading.current_thread()))
    later.waiting.join()
    assert done == [later.thread] * 2
    (said,) = caplog.records
    assert (said.levelno, said.exc_info[0]) == (logging.ERROR, ZeroDivisionError)


def test_it_rests_longer_than_it_works():
    rests = queue.Queue()
    Later(sleep=rests.put)(lambda: time.sleep(0.02))
    assert 0.02 * 4 <= rests.get(timeout=PATIENCE) < PATIENCE * 4


def test_no_more_work_waits_than_there_is_room_for():
    goes_on, later = threading.Event(), Later(most=1)
    begun = threading.Event()
    later(lambda: begun.set() or goes_on.wait(PATIENCE))
    assert begun.wait(PATIENCE)
    assert not later(lambda: None, if_idle=True)
    assert later(lambda: None)
    assert not later(lambda: None)
    goes_on.set()
    later.waiting.join()
    assert later(lambda: None, if_idle=True)
