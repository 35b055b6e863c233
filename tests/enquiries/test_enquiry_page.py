"""One enquiry: reading it, answering it, working on it, and losing nothing that was typed."""

import json
import threading
import time
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import timezone

from enquiries import handling
from enquiries.handling.replying import draft_mark
from enquiries.models import AuditEvent, Enquiry, OutboxMessage, PageGap, Reply
from tests import make as guide
from tests import people
from tests.enquiries import make
from tests.opened import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def carla(client):
    carla = people.carla(first_name="Carla", last_name="Ng")
    client.force_login(carla)
    return carla


@pytest.fixture
def luis():
    return people.member("Enquiry staff", "luis", first_name="Luis", last_name="Ortega")


@pytest.fixture
def enquiry():
    return make.enquiry(contact=make.EMAIL)


def url(enquiry: Enquiry, name: str = "change") -> str:
    return reverse(f"admin:enquiries_enquiry_{name}", args=[enquiry.pk])


def do(client, enquiry: Enquiry, act: str, **data):
    return client.post(url(enquiry), {"do": act} | data)


def seen(client, enquiry: Enquiry) -> str:
    return client.get(url(enquiry)).context["seen"]


def tomorrow() -> str:
    """As the box for a time sends it."""
    return timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


# Reading


@pytest.mark.usefixtures("carla")
def test_it_shows_the_message_and_writes_down_who_read_it(client, enquiry):
    response = client.get(url(enquiry))
    assert "May I drive home" in response.content.decode()
    assert AuditEvent.objects.filter(action="opened", reference=enquiry.reference).count() == 1
    assert client.get(url(enquiry)).context["read_by"][0]["name"] == "Carla Ng"
    assert AuditEvent.objects.filter(action="opened").count() == 1


@pytest.mark.usefixtures("carla")
def test_it_names_nobody_in_title_messages_and_addresses(client, enquiry):
    page = client.get(url(enquiry)).content.decode()
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert enquiry.reference in title
    assert "Rosa" not in title
    acts = [
        ("send", {"text": "Rosa, ask a friend."}),
        ("note", {"note": "Rosa called."}),
        ("assign_me", {}),
        ("status", {"status": "answered", "assigned_to": ""}),
    ]
    for act, data in acts:
        response = do(client, enquiry, act, **data)
        assert "Rosa" not in response["Location"]
        assert make.EMAIL not in response["Location"]
        assert "Rosa" not in said(client.get(url(enquiry)))


@pytest.mark.usefixtures("carla")
def test_it_shows_script_as_text(client):
    enquiry = make.urgent(
        contact=make.EMAIL,
        name='"><script>alert(1)</script>',
        message="<b>chest pain</b> <script>alert(2)</script>",
    )
    make.note(enquiry, text="<script>alert(3)</script>")
    make.answer(make.reply(enquiry, token="t"), text="</div><script>alert(4)</script>")
    for name in ("change", "print"):
        page = client.get(url(enquiry, name)).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(2)" in page


@pytest.mark.usefixtures("carla")
def test_it_marks_the_warning_words_and_shows_the_clock(client):
    enquiry = make.urgent(reply_by=timezone.now() + timedelta(minutes=34, seconds=30))
    response = client.get(url(enquiry))
    urgent = response.context["urgent"]
    assert urgent["left"] == "34 minutes left"
    assert urgent["phone"]["href"] == "tel:+15035550142"
    assert urgent["why"]
    assert any(piece["is_flagged"] for piece in response.context["enquiry"]["message"])
    whole = "".join(piece["text"] for piece in response.context["enquiry"]["message"])
    assert whole == enquiry.message
    assert "<mark>" in response.content.decode()


@pytest.mark.usefixtures("carla")
def test_it_says_how_late_an_urgent_one_is(client):
    enquiry = make.urgent(reply_by=timezone.now() - timedelta(minutes=20, seconds=5))
    urgent = client.get(url(enquiry)).context["urgent"]
    assert urgent["left"] == "20 minutes late"
    assert urgent["is_late"]


@pytest.mark.usefixtures("carla")
def test_it_tells_what_happened_in_order(client, enquiry, luis):
    now = timezone.now()
    reply = make.reply(enquiry, token="t", by=luis, sent_at=now - timedelta(hours=3))
    make.answer(reply, at=now - timedelta(hours=2))
    make.note(enquiry, by=luis, at=now - timedelta(hours=4))
    make.call(enquiry, by=luis, at=now - timedelta(hours=1))
    timeline = client.get(url(enquiry)).context["timeline"]
    assert [entry["kind"] for entry in timeline] == ["note", "reply", "answer", "call"]


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize(
    ("fields", "state", "words"),
    [
        ({"opened_at": timezone.now()}, "sent", "Opened by the patient"),
        ({}, "sent", "Not opened yet"),
        ({"expires_at": timezone.now()}, "sent", "nobody had opened it. Reply once more"),
        ({"wrong_tries": 5}, "sent", "locked the link. Reply once more"),
        ({"state": "sending", "sent_at": None}, "waiting", "On its way"),
    ],
)
def test_it_says_what_became_of_a_reply(client, enquiry, fields, state, words):
    make.reply(enquiry, token="t", **fields)
    (entry,) = client.get(url(enquiry)).context["timeline"]
    assert entry["state"] == state
    assert words in entry["state_words"]


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize(
    ("fields", "state", "words"),
    [
        (
            {"state": "failed", "problem": "SMTPError"},
            "failed",
            "could not be sent: something went wrong (SMTPError)",
        ),
        (
            {"state": "failed", "problem": "SMTPRecipientsRefused"},
            "failed",
            "could not be sent: the mail server refused the address",
        ),
        (
            {"problem": "ConnectionRefusedError", "attempts": 1},
            "late",
            "Not sent yet: the mail server cannot be reached",
        ),
    ],
)
def test_it_says_that_a_reply_has_not_left_and_sends_it_again(
    client, enquiry, fields, state, words
):
    reply = make.reply(enquiry, token="t", state="sending", sent_at=None)
    later = timezone.now() + timedelta(hours=4)
    mail = make.mail(enquiry, kind="answer", reply=reply, next_at=later, **fields)
    (entry,) = client.get(url(enquiry)).context["timeline"]
    assert entry["state"] == state
    assert words in entry["state_words"]
    assert ("next try" in entry["state_words"]) is (state == "late")
    assert entry["retry"]
    do(client, enquiry, "retry", reply=reply.pk)
    assert fresh(mail).state == "waiting"
    assert fresh(mail).next_at <= timezone.now()


@pytest.mark.usefixtures("carla")
def test_it_says_who_else_has_it_open(client, enquiry, luis):
    make.viewing(enquiry, luis)
    assert client.get(url(enquiry)).context["also_open"] == ["Luis Ortega"]


@pytest.mark.usefixtures("carla")
def test_it_shows_earlier_enquiries_only_to_those_who_may(client, enquiry):
    earlier = make.closed(contact=make.EMAIL)
    assert client.get(url(enquiry)).context["previous"] is None
    assert earlier.reference not in client.get(url(enquiry)).content.decode()
    client.force_login(people.olga())
    (found,) = client.get(url(enquiry)).context["previous"]
    assert found["reference"] == earlier.reference


@pytest.mark.usefixtures("carla")
def test_it_says_when_and_why_it_will_be_erased(client):
    words = client.get(url(make.closed())).context["retention"]["words"]
    assert words.startswith("Will be erased on ")
    assert "because: question about a visit" in words


@pytest.mark.usefixtures("carla")
def test_it_leads_to_the_next_new_one(client):
    later = make.enquiry(reply_by=timezone.now() + timedelta(days=2))
    first = make.urgent()
    second = make.enquiry(reply_by=timezone.now() + timedelta(hours=2))
    follow = {first: second, second: later}
    for one, other in follow.items():
        assert client.get(url(one)).context["urls"]["next"] == url(other)
    assert client.get(url(later)).context["urls"]["next"] == ""


def test_it_asks_little_of_the_database(client, carla, luis):
    guide.clinic()
    enquiry = make.urgent(contact=make.EMAIL, topic="visit", assigned_to=luis)
    for _ in range(5):
        make.answer(make.reply(enquiry, token="t", by=luis))
        make.note(enquiry, by=luis)
        make.call(enquiry, by=luis)
        make.preset()
    make.viewing(enquiry, luis)
    client.get(url(enquiry))
    with CaptureQueriesContext(connection) as captured:
        client.get(url(enquiry))
    asked = [q["sql"] for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 26, "\n".join(sql[:90] for sql in asked)


# One's own name


@pytest.fixture
def own():
    return make.enquiry(contact=make.EMAIL, name="Jon Ng")


@pytest.mark.usefixtures("carla")
def test_it_asks_for_a_reason_before_it_shows_ones_own_name(client, own):
    for name in ("change", "print"):
        page = client.get(url(own, name)).content.decode()
        assert "May I drive" not in page
        assert "Jon Ng" not in page
        assert own.reference in page
    assert not AuditEvent.objects.filter(action__in=["opened", "printed"]).exists()


@pytest.mark.usefixtures("carla")
def test_it_opens_ones_own_name_with_a_reason_and_writes_it_down(client, own):
    assert do(client, own, "open", reason="nonsense").status_code == 422
    assert do(client, own, "open", reason="other").status_code == 302
    assert "May I drive" in client.get(url(own)).content.decode()
    row = AuditEvent.objects.get(action="opened_own")
    assert row.detail == handling.REASONS["other"]


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize("act", ["send", "note", "assign_me", "gap", "undo", "nonsense"])
def test_it_gives_ones_own_away_by_no_other_button(client, own, act):
    response = do(client, own, act, text="Hello", note="Hi")
    assert "May I drive" not in response.content.decode()
    assert not Reply.objects.exclude(state="draft").exists()


def test_it_keeps_what_was_typed_when_the_reason_has_run_out(client, carla, own):
    do(client, own, "send", text="A long and careful answer", note="And a note")
    assert handling.draft_of(own, carla).text == "A long and careful answer"
    assert "And a note" in own.notes.get().text


# Replying


def test_it_sends_a_reply_through_the_outbox(client, carla, enquiry):
    response = do(client, enquiry, "send", text="Ask a friend.", seen=seen(client, enquiry))
    assert response["Location"] == url(enquiry)
    reply = enquiry.replies.get()
    assert (reply.state, reply.text, reply.by) == ("sending", "Ask a friend.", carla)
    mail = OutboxMessage.objects.get(kind="answer")
    assert mail.next_at == reply.send_at
    assert fresh(enquiry).status == "answered"


@pytest.mark.usefixtures("carla")
def test_it_waits_for_the_patient_when_it_asks_back(client, enquiry):
    do(client, enquiry, "send", text="Which arm?", asks_back="on")
    assert fresh(enquiry).status == "waiting"


def test_it_takes_a_reply_back_and_keeps_its_words(client, carla, enquiry):
    do(client, enquiry, "send", text="Too early.")
    undo = client.get(url(enquiry)).context["undo"]
    assert 0 < undo["seconds"] <= 10
    do(client, enquiry, "undo", reply=undo["reply_id"])
    assert not OutboxMessage.objects.exists()
    page = client.get(url(enquiry))
    assert page.context["undo"] is None
    assert "Too early." in page.content.decode()
    assert fresh(enquiry).status == "new"


@pytest.mark.usefixtures("carla")
def test_it_keeps_the_promise_when_a_reply_is_taken_back(client):
    late = timezone.now() - timedelta(hours=2)
    enquiry = make.enquiry(contact=make.EMAIL, reply_by=late)
    do(client, enquiry, "send", text="Too early.")
    do(client, enquiry, "undo", reply=enquiry.replies.get().pk)
    assert fresh(enquiry).reply_by == late


def test_it_keeps_what_was_typed_between_sending_and_undo(client, carla, enquiry):
    do(client, enquiry, "send", text="First.")
    client.post(url(enquiry, "autosave"), {"text": "And more."})
    do(client, enquiry, "undo", reply=enquiry.replies.get(state="sending").pk)
    assert handling.draft_of(enquiry, carla).text == "First.\n\nAnd more."


@pytest.mark.usefixtures("carla")
def test_it_cannot_take_back_what_has_left_or_is_another_ones(client, enquiry, luis):
    do(client, enquiry, "send", text="Gone.")
    OutboxMessage.objects.update(attempts=1)
    reply = enquiry.replies.get()
    response = client.post(url(enquiry), {"do": "undo", "reply": reply.pk}, follow=True)
    assert "already on its way" in said(response)
    his = make.reply(enquiry, token="t", by=luis, state="sending")
    assert do(client, enquiry, "undo", reply=his.pk).status_code == 404
    for nonsense in ("", "x", "99999999999999999999", "-1"):
        assert do(client, enquiry, "undo", reply=nonsense).status_code == 404


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_it_keeps_a_reply_that_cannot_be_sent(client, enquiry, text):
    response = do(client, enquiry, "send", text=text, note="A note beside it", asks_back="on")
    assert response.status_code == 422
    assert response.context["has_errors"]
    assert response.context["error_list"][0]["field_id"] == "reply-text"
    page = response.content.decode()
    assert "Error: " in page
    assert "A note beside it" in page
    assert text.strip() in page
    assert not enquiry.notes.exists()
    assert not OutboxMessage.objects.exists()


def test_it_stops_when_a_colleague_was_faster_and_keeps_the_words(client, carla, enquiry, luis):
    stamp = seen(client, enquiry)
    handling.send_reply(enquiry, "I was faster.", by=luis)
    response = do(client, enquiry, "send", text="My own long answer", seen=stamp)
    assert "Luis Ortega sent a reply" in response.context["conflict"]["words"]
    page = response.content.decode()
    assert "My own long answer" in page
    assert "I was faster." in page
    assert handling.draft_of(enquiry, carla).text == "My own long answer"
    assert OutboxMessage.objects.filter(kind="answer").count() == 1
    again = do(client, enquiry, "send", text="My own", seen=response.context["seen"])
    assert again.status_code == 302
    assert OutboxMessage.objects.filter(kind="answer").count() == 2


@pytest.mark.usefixtures("carla")
def test_it_stops_when_its_reply_was_taken_back_in_another_window(client, enquiry):
    do(client, enquiry, "send", text="First.")
    stamp = seen(client, enquiry)
    do(client, enquiry, "undo", reply=enquiry.replies.get().pk)
    response = do(client, enquiry, "send", text="Second.", seen=stamp)
    assert "taken back" in response.context["conflict"]["words"]


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize("stamp", ["", "x", "~~~", "9-9~new~0", "0-0~answered~7", "\x00"])
def test_it_survives_a_stamp_that_is_not_ours(client, enquiry, stamp):
    for act in ("send", "save", "status", "note"):
        data = {"text": "Hi", "note": "Hi", "status": "new", "seen": stamp}
        assert do(client, enquiry, act, **data).status_code in {302, 422}, act


@pytest.mark.usefixtures("carla")
def test_it_sends_once_when_send_is_pressed_twice(client, enquiry):
    stamp = seen(client, enquiry)
    for _ in range(2):
        assert do(client, enquiry, "send", text="Once.", seen=stamp).status_code == 302
    assert OutboxMessage.objects.filter(kind="answer").count() == 1


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"contact": make.PHONE}, "asked for a call"),
        ({"contact": make.EMAIL, "may_email": False}, "does not want mail"),
        ({"contact": make.EMAIL, "safe_word": ""}, "no safe word"),
    ],
)
def test_it_offers_no_reply_that_could_not_be_read(client, fields, why):
    enquiry = make.enquiry(**fields)
    response = client.get(url(enquiry))
    assert response.context["reply"] is None
    assert why in response.context["reply_off"]
    assert do(client, enquiry, "send", text="Hello").status_code == 422
    assert not OutboxMessage.objects.exists()


# Drafts and notes


def test_it_saves_for_later_and_gives_it_back(client, carla, enquiry):
    do(client, enquiry, "save", text="Not done yet", asks_back="on")
    response = client.get(url(enquiry))
    assert "Not done yet" in response.content.decode()
    assert response.context["reply"]["saved"]
    assert response.context["reply"]["form"]["asks_back"].value()
    assert not OutboxMessage.objects.exists()


@pytest.mark.usefixtures("carla")
def test_it_keeps_the_reply_when_a_note_is_added_and_the_note_when_a_reply_is_sent(client, enquiry):
    do(client, enquiry, "note", text="Half a reply", note="Ask the nurse.")
    assert enquiry.notes.get().text == "Ask the nurse."
    assert "Half a reply" in client.get(url(enquiry)).content.decode()
    do(client, enquiry, "send", text="A whole reply", note="Done.")
    assert [note.text for note in enquiry.notes.all()] == ["Ask the nurse.", "Done."]


@pytest.mark.usefixtures("carla")
def test_it_refuses_an_empty_note_and_keeps_the_reply(client, enquiry):
    response = do(client, enquiry, "note", text="Half a reply", note=" ")
    assert response.status_code == 422
    assert response.context["error_list"][0]["field_id"] == "note-note"
    assert "Half a reply" in response.content.decode()


@pytest.mark.usefixtures("carla")
def test_it_puts_a_saved_answer_below_what_was_typed(client, enquiry):
    preset = make.preset(text="Hello {{ name }}, rest today.")
    response = do(client, enquiry, "insert_preset", text="Dear Rosa,", preset=preset.pk)
    assert response.status_code == 200
    value = response.context["reply"]["form"]["text"].value()
    assert value == "Dear Rosa,\n\nHello Rosa Patient, rest today."
    assert not OutboxMessage.objects.exists()


@pytest.mark.usefixtures("carla")
def test_it_shows_a_saved_answer_that_is_due_for_a_check_and_refuses_it(client, enquiry):
    preset = make.preset(review_due=timezone.localdate())
    (shown,) = client.get(url(enquiry)).context["reply"]["presets"]
    assert shown["is_stale"]
    response = do(client, enquiry, "insert_preset", text="Kept", preset=preset.pk)
    assert response.status_code == 422
    assert "due for a check" in response.context["error_list"][0]["words"]
    assert "Kept" in response.content.decode()


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize("number", ["", "x", "999999", "99999999999999999999999"])
def test_it_asks_for_a_choice_when_there_is_no_such_answer(client, enquiry, number):
    response = do(client, enquiry, "insert_preset", text="Kept", preset=number)
    assert "Choose a saved answer" in response.context["error_list"][0]["words"]


@pytest.mark.usefixtures("carla")
def test_it_offers_saved_answers_in_the_language_and_about_the_topic(client, enquiry):
    wanted = [make.preset(title="A visit", topic="visit"), make.preset(title="Any")]
    make.preset(title="Other", topic="maybe")
    make.preset(title="Spanish", language="es")
    shown = client.get(url(enquiry)).context["reply"]["presets"]
    assert [preset["id"] for preset in shown] == [preset.pk for preset in wanted]


@pytest.mark.usefixtures("carla")
def test_it_adds_a_link_to_a_page(client, enquiry, settings):
    page = guide.live(title="The first day").article
    address = reverse("content:article", args=[page.topic.slug, page.slug])
    response = do(client, enquiry, "insert_page", text="Read this:", page=address)
    value = response.context["reply"]["form"]["text"].value()
    assert value == f"Read this:\n\nThe first day: {settings.SITE_URL}{address}"
    bad = do(client, enquiry, "insert_page", text="Kept", page="https://evil.example/")
    assert bad.status_code == 422
    assert "evil.example" not in bad.context["reply"]["form"]["text"].value()


# While one types


def test_it_saves_while_one_types(client, carla, enquiry):
    response = client.post(
        url(enquiry, "autosave"), {"text": "So far", "note": "x", "seen": seen(client, enquiry)}
    )
    assert "saved" in response.json()
    assert handling.draft_of(enquiry, carla).text == "So far"
    assert not enquiry.notes.exists()


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize("act", ["save", "note", "send"])
def test_it_ends_a_draft_when_its_box_was_emptied(client, enquiry, act):
    do(client, enquiry, "save", text="So far")
    draft = client.get(url(enquiry)).context["reply"]["draft"]
    assert f'name="draft" value="{draft}"' in client.get(url(enquiry)).content.decode()
    do(client, enquiry, act, text="", note="A note", draft=draft)
    assert not enquiry.replies.exists()


def test_it_ends_a_draft_when_its_box_is_emptied_while_one_types(client, carla, enquiry):
    address, draft = url(enquiry, "autosave"), ""
    for text in ("So", "So far", "", "Once more"):
        draft = client.post(address, {"text": text, "draft": draft}).json()["draft"]
        assert bool(draft) == bool(text)
        assert getattr(handling.draft_of(enquiry, carla), "text", "") == text


def test_it_names_no_draft_that_an_empty_box_does_not_show(client, carla, enquiry, luis):
    do(client, enquiry, "save", text="Of another tab")
    empty = {"text": "", "draft": ""}
    assert client.post(url(enquiry, "autosave"), empty).json()["draft"] == ""
    page = do(client, enquiry, "send", **empty)
    assert page.context["reply"]["draft"] == ""
    handling.send_reply(enquiry, "Faster.", by=luis)
    answer = client.post(url(enquiry, "autosave"), {"text": "Mine", "seen": "0-0"}).json()
    assert answer["conflict"]
    page = do(client, enquiry, "send", text="Mine too", seen="0-0")
    assert page.context["reply"]["draft"] == draft_mark(handling.draft_of(enquiry, carla))


OTHER = "What was typed in the other tab, at length."


@pytest.fixture
def two_tabs(client, carla, enquiry):
    """Both were opened while there was no draft; words were typed into one of them."""
    client.post(url(enquiry, "autosave"), {"text": OTHER, "draft": ""})
    return enquiry


def test_it_puts_no_words_in_place_of_those_of_another_tab(client, carla, two_tabs):
    typed = {"text": "Something else", "draft": ""}
    answer = client.post(url(two_tabs, "autosave"), typed)
    assert answer.status_code == 409
    assert "another tab" in answer.json()["problem"]
    assert answer.json()["kept"] is False
    assert handling.draft_of(two_tabs, carla).text == OTHER
    page = client.post(url(two_tabs), typed | {"do": "save"}, follow=True)
    assert "another tab" in said(page)
    assert handling.draft_of(two_tabs, carla).text == f"Something else\n\n{OTHER}"


def test_it_sends_one_tab_and_keeps_the_words_of_the_other(client, carla, two_tabs):
    do(client, two_tabs, "send", text="Something else", draft="")
    assert two_tabs.replies.exclude(state="draft").get().text == "Something else"
    assert handling.draft_of(two_tabs, carla).text == OTHER


def test_it_shows_both_when_a_page_comes_back_unsent(client, carla, two_tabs):
    page = do(client, two_tabs, "insert_preset", text="Something else", draft="", preset="")
    assert page.context["reply"]["form"]["text"].value() == f"Something else\n\n{OTHER}"
    assert handling.draft_of(two_tabs, carla).text == f"Something else\n\n{OTHER}"


@pytest.mark.parametrize("act", ["autosave", "send"])
def test_it_knows_its_own_words_although_the_last_answer_was_lost(client, carla, two_tabs, act):
    """The line was down for a moment, so the page does not know of its newest draft."""
    typed = {"text": OTHER.replace("at length", "in a hurry"), "draft": ""}
    if act == "send":
        do(client, two_tabs, "send", **typed)
        assert handling.draft_of(two_tabs, carla) is None
    else:
        assert client.post(url(two_tabs, "autosave"), typed).status_code == 200
        assert handling.draft_of(two_tabs, carla).text == typed["text"]


def test_it_tells_while_one_types_that_a_colleague_was_faster(client, carla, enquiry, luis):
    stamp = seen(client, enquiry)
    handling.send_reply(enquiry, "Faster.", by=luis)
    response = client.post(url(enquiry, "autosave"), {"text": "Mine", "seen": stamp})
    assert response.status_code == 409
    assert "Luis Ortega" in response.json()["conflict"]
    assert handling.draft_of(enquiry, carla).text == "Mine"


def test_it_makes_no_draft_of_what_was_just_sent(client, carla, enquiry):
    stamp = seen(client, enquiry)
    do(client, enquiry, "send", text="Two\r\nlines", seen=stamp)
    client.post(url(enquiry, "autosave"), {"text": "Two\r\nlines", "seen": stamp})
    assert handling.draft_of(enquiry, carla) is None


def test_it_keeps_words_when_somebody_was_away_and_signs_them_out(client, carla, enquiry, settings):
    client.get(url(enquiry))
    session = client.session
    session["seen"] = session.get("seen", 0) - settings.STAFF_IDLE_MINUTES * 60 - 1
    session.save()
    response = do(client, enquiry, "send", text="Typed at length", note="Beside it")
    assert response["Location"].startswith(reverse("admin:login"))
    assert url(enquiry) in response["Location"]
    assert handling.draft_of(enquiry, carla).text == "Typed at length"
    assert client.get(url(enquiry)).status_code == 302


@pytest.mark.usefixtures("carla")
def test_it_tells_while_one_types_that_it_was_erased(client, enquiry):
    address = url(enquiry, "autosave")
    enquiry.delete()
    assert "erased" in client.post(address, {"text": "Mine"}).json()["problem"]


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize("act", ["send", "note", "status", "called"])
def test_it_says_to_whoever_acts_that_it_was_erased(client, enquiry, act):
    address = url(enquiry)
    enquiry.delete()
    answer = client.post(address, {"do": act, "text": "Mine"}, follow=True)
    assert answer.redirect_chain == [(reverse("admin:enquiries_enquiry_changelist"), 302)]
    assert "erased. Nothing was done or sent." in said(answer)


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize("screen", ["change", "print"])
def test_it_says_to_whoever_comes_back_that_it_was_erased(client, enquiry, screen):
    address = url(enquiry, screen)
    enquiry.delete()
    answer = client.get(address, follow=True)
    assert answer.redirect_chain == [(reverse("admin:enquiries_enquiry_changelist"), 302)]
    assert said(answer).endswith("erased.")


@pytest.mark.usefixtures("carla")
def test_it_hears_who_is_there(client, enquiry, luis):
    make.viewing(enquiry, luis)
    response = client.post(url(enquiry, "presence"), headers={"X-Background": "1"})
    assert json.loads(response.content) == {"also_open": ["Luis Ortega"]}
    assert client.get(url(enquiry, "presence")).status_code == 405


def test_it_keeps_words_for_whoever_was_away_too_long(rf, carla, enquiry):
    view = resolve(url(enquiry)).func
    request = rf.post(url(enquiry), {"do": "send", "text": "Typed at length", "note": "And this"})
    request.user = carla
    assert view.keep_when_idle(request, pk=enquiry.pk) == url(enquiry)
    assert handling.draft_of(enquiry, carla).text == "Typed at length"
    assert enquiry.notes.get().text.endswith("And this")
    assert not OutboxMessage.objects.exists()


def test_it_keeps_words_of_a_saving_that_comes_too_late(rf, carla, enquiry):
    view = resolve(url(enquiry, "autosave")).func
    request = rf.post("/", {"text": "Typed", "note": "not finished"})
    request.user = carla
    view.keep_when_idle(request, pk=enquiry.pk)
    assert handling.draft_of(enquiry, carla).text == "Typed"
    assert not enquiry.notes.exists()


@pytest.mark.parametrize("data", [{"do": "status", "status": "spam"}, {"text": " ", "note": ""}])
def test_it_says_that_nothing_was_kept_when_nothing_was_typed(rf, carla, enquiry, data):
    request = rf.post(url(enquiry), data)
    request.user = carla
    assert resolve(url(enquiry)).func.keep_when_idle(request, pk=enquiry.pk) == ""
    assert not enquiry.replies.exists()


def test_it_keeps_nothing_for_whoever_has_lost_the_right(rf, enquiry):
    request = rf.post(url(enquiry), {"text": "Typed", "note": "And this"})
    request.user = people.ana()
    assert resolve(url(enquiry)).func.keep_when_idle(request, pk=enquiry.pk) == ""
    assert not enquiry.replies.exists()
    assert not enquiry.notes.exists()


# Work


def test_it_assigns_and_moves(client, carla, enquiry, luis):
    data = {"status": "waiting", "assigned_to": luis.pk, "seen": seen(client, enquiry)}
    do(client, enquiry, "status", **data)
    assert (fresh(enquiry).status, fresh(enquiry).assigned_to) == ("waiting", luis)
    do(client, enquiry, "assign_me")
    assert fresh(enquiry).assigned_to == carla
    assert client.get(url(enquiry)).context["is_mine"]


def test_it_takes_nothing_from_a_colleague_who_was_faster(client, carla, enquiry, luis):
    """Both see that nobody has it, and both press the button: one of them would work in vain."""
    stamp = seen(client, enquiry)
    handling.assign([enquiry], luis, by=luis)
    answer = client.post(url(enquiry), {"do": "assign_me", "seen": stamp}, follow=True)
    assert "Luis Ortega" in said(answer)
    assert fresh(enquiry).assigned_to == luis
    do(client, enquiry, "assign_me", seen=answer.context["seen"])
    assert fresh(enquiry).assigned_to == carla


@pytest.mark.usefixtures("carla")
def test_it_does_not_undo_what_a_colleague_just_set(client, enquiry, luis):
    stamp = seen(client, enquiry)
    handling.set_status([enquiry], "spam", by=luis)
    data = {"status": "new", "assigned_to": "", "seen": stamp}
    response = do(client, enquiry, "status", **data)
    assert "changed meanwhile" in response.context["error_list"][0]["words"]
    assert fresh(enquiry).status == "spam"


@pytest.mark.usefixtures("carla")
def test_it_closes_none_with_words_that_came_after_the_page(client, enquiry, luis):
    """It was new before and is new again, so its status alone tells nothing."""
    stamp = seen(client, enquiry)
    make.answer(make.reply(enquiry))
    data = {"status": "answered", "assigned_to": luis.pk, "seen": stamp}
    response = do(client, enquiry, "status", **data)
    assert "More was written here meanwhile" in response.context["error_list"][0]["words"]
    assert (fresh(enquiry).status, fresh(enquiry).assigned_to) == ("new", None)
    do(client, enquiry, "status", **data | {"seen": response.context["seen"]})
    assert fresh(enquiry).status == "answered"


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize(
    "data",
    [
        {"status": "nonsense", "assigned_to": ""},
        {"status": "new", "assigned_to": "999999"},
        {"status": "new", "assigned_to": "1 OR 1=1"},
        {},
    ],
)
def test_it_refuses_a_status_or_a_person_that_is_not_offered(client, enquiry, data):
    assert do(client, enquiry, "status", **data).status_code == 422
    assert fresh(enquiry).status == "new"


@pytest.mark.usefixtures("carla")
def test_it_writes_down_calls(client):
    enquiry = make.enquiry()
    assert client.get(url(enquiry)).context["call_task"]["tries"] == 0
    do(client, enquiry, "called", outcome="no_answer", call_note="Rang.", again_at=tomorrow())
    task = client.get(url(enquiry)).context["call_task"]
    assert task["tries"] == 1
    assert task["again"]
    do(client, enquiry, "called", outcome="reached")
    assert fresh(enquiry).status == "answered"
    assert client.get(url(enquiry)).context["call_task"] is None


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "call-outcome_0"),
        ({"outcome": "nonsense"}, "call-outcome_0"),
        ({"outcome": "no_answer", "again_at": "soon"}, "call-again_at"),
        ({"outcome": "no_answer", "again_at": "2020-01-01T10:00"}, "call-again_at"),
        ({"outcome": "no_answer", "call_note": "x" * 5001}, "call-call_note"),
    ],
)
def test_it_says_how_to_mend_a_call(client, data, field):
    enquiry = make.enquiry()
    response = do(client, enquiry, "called", **{"call_note": "Kept words"} | data)
    assert response.status_code == 422
    assert response.context["error_list"][0]["field_id"] == field
    assert data.get("call_note", "Kept words") in response.content.decode()
    assert not enquiry.calls.exists()


@pytest.mark.usefixtures("carla")
def test_it_asks_before_it_opens_again_what_a_colleague_closed_meanwhile(client, luis):
    enquiry = make.enquiry()
    typed = {"outcome": "no_answer", "call_note": "Rang twice.", "again_at": tomorrow()}
    stamp = seen(client, enquiry)
    handling.set_status([enquiry], "answered", by=luis)
    response = do(client, enquiry, "called", seen=stamp, **typed)
    assert response.status_code == 422
    (error,) = response.context["error_list"]
    assert error["field_id"] == "call-again_at"
    form = response.context["call_task"]["form"]
    assert {name: form[name].value() for name in typed} == typed
    assert "Rang twice." in response.content.decode()
    assert do(client, enquiry, "called", seen=response.context["seen"], **typed).status_code == 302
    assert (fresh(enquiry).status, enquiry.calls.get().note) == ("new", "Rang twice.")


@pytest.mark.usefixtures("carla")
def test_it_gives_a_call_back_to_be_mended_when_a_colleague_closed_meanwhile(client):
    data = {"outcome": "no_answer", "call_note": "Kept words", "again_at": "soon"}
    assert "Kept words" in do(client, make.closed(), "called", **data).content.decode()


@pytest.mark.usefixtures("carla")
def test_it_counts_a_page_that_should_have_answered(client, enquiry):
    page = guide.live(title="The first day").article
    address = reverse("content:article", args=[page.topic.slug, page.slug])
    do(client, enquiry, "gap", page=address, reason="missing")
    gap = PageGap.objects.get()
    assert (gap.page, gap.reason, gap.count) == (address, "missing", 1)
    assert do(client, enquiry, "gap", page="/nowhere/", reason="missing").status_code == 422
    assert do(client, enquiry, "gap").status_code == 422


@pytest.mark.usefixtures("carla")
def test_it_counts_a_page_once_when_the_button_was_pressed_twice(client, enquiry):
    """Three are enough to show a page to its writers, so one question must not be three."""
    page = guide.live().article
    address = reverse("content:article", args=[page.topic.slug, page.slug])
    typed = opened(client, url(enquiry), "reason") | {"page": address, "reason": "missing"}
    for _ in range(2):
        assert do(client, enquiry, "gap", **typed).status_code == 302
    assert PageGap.objects.get().count == 1
    # Back in the browser, another choice is another count, and so is the page opened anew.
    do(client, enquiry, "gap", **typed | {"reason": "hard"})
    typed = opened(client, url(enquiry), "reason") | {"page": address, "reason": "missing"}
    do(client, enquiry, "gap", **typed)
    assert dict(PageGap.objects.values_list("reason", "count")) == {"missing": 2, "hard": 1}
    kept = str(dict(client.session))
    assert address not in kept
    assert enquiry.reference not in kept


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_it_counts_a_page_once_when_both_presses_arrive_at_once(client, monkeypatch):
    count = handling.mark_gap

    def slowly(*args, **who):
        time.sleep(0.3)  # the others come as far as they can meanwhile
        count(*args, **who)

    monkeypatch.setattr(handling, "mark_gap", slowly)
    client.force_login(people.carla())
    enquiry, page = make.enquiry(), guide.live().article
    address = reverse("content:article", args=[page.topic.slug, page.slug])
    typed = opened(client, url(enquiry), "reason") | {"page": address, "reason": "missing"}
    start = threading.Barrier(4)

    def press():
        browser = Client()
        browser.cookies = client.cookies
        start.wait()
        do(browser, enquiry, "gap", **typed)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert PageGap.objects.get().count == 1


def test_it_holds_back_and_releases(client, enquiry):
    client.force_login(people.olga(first_name="Olga"))
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    do(client, enquiry, "hold", until=until, reason="A complaint is open.")
    hold = client.get(url(enquiry)).context["retention"]["hold"]
    assert hold["reason"] == "A complaint is open."
    assert hold["by"] == "Olga"
    do(client, enquiry, "release")
    assert client.get(url(enquiry)).context["retention"]["hold"] is None
    bad = do(client, enquiry, "hold", until="2020-01-01", reason="Kept words")
    assert bad.status_code == 422
    assert "Kept words" in bad.content.decode()


@pytest.mark.usefixtures("carla")
def test_it_writes_down_a_look_at_a_form_that_came_back(client, enquiry):
    assert do(client, enquiry, "gap").status_code == 422
    assert AuditEvent.objects.filter(action="opened", reference=enquiry.reference).exists()


@pytest.mark.usefixtures("carla")
def test_it_prints_and_writes_it_down(client, enquiry):
    page = client.get(url(enquiry, "print")).content.decode()
    assert "May I drive home" in page
    assert "Carla Ng" in page
    assert AuditEvent.objects.filter(action="printed", reference=enquiry.reference).exists()


def test_it_never_shows_the_safe_word(client, enquiry):
    client.force_login(people.max_())
    for name in ("change", "print"):
        assert "lighthouse" not in client.get(url(enquiry, name)).content.decode()


@pytest.mark.usefixtures("carla")
def test_it_leaves_the_log_of_the_admin_empty(client, enquiry):
    for act, data in [("send", {"text": "Hi"}), ("note", {"note": "Hi"}), ("assign_me", {})]:
        do(client, enquiry, act, **data)
    assert not LogEntry.objects.exists()


@pytest.mark.usefixtures("carla")
def test_it_wants_a_token_with_every_form(enquiry):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.member("Enquiry staff", "luis"))
    for name in ("change", "autosave", "presence"):
        assert strict.post(url(enquiry, name), {"do": "send", "text": "Hi"}).status_code == 403
    assert not enquiry.replies.exists()
