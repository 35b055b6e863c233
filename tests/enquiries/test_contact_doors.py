"""The contact form against programs, strangers, broken requests and broken databases."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client

from content.models import Edition, current_guide
from enquiries import handling
from enquiries.models import Enquiry
from tests import make as guide
from tests.enquiries import make
from tests.enquiries.asking import (
    ADDRESS,
    BY_EMAIL,
    BY_PHONE,
    ROSA,
    answer_address,
    ask,
    each,
    fields,
    main_text,
    parsed,
    press,
    title,
    token,
)

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}{% debug %}"


@pytest.fixture(autouse=True)
def _clinic():
    guide.clinic(opening_hours="Mo-Fr 08:00-17:00")


@pytest.fixture
def every_page(client):
    """One answer of each kind that patients can get here."""
    stopped = ask(client, message="I have chest pain")
    make.reply(token="token")
    door = answer_address("token")
    opened = client.post(door, {"word": "lighthouse"})
    return {
        "form": client.get(ADDRESS),
        "errors": client.post(ADDRESS, {}),
        "stop": stopped,
        "change": press(client, stopped, "change"),
        "sent": client.get(ask(client, BY_EMAIL)["Location"]),
        "sent urgent": client.get(press(client, stopped, "send")["Location"]),
        "stale": ask(client, token=""),
        "ended": client.get("/contact/sent/x/"),
        "elsewhere": ask(client, headers={"Origin": "https://evil.example"}),
        "too large": client.post(ADDRESS, ROSA | {"message": "a" * 200_000}),
        "word": client.get(door),
        "wrong word": client.post(door, {"word": "wrong"}),
        "answer": opened,
        "back, empty": client.post(door, fields(opened)),
        "back, stopped": client.post(door, fields(opened) | {"text": "I have chest pain"}),
        "back": client.post(door, fields(opened) | {"text": "Thank you."}),
    }


def test_it_sets_no_cookie_and_lets_nobody_keep_a_copy(every_page):
    for name, response in every_page.items():
        assert not response.cookies, name
        assert "Cookie" not in response.get("Vary", ""), name
        assert "no-store" in response["Cache-Control"], name


def test_it_makes_every_page_well(every_page):
    from tests.content.test_pages import check_page

    for name, response in every_page.items():
        check_page(name, response)


def test_it_is_found_by_search_engines_as_an_empty_form_only(every_page):
    for name, response in every_page.items():
        robots = parsed(response).find("./head/meta[@name='robots']")
        is_open = response.request["PATH_INFO"] == ADDRESS
        assert is_open or robots.get("content") == "noindex", name


def test_it_puts_nobody_into_a_title(every_page):
    for name, response in every_page.items():
        assert "Rosa" not in title(response), name
        assert "pain" not in title(response), name


# Programs


def test_it_hides_a_field_for_programs_from_everybody_else(client):
    page = parsed(client.get(ADDRESS))
    trap = page.find(".//main//div[@aria-hidden='true']")
    (field,) = each(trap, "input")
    assert (field.get("tabindex"), field.get("autocomplete")) == ("-1", "off")
    assert trap.get("class") == "form__trap"
    assert "empty" in "".join(trap.itertext())


@pytest.mark.parametrize("given", ["", "x", "a.b:c", "é" * 9, "a" * 500])
def test_it_shows_the_form_again_when_the_token_is_not_ours(client, given):
    response = ask(client, BY_EMAIL, token=given)
    assert response.status_code == 200
    assert not Enquiry.objects.exists()
    assert "Your words are still here." in main_text(response)
    assert title(response).startswith("Error: ")
    again = fields(response)
    assert again["message"].strip() == ROSA["message"]
    assert client.post(ADDRESS, again).status_code == 303


def test_it_shows_the_form_again_when_it_was_open_for_a_day(client):
    response = ask(client, token=token(seconds_ago=timedelta(hours=25).total_seconds()))
    assert "This page was open for a long time" in main_text(response)
    assert client.post(ADDRESS, fields(response)).status_code == 303


def test_it_keeps_a_good_token_while_a_form_is_mended(client):
    given = token()
    assert fields(ask(client, token=given, name=""))["token"] == given


def test_it_keeps_the_words_when_there_are_too_many(client, settings):
    settings.ENQUIRIES_PER_NETWORK = 1
    ask(client)
    response = ask(client, message="And may I swim?")
    assert response.status_code == 429
    assert "Your words are still here." in main_text(response)
    assert "(503) 555-0142" in main_text(response)
    assert fields(response)["message"].strip() == "And may I swim?"
    assert Enquiry.objects.count() == 1


def test_it_counts_who_comes_through_a_proxy_by_the_address_that_the_proxy_saw(client, settings):
    settings.ENQUIRIES_PER_NETWORK = 1
    settings.BEHIND_PROXY = True
    for number in (1, 2):
        sent = ask(client, headers={"X-Forwarded-For": f"192.0.2.99, 198.51.100.{number}"})
        assert sent.status_code == 303
    again = ask(client, headers={"X-Forwarded-For": "192.0.2.1, 198.51.100.2"}, message="More?")
    assert again.status_code == 429


def test_it_believes_no_header_without_a_proxy(client, settings):
    settings.ENQUIRIES_PER_NETWORK = 1
    ask(client, headers={"X-Forwarded-For": "198.51.100.1"})
    again = ask(client, headers={"X-Forwarded-For": "198.51.100.2"}, message="More?")
    assert again.status_code == 429


# Other sites


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil", ""])
def test_it_takes_nothing_from_a_page_that_is_not_ours(client, origin):
    response = ask(client, headers={"Origin": origin})
    assert response.status_code == 403
    assert "(503) 555-0142" in main_text(response)
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("origin", ["http://testserver", "https://guide.example.org"])
def test_it_takes_what_comes_from_our_own_page(client, origin):
    assert ask(client, headers={"Origin": origin}).status_code == 303


def test_it_needs_no_token_of_the_framework():
    strict = Client(enforce_csrf_checks=True)
    assert ask(strict).status_code == 303


# Broken and hostile requests


@pytest.mark.parametrize("size", [100_001, 10_000_000])
def test_it_refuses_a_huge_body_before_reading_it(client, size, monkeypatch):
    monkeypatch.setattr("django.http.HttpRequest._load_post_and_files", lambda self: 1 / 0)
    response = client.post(ADDRESS, b"a" * size, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert "use 2,000 letters or fewer" in main_text(response)


def test_it_takes_hostile_words_as_words(client):
    response = ask(client, message=HOSTILE, name=HOSTILE[:100], phone="x")
    page = parsed(response)
    assert fields(response)["message"].strip() == HOSTILE
    assert not [e for e in each(page, "img", "script") if "alert" in (e.text or "")]
    ask(client, message=HOSTILE)
    assert Enquiry.objects.get().message == HOSTILE


def test_it_shows_hostile_words_as_words_where_it_stops(client):
    response = ask(client, message=f"I have chest pain {HOSTILE}")
    assert HOSTILE in main_text(response)
    assert not each(parsed(response).find(".//main"), "script", "img")


def test_it_takes_out_what_nobody_can_see(client):
    ask(
        client,
        message="May\x00 I\x1b swim\u202e?\ufdd0\r\n\x85Soon\x0bor\tlater?",
        name="Ro\x00sa\r\nP",
    )
    taken = Enquiry.objects.get()
    assert taken.message == "May I swim?\n\nSoon\nor later?"
    assert taken.name == "Rosa P"


def test_it_shows_no_control_character_again(client):
    response = ask(client, message="a\x00b\x08", name="", phone="\x01\ufffe")
    parsed(response)
    assert "\x00" not in response.content.decode()


@pytest.mark.parametrize(
    "email",
    [
        "rosa@example.org\r\nBcc: all@example.org",
        "rosa@example.org\nSubject: x",
        "rosa@example.org%0ABcc:all@example.org,b@c.d",
        "a@b.c,d@e.f",
        "Rosa <rosa@example.org>",
        "rosa@example.org\x00@evil.example",
    ],
)
def test_it_takes_no_second_header_in_an_address(client, email):
    response = ask(client, BY_EMAIL, email=email)
    assert response.status_code == 200
    assert "Check your email." in main_text(response)
    assert not Enquiry.objects.exists()


def test_it_reads_bytes_that_are_no_text(client):
    body = b"message=%ff%fe+may+I+swim%3f&name=%c3%28&topic=visit&reach=phone&language=en"
    body += b"&phone=5550100199&token=" + token().encode()
    kind = "application/x-www-form-urlencoded"
    assert client.post(ADDRESS, body, content_type=kind).status_code == 303
    assert Enquiry.objects.get().message.endswith("may I swim?")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"message": "x"}'),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\ncut off"),
        ("text/plain", b"x"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(2000))),
        ("application/x-www-form-urlencoded; charset=utf-16", b"a=1"),
    ],
)
def test_it_takes_no_harm_from_an_odd_body(client, kind, body):
    visitor = Client(raise_request_exception=False)
    assert visitor.post(ADDRESS, body, content_type=kind).status_code in {200, 400}
    assert not Enquiry.objects.exists()


def test_it_takes_no_file(client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("a.txt", b"text")
    response = client.post(ADDRESS, {"message": file} | {"name": "Rosa"})
    assert "Write your question in the box." in main_text(response)


# When something breaks on our side


@pytest.fixture
def visitor():
    current_guide()
    return Client(raise_request_exception=False)


def fail(*args, **kwargs):
    raise OperationalError("database is locked")


def check_kept(response):
    assert response.status_code == 503
    said = main_text(response)
    assert "Something went wrong on our side. Your words are still here." in said
    assert "(503) 555-0142" in said
    assert "call 911" in said
    assert fields(response)["message"].strip() == ROSA["message"]
    assert fields(response)["safe_word"] == "lighthouse"
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_it_keeps_the_words_when_they_cannot_be_stored(visitor, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(handling, "receive", fail)
        broken = ask(visitor, BY_EMAIL)
    check_kept(broken)
    assert visitor.post(ADDRESS, fields(broken)).status_code == 303
    assert Enquiry.objects.get().safe_word == "lighthouse"


def test_it_keeps_the_words_when_the_whole_database_is_away(visitor, monkeypatch):
    monkeypatch.setattr(Edition, "current", fail)
    check_kept(ask(visitor, BY_EMAIL))
    monkeypatch.setattr(connection, "cursor", fail)
    check_kept(ask(visitor, BY_EMAIL))


def test_it_keeps_the_words_whatever_breaks(visitor, monkeypatch):
    monkeypatch.setattr(handling, "receive", lambda submission: 1 / 0)
    check_kept(ask(visitor, BY_EMAIL))


def test_it_logs_no_word_of_it(visitor, monkeypatch, caplog):
    monkeypatch.setattr(handling, "receive", fail)
    ask(visitor, BY_PHONE)
    assert "A question could not be taken in" in caplog.text
    assert "drive home" not in caplog.text
    assert "Rosa" not in caplog.text


def test_it_works_before_anybody_read_the_guide(monkeypatch):
    monkeypatch.setattr(Edition, "current", fail)
    response = ask(Client(raise_request_exception=False), BY_EMAIL)
    assert response.status_code == 503
    assert "call 911" in main_text(response)
