"""Reading an answer: the safe word, the letter, writing back once, and everybody else kept out."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from content.models import current_guide
from enquiries import handling
from enquiries.models import Enquiry, PatientAnswer, Reply
from tests import make as guide
from tests.enquiries import make
from tests.enquiries.asking import (
    answer_address,
    each,
    fields,
    main_text,
    mends,
    parsed,
    press,
    text_of,
    title,
)

pytestmark = pytest.mark.django_db
DOOR = answer_address("token")
WORD = {"word": "lighthouse"}
PRIVATE = ("Rosa", "drive", "sister", make.EMAIL, "lighthouse")


@pytest.fixture(autouse=True)
def _clinic():
    guide.clinic(opening_hours="Mo-Fr 08:00-17:00")


@pytest.fixture
def reply():
    enquiry = make.closed(contact=make.EMAIL)
    return make.reply(enquiry, token="token", text="Dear Rosa,\n\nask your sister.\nCarla")


def opened(client):
    return client.post(DOOR, WORD)


def write(client, text: str, **changes):
    return client.post(DOOR, fields(opened(client)) | {"text": text} | changes)


# The door


def test_it_asks_for_the_safe_word_and_says_nothing_else(client, reply):
    response = client.get(DOOR)
    assert response.status_code == 200
    assert fields(response) == {"word": ""}
    for private in PRIVATE:
        assert private not in response.content.decode()
    assert "Escriba su palabra segura" in main_text(response)


def unknown(reply):
    return "another"


def over(reply):
    Reply.objects.update(expires_at=timezone.now())
    return "token"


def locked(reply):
    Reply.objects.update(wrong_tries=5)
    return "token"


def taken_back(reply):
    Reply.objects.update(state=Reply.State.DRAFT)
    return "token"


def erased(reply):
    reply.enquiry.delete()
    return "token"


@pytest.mark.parametrize("why", [unknown, over, locked, taken_back, erased])
def test_it_says_the_same_of_every_link_that_does_not_open(client, reply, why):
    never_was = client.get(answer_address("never"))
    address = answer_address(why(reply))
    for response in (client.get(address), client.post(address, WORD)):
        assert response.status_code == 410
        assert main_text(response) == main_text(never_was)
        assert title(response) == title(never_was)
    assert "Call us and we will help." in main_text(never_was)
    assert "(503) 555-0142" in main_text(never_was)


@pytest.mark.parametrize("token", ["a" * 5000, "\x00", "é", "..", "<script>"])
def test_it_takes_no_harm_from_an_odd_link(client, token):
    assert client.get(answer_address(token)).status_code in {404, 410}


def test_it_opens_for_a_word_as_a_phone_writes_it(client, reply):
    response = client.post(DOOR, {"word": " Lighthouse "})
    assert "ask your sister." in main_text(response)


def test_it_tells_how_many_tries_are_left_and_then_ends(client, reply):
    for left in ("4 more times", "3 more times", "2 more times", "1 more time"):
        response = client.post(DOOR, {"word": "wrong"})
        assert mends(response) == [f"This is not the safe word. You can try {left}."]
        assert title(response).startswith("Error: Read our answer")
        assert "sister" not in response.content.decode()
    assert client.post(DOOR, {"word": "wrong"}).status_code == 410
    assert client.post(DOOR, WORD).status_code == 410


def test_it_counts_no_try_for_an_empty_word(client, reply):
    assert mends(client.post(DOOR, {"word": " "})) == ["Write your safe word."]
    assert Reply.objects.get().wrong_tries == 0


# The letter


def test_it_shows_the_letter_with_its_lines(client, reply):
    letter = parsed(opened(client)).find(".//main//div[@class='letter']")
    assert [text_of(paragraph) for paragraph in letter.findall("p")] == [
        "Dear Rosa,",
        "ask your sister.Carla",
    ]
    assert len(each(letter, "br")) == 1


def test_it_shows_hostile_words_in_the_letter_as_words(client, reply):
    Reply.objects.all().update(text="<script>alert(1)</script>")
    response = opened(client)
    assert "<script>alert(1)</script>" in main_text(response)


def test_it_says_until_when_it_opens_and_can_be_printed(client, reply, monkeypatch):
    now = datetime(2026, 3, 9, 10, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
    Reply.objects.update(expires_at=now + timedelta(days=9))
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    page = opened(client)
    assert "You can open this page until Tuesday, March 10, 10 am." in main_text(page)
    assert "Print this answer" in main_text(page)
    assert "Call 911" in main_text(page)


def test_it_marks_a_spanish_letter_as_spanish(client, reply):
    Enquiry.objects.update(language="es")
    page = parsed(opened(client))
    assert page.find(".//main//div[@class='letter']").get("lang") == "es"


# Writing back


def test_it_lets_the_patient_write_back_once(client, reply):
    response = write(client, "Thank you.\r\nMy sister drives.")
    assert "Thank you We got your words." in main_text(response)
    assert PatientAnswer.objects.get().text == "Thank you.\nMy sister drives."
    assert Enquiry.objects.get().status == "new"
    again = opened(client)
    assert "You wrote back We got your words." in main_text(again)
    assert not parsed(again).findall(".//main//form")


def test_it_takes_a_reload_as_the_same_words_and_refuses_others(client, reply):
    form = fields(opened(client))
    first = client.post(DOOR, form | {"text": "Thank you."})
    assert main_text(client.post(DOOR, form | {"text": "Thank you."})) == main_text(first)
    assert PatientAnswer.objects.count() == 1
    client.post(DOOR, form | {"text": "Something else."})
    assert PatientAnswer.objects.get().text == "Thank you."


def test_it_says_how_to_mend_what_was_written(client, reply):
    assert mends(write(client, " \x00 ")) == ["Write your words in the box."]
    response = write(client, "a" * 2001)
    assert "You used 2,001." in mends(response)[0]
    assert fields(response)["text"].strip() == "a" * 2001
    assert "ask your sister." in main_text(response)


def test_it_stops_words_with_a_warning_sign(client, reply):
    stopped = write(client, "Now I have chest pain.")
    assert not PatientAnswer.objects.exists()
    assert "“chest pain”" in main_text(stopped)
    back = press(client, stopped, "change")
    assert fields(back)["text"].strip() == "Now I have chest pain."
    sent = press(client, stopped, "send")
    assert "Do not wait for us." in main_text(sent)
    assert Enquiry.objects.get().is_urgent


def test_it_asks_again_after_an_hour_and_keeps_the_words(client, reply, monkeypatch):
    form = fields(opened(client))
    late = timezone.now() + timedelta(minutes=61)
    with monkeypatch.context() as patch:
        patch.setattr("time.time", late.timestamp)
        asked = client.post(DOOR, form | {"text": "Thank you."})
    assert "Write your safe word again" in main_text(asked)
    assert "sister" not in asked.content.decode()
    assert not PatientAnswer.objects.exists()
    again = client.post(DOOR, fields(asked) | WORD)
    assert fields(again)["text"].strip() == "Thank you."
    client.post(DOOR, fields(again))
    assert PatientAnswer.objects.get().text == "Thank you."


def test_it_gives_the_words_back_when_the_link_has_ended(client, reply):
    form = fields(opened(client))
    reply.enquiry.delete()
    response = client.post(DOOR, form | {"text": "Thank you."})
    assert response.status_code == 410
    assert "Your words were not sent" in main_text(response)
    assert "Thank you." in main_text(response)


# Everybody else


@pytest.mark.parametrize("given", ["", "x", "1:2:3"])
def test_it_shows_nothing_to_who_makes_up_a_pass(client, reply, given):
    response = client.post(DOOR, {"pass": given, "step": "change", "text": "x"})
    assert "sister" not in response.content.decode()
    assert not PatientAnswer.objects.exists()


def test_it_opens_nothing_with_the_pass_of_another_answer(client, reply):
    other = make.reply(make.enquiry(contact="other@example.org"), token="other", text="Other.")
    stolen = handling.pass_for(other)
    response = client.post(DOOR, {"pass": stolen, "text": "x", "step": "change"})
    assert response.status_code == 410
    assert "sister" not in response.content.decode()


def test_it_takes_nothing_from_a_page_that_is_not_ours(client, reply):
    response = client.post(DOOR, WORD, headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    assert "sister" not in response.content.decode()


def test_it_keeps_the_words_when_they_cannot_be_stored(reply, monkeypatch):
    current_guide()
    visitor = Client(raise_request_exception=False)
    form = fields(opened(visitor))

    def fail(*args):
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(handling, "answer_back", fail)
        broken = visitor.post(DOOR, form | {"text": "Thank you."})
    assert broken.status_code == 503
    assert "Your words are still here." in main_text(broken)
    visitor.post(DOOR, fields(broken))
    assert PatientAnswer.objects.get().text == "Thank you."
