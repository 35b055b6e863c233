"""Attacks that once worked: words that were lost, people who saw or did what they should not."""

import logging
import socket
import threading
import time
from contextlib import suppress
from datetime import timedelta
from urllib.request import urlopen

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from enquiries.forms.typed import clean_line
from enquiries.handling import opening, reading, trail, working
from enquiries.models import (
    AuditEvent,
    AuditHead,
    CallAttempt,
    Enquiry,
    Note,
    Reply,
)
from tests import make as guide
from tests import people, ready, signed_in
from tests.enquiries import make
from tests.enquiries.asking import (
    ADDRESS,
    answer_address,
    ask,
    each,
    fields,
    main_text,
    parsed,
    token,
)
from tests.server import Server

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough secret"
LIST = "admin:enquiries_enquiry_changelist"
PERSON = "admin:enquiries_enquiry_person"
CALL = {
    "name": "Rosa Patient",
    "message": "May I drive home?",
    "topic": "visit",
    "reach": "phone",
    "contact": make.PHONE,
    "best_time": "any",
    "language": "en",
}


@pytest.fixture(autouse=True)
def _clinic():
    guide.clinic(opening_hours="Mo-Fr 08:00-17:00")


def url(enquiry: Enquiry, name: str = "change") -> str:
    return reverse(f"admin:enquiries_enquiry_{name}", args=[enquiry.pk])


def been_away(client) -> None:
    session = client.session
    session["seen"] = int(time.time()) - 16 * 60
    session.save()


def content(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


# Words that were lost


def test_it_does_not_take_somebody_for_a_program_who_presses_send_again_as_told(client):
    stale = ask(client, token=token(seconds_ago=25 * 60 * 60))
    assert "Your words are still here" in main_text(stale)
    client.post(ADDRESS, fields(stale))
    sent = Enquiry.objects.get()
    assert (sent.status, sent.spam_reasons) == ("new", [])


def test_it_does_not_take_somebody_for_a_program_when_two_clocks_differ(client):
    ask(client, token=token(seconds_ago=-20))
    assert Enquiry.objects.get().status == "new"


def test_it_lets_a_browser_bring_typed_words_back_on_the_way_back(client):
    """Chromium forgets the text of a field with autocomplete="off" when one goes back."""
    page = parsed(client.get(ADDRESS))
    (box,) = each(page.find(".//main"), "textarea")
    assert box.get("autocomplete") != "off"


def test_it_keeps_a_call_note_when_the_page_itself_noticed_that_time_was_up(client):
    client.force_login(people.carla())
    enquiry = make.enquiry()
    client.get(url(enquiry))
    been_away(client)
    asked = client.post(url(enquiry, "presence"), headers={"x-background": "1"})
    assert asked.json() == {"signed_out": True}
    client.post(url(enquiry), {"do": "called", "outcome": "reached", "call_note": "She fell down."})
    kept = [*Note.objects.values_list("text", flat=True)]
    kept += CallAttempt.objects.values_list("note", flat=True)
    assert any("She fell down." in text for text in kept)


def test_it_keeps_a_form_that_waits_when_its_page_is_loaded_again(client):
    client.force_login(people.carla())
    been_away(client)
    client.post(reverse("admin:enquiries_enquiry_add"), CALL)
    signed_in.sign_in(client, User.objects.get(username="carla"))
    for _ in range(2):
        waits = client.get(reverse("admin:kept"))
        assert b"May I drive home?" in waits.content


def test_it_keeps_a_draft_when_another_tab_of_the_page_saves_an_empty_box(client):
    client.force_login(people.carla())
    enquiry = make.enquiry(contact=make.EMAIL)
    seen = client.get(url(enquiry)).context["seen"]
    client.post(url(enquiry), {"do": "save", "text": "A long reply", "seen": seen})
    # A note is typed in a tab that was opened before, whose box for the reply is empty.
    client.post(url(enquiry, "autosave"), {"text": "", "note": "A no", "seen": seen})
    assert Reply.objects.get().text == "A long reply"


def test_it_keeps_a_reply_that_was_taken_back_when_an_older_tab_keeps_a_note(client):
    client.force_login(people.carla())
    enquiry = make.enquiry(contact=make.EMAIL)
    seen = client.get(url(enquiry)).context["seen"]
    client.post(url(enquiry), {"do": "send", "text": "The whole answer", "seen": seen})
    after_sending = client.get(url(enquiry)).context["seen"]
    client.post(url(enquiry), {"do": "undo", "reply": Reply.objects.get().pk})
    client.post(url(enquiry), {"do": "note", "note": "A note", "text": "", "seen": after_sending})
    assert Reply.objects.get().text == "The whole answer"


def test_it_keeps_a_call_once_when_the_button_was_pressed_twice(client):
    client.force_login(people.carla())
    address = reverse("admin:enquiries_enquiry_add")
    told = fields(client.get(address)) | CALL
    for _ in range(2):
        client.post(address, told)
    assert Enquiry.objects.count() == 1


def test_it_keeps_what_is_urgent_urgent_when_the_patient_writes_back_without_such_words(client):
    enquiry = make.urgent(contact=make.EMAIL, status="waiting")
    make.reply(enquiry, token="token", asks_back=True, text="Do you still have it?")
    page = client.post(answer_address("token"), {"word": "lighthouse"})
    client.post(answer_address("token"), fields(page) | {"text": "Yes, and it got worse."})
    assert Enquiry.objects.get().is_urgent


# The safe word


@pytest.mark.parametrize(
    ("chosen", "given"),
    [("St. John's", "St. John’s"), ("mom-dad", "mom–dad"), ("luz roja", "luz\u200b roja")],
)
def test_it_knows_a_safe_word_however_a_keyboard_writes_its_signs(chosen, given):
    assert opening.same_word(given, chosen)


@pytest.mark.parametrize("ends", [{"wrong_tries": 5}, {"expires_at": "past"}])
def test_it_shows_no_answer_any_more_to_somebody_whose_page_outlived_the_link(client, ends):
    make.reply(make.closed(contact=make.EMAIL), token="token", text="Ask your sister to drive.")
    page = client.post(answer_address("token"), {"word": "lighthouse"})
    hour_ago = timezone.now() - timedelta(hours=1)
    Reply.objects.update(**{key: hour_ago if v == "past" else v for key, v in ends.items()})
    again = client.post(answer_address("token"), fields(page) | {"step": "change", "text": "My q"})
    assert b"Ask your sister" not in again.content
    assert b"My q" in again.content


# The wrong person


def found_by_olga(client, **who) -> str:
    client.force_login(people.olga(**who))
    return client.post(reverse(PERSON), {"do": "find", "contact": make.EMAIL}).context["found"][
        "key"
    ]


def test_it_hands_out_no_file_about_the_own_family_without_a_reason(client):
    make.enquiry(contact=make.EMAIL)
    key = found_by_olga(client, last_name="Patient")
    told = {"do": "export", "key": key, "password": PASSWORD}
    assert b"drive home" not in content(client.post(reverse(PERSON), told))


def test_it_erases_nothing_about_the_own_family_without_a_reason(client):
    make.enquiry(contact=make.EMAIL)
    key = found_by_olga(client, last_name="Patient")
    told = {"do": "erase", "key": key, "reason": "asked", "password": PASSWORD}
    client.post(reverse(PERSON), told)
    assert Enquiry.objects.exists()


def test_it_moves_nothing_about_the_own_family_in_a_list_without_a_reason(client):
    client.force_login(people.carla(last_name="Patient"))
    own = make.enquiry(contact=make.EMAIL)
    client.post(reverse(LIST), {"do": "spam", "chosen": [own.reference]})
    assert Enquiry.objects.get().status == "new"


@pytest.mark.parametrize(
    "name", ["Rosa Gómez-Patient", "Rosa Pátient", "Rosa Pat\u200bient", "Rosa PATIENT."]
)
def test_it_knows_the_own_family_name_however_it_is_written(name):
    assert reading.is_own(make.enquiry(name=name), people.carla(last_name="Patient"))


def test_it_erases_no_message_that_came_after_the_question_whether_to_erase(client):
    make.enquiry(contact=make.EMAIL)
    key = found_by_olga(client)
    asked = client.post(reverse(PERSON), {"do": "ask_erase", "key": key})
    new = make.enquiry(contact=make.EMAIL, message="My leg is numb now.")
    told = {"do": "erase", "reason": "asked", "password": PASSWORD}
    client.post(reverse(PERSON), told | {"key": asked.context["key"]})
    assert [*Enquiry.objects.all()] == [new]


def test_it_shows_a_reason_for_a_hold_to_nobody_without_a_trace(client):
    client.force_login(people.olga())
    tomorrow = timezone.localdate() + timedelta(days=1)
    make.closed(hold_until=tomorrow, hold_reason="Her lawyer asked about the fall.")
    page = client.get(reverse("admin:enquiries_enquiry_erasures"))
    assert b"lawyer" not in page.content or AuditEvent.objects.exists()


def test_it_takes_marks_that_turn_a_line_around_out_of_names():
    assert clean_line("Ro\u200fsa\u200e \u061cMax") == "Rosa Max"


# The trail


def test_it_finds_a_row_that_was_put_before_the_first_one():
    with transaction.atomic():
        trail.record(None, trail.Action.LOGGED, "Q-AAA-AAA")
    write_raw(
        "INSERT INTO enquiries_auditevent (number, at, actor_name, action, reference, detail,"
        " previous, hash) VALUES (0, '2026-01-01 00:00:00+00:00', 'carla', 'opened', 'Q-AAA-AAA',"
        " '', 'x', 'x')"
    )
    assert not trail.verify().is_whole


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="other columns know their type")
def test_it_names_a_row_in_which_bytes_took_the_place_of_text():
    with transaction.atomic():
        trail.record(None, trail.Action.LOGGED, "Q-AAA-AAA")
    write_raw("UPDATE enquiries_auditevent SET detail = x'ff00'")
    assert trail.verify().problems == ["Row 1 was changed."]


def write_raw(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


# Logs


def test_it_writes_no_token_of_a_living_link_into_the_log(client, caplog):
    make.reply(make.closed(contact=make.EMAIL), token="living-token")
    door = answer_address("living-token")
    with caplog.at_level(logging.INFO):
        client.post(door, {"word": "lighthouse"}, headers={"origin": "null"})
        client.post(door, {"word": "x" * 200_000})
        client.put(door)
    assert "living-token" not in caplog.text


# Time


@pytest.mark.browser  # as slow as a browser, and once is enough
def test_it_goes_on_answering_while_forms_come_in_that_never_end(tmp_path):
    with Server(ready.data(tmp_path), WORKERS="1", THREADS="8") as server:
        host, port = server.address.removeprefix("http://").split(":")
        head = (
            f"POST /contact/ HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Length: 5000\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\nname=a"
        )
        held = [socket.create_connection((host, int(port))) for _ in range(8)]
        for one in held:
            one.sendall(head.encode())
        time.sleep(1)
        try:
            assert urlopen(f"{server.address}/", timeout=15).status == 200
        finally:
            for one in held:
                one.close()


# PostgreSQL


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_it_opens_an_enquiry_while_a_reply_to_it_is_sent():
    """Each waits for what the other holds: the end of the trail here, the enquiry there."""
    AuditHead.objects.get_or_create(pk=1)
    enquiry, luis = make.enquiry(contact=make.EMAIL), people.max_()
    held, problems = threading.Event(), []

    def send():
        with transaction.atomic():
            working.locked([enquiry])
            held.set()
            time.sleep(0.7)
            trail.record(None, trail.Action.REPLIED, enquiry.reference)

    def read():
        held.wait()
        reading.read(enquiry.pk, luis)

    def run(work):
        try:
            work()
        except OperationalError as problem:
            problems.append(str(problem))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in (send, read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_it_writes_once_that_a_link_was_locked_however_many_guess_at_once():
    AuditHead.objects.get_or_create(pk=1)
    make.reply(make.closed(contact=make.EMAIL), token="token")
    start = threading.Barrier(20)

    def guess():
        start.wait()
        with suppress(opening.WrongWord, opening.LinkEnded):
            opening.open_answer("token", "wrong")
        connection.close()

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert AuditEvent.objects.filter(action=trail.Action.LOCKED).count() == 1
