"""What stands around the inbox: calls, one person's data, erasure, reviews, counts and rules."""

import json
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from enquiries import handling
from enquiries.admin import keys, months
from enquiries.handling import erasing, trail
from enquiries.models import (
    AuditEvent,
    Duty,
    Enquiry,
    ErasureReceipt,
    InboxSettings,
    OutboxMessage,
    PresetReply,
    RetentionPolicy,
)
from tests import make as guide
from tests import people
from tests.enquiries import asking, make

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough secret"


@pytest.fixture
def olga(client):
    olga = people.olga(first_name="Olga", last_name="Lind")
    client.force_login(olga)
    return olga


@pytest.fixture
def carla(client):
    carla = people.carla()
    client.force_login(carla)
    return carla


@pytest.fixture
def max_(client):
    max_ = people.max_()
    client.force_login(max_)
    return max_


def at(name: str, *args) -> str:
    return reverse(f"admin:enquiries_enquiry_{name}", args=args)


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def did(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


# Phone calls

CALL = {
    "name": "Sam Bell",
    "message": "May I swim?",
    "topic": "after",
    "reach": "phone",
    "contact": "(503) 555-0199",
    "best_time": "morning",
    "language": "en",
}


def test_it_keeps_a_phone_call_as_an_enquiry(client, carla):
    response = client.post(at("add"), {"do": "log"} | CALL)
    enquiry = Enquiry.objects.get()
    assert response["Location"] == at("change", enquiry.pk)
    assert (enquiry.channel, enquiry.assigned_to, enquiry.name) == ("call", carla, "Sam Bell")
    assert did("logged") == 1
    assert not LogEntry.objects.exists()
    page = client.get(at("change", enquiry.pk)).content.decode()
    assert "Call from Sam Bell" in page


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize("hours", [0, 48])
def test_it_keeps_a_call_once_however_long_its_form_was_open(client, hours):
    token = asking.token(seconds_ago=hours * 60 * 60)
    wrong = client.post(at("add"), CALL | {"token": token, "name": ""})
    assert wrong.context["token"] == token
    for _ in range(2):
        client.post(at("add"), CALL | {"token": token})
    assert Enquiry.objects.count() == 1
    client.post(at("add"), CALL | {"token": client.get(at("add")).context["token"]})
    assert Enquiry.objects.count() == 2


@pytest.mark.usefixtures("carla")
def test_it_looks_for_warning_words_in_a_call(client):
    words = {"message": "He says his chest hurts and he cannot breathe"}
    client.post(at("add"), {"do": "log"} | CALL | words)
    assert Enquiry.objects.get().is_urgent


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": ""}, "log-name"),
        ({"message": ""}, "log-message"),
        ({"topic": "nonsense"}, "log-topic"),
        ({"contact": "12"}, "log-contact"),
        ({"reach": "fax"}, "log-reach_0"),
        ({"reach": "email", "contact": "not an address", "safe_word": "boat"}, "log-contact"),
        ({"reach": "email", "contact": "a@example.org", "safe_word": ""}, "log-safe_word"),
        ({"injection_date": "2999-01-01"}, "log-injection_date"),
    ],
)
def test_it_says_how_to_mend_a_call_and_keeps_what_was_typed(client, fields, wrong):
    response = client.post(at("add"), {"do": "log"} | CALL | fields)
    assert response.status_code == 422
    assert wrong in [error["field_id"] for error in response.context["error_list"]]
    kept = "May I swim?" if "message" not in fields else "Sam Bell"
    assert kept in response.content.decode()
    assert not Enquiry.objects.exists()


# One person


@pytest.fixture
def two_of_rosa():
    make.enquiry(contact="other@example.org", name="Somebody Else")
    return [make.enquiry(contact=make.EMAIL), make.closed(contact=make.EMAIL)]


def find(client, contact: str = make.EMAIL):
    return client.post(at("person"), {"do": "find", "contact": contact})


@pytest.mark.usefixtures("olga")
def test_it_finds_all_of_one_person(client, two_of_rosa):
    response = find(client)
    found = {row["reference"] for row in response.context["found"]["rows"]}
    assert found == {enquiry.reference for enquiry in two_of_rosa}
    assert make.EMAIL not in response.context["found"]["key"]
    assert did("searched") == 1


@pytest.mark.usefixtures("olga")
@pytest.mark.parametrize("contact", ["", "555", "Rosa", "\x00"])
def test_it_asks_for_a_whole_phone_number_or_address(client, contact):
    assert find(client, contact).status_code == 422


@pytest.mark.usefixtures("olga")
def test_it_says_when_a_person_is_not_there(client):
    response = find(client, "nobody@example.org")
    assert response.context["found"]["rows"] == []
    assert "No enquiries" in response.content.decode()


@pytest.mark.usefixtures("olga")
def test_it_hands_out_one_persons_data_for_the_password(client, two_of_rosa):
    key = find(client).context["found"]["key"]
    wrong = client.post(at("person"), {"do": "export", "key": key, "password": "guess"})
    assert wrong.status_code == 422
    assert "not your password" in wrong.content.decode()
    assert did("exported") == 0
    assert did("denied") == 1
    file = client.post(at("person"), {"do": "export", "key": key, "password": PASSWORD})
    assert "attachment" in file["Content-Disposition"]
    assert "rosa" not in file["Content-Disposition"]
    told = json.loads(file.getvalue())
    assert len(told["enquiries"]) == 2
    assert did("exported") == 3


@pytest.mark.usefixtures("olga")
def test_it_takes_no_password_after_five_wrong_ones(client, two_of_rosa):
    key = find(client).context["found"]["key"]
    for _ in range(5):
        client.post(at("person"), {"do": "export", "key": key, "password": "guess"})
    late = client.post(at("person"), {"do": "export", "key": key, "password": PASSWORD})
    assert late.status_code == 422
    assert "Too many wrong tries" in late.content.decode()
    assert did("exported") == 0


@pytest.mark.usefixtures("two_of_rosa")
@pytest.mark.parametrize("do", ["export", "ask_erase", "erase"])
def test_it_takes_only_keys_that_it_gave_to_this_person(client, olga, do):
    luis = people.member("Privacy officer", "luis")
    numbers = [enquiry.pk for enquiry in Enquiry.objects.all()]
    for key in ("", "x", "a:b:c", keys.key_for(numbers, luis), keys.key_for([], olga)):
        data = {"do": do, "key": key, "password": PASSWORD, "reason": "asked"}
        response = client.post(at("person"), data, follow=True)
        assert "Find the person again" in said(response)
    assert Enquiry.objects.count() == 3
    assert did("exported") == 0


def test_it_erases_one_person_for_a_reason_and_the_password(client, olga, two_of_rosa):
    key = find(client).context["found"]["key"]
    ask = client.post(at("person"), {"do": "ask_erase", "key": key})
    assert len(ask.context["rows"]) == 2
    key = ask.context["key"]
    for data in ({}, {"reason": "asked"}, {"password": PASSWORD}, {"reason": "x", "password": "x"}):
        response = client.post(at("person"), {"do": "erase", "key": key} | data)
        assert response.status_code == 422
    assert Enquiry.objects.count() == 3
    data = {"do": "erase", "key": key, "reason": "asked", "password": PASSWORD}
    response = client.post(at("person"), data, follow=True)
    assert "Receipts: " in said(response)
    assert Enquiry.objects.count() == 1
    assert set(ErasureReceipt.objects.values_list("by_name", flat=True)) == {olga.username}


def test_it_leaves_what_is_held_back(client, olga, two_of_rosa):
    erasing.hold(two_of_rosa[0], timezone.localdate() + timedelta(days=9), "A claim.", by=olga)
    key = find(client).context["found"]["key"]
    ask = client.post(at("person"), {"do": "ask_erase", "key": key})
    assert any("held until" in row["held"] for row in ask.context["rows"])
    data = {"do": "erase", "key": key, "reason": "asked", "password": PASSWORD}
    response = client.post(at("person"), data, follow=True)
    assert two_of_rosa[0].reference in said(response)
    assert Enquiry.objects.filter(pk=two_of_rosa[0].pk).exists()


def test_it_says_what_came_after_the_question_whether_to_erase(client, olga, two_of_rosa):
    ask = client.post(
        at("person"), {"do": "ask_erase", "key": find(client).context["found"]["key"]}
    )
    new = make.enquiry(contact=make.EMAIL)
    data = {"do": "erase", "key": ask.context["key"], "reason": "asked", "password": PASSWORD}
    response = client.post(at("person"), data, follow=True)
    assert f"Came meanwhile and not erased: {new.reference}" in said(response)
    assert ErasureReceipt.objects.count() == 2


def test_it_hands_out_and_erases_ones_own_only_for_a_reason(client):
    olga = people.olga(last_name="Patient")
    client.force_login(olga)
    own = make.enquiry()
    make.enquiry(name="Sam Bell")
    found = find(client, make.PHONE).context["found"]
    assert [row["held"] for row in found["rows"]] == ["", "needs a reason"]
    data = {"key": found["key"], "reason": "asked", "password": PASSWORD}
    file = client.post(at("person"), data | {"do": "export"})
    assert file.status_code == 422
    assert f"your family: {own.reference}. Open each one" in file.content.decode()
    response = client.post(at("person"), data | {"do": "erase"}, follow=True)
    assert f"your family: {own.reference}. Open each one" in said(response)
    assert Enquiry.objects.get() == own
    handling.read(own.pk, olga, "asked")
    client.post(at("person"), data | {"do": "erase"})
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("name", ["export_one", "erase"])
def test_it_asks_why_before_one_hands_out_or_erases_ones_own(client, name):
    client.force_login(people.olga(last_name="Patient"))
    own = make.enquiry()
    response = client.post(at(name, own.pk), {"reason": "asked", "password": PASSWORD})
    assert "This may be about you or your family" in response.content.decode()
    assert Enquiry.objects.exists()
    assert did("exported") == 0


@pytest.mark.usefixtures("olga")
def test_it_says_what_no_key_opens_and_erases_it(client, two_of_rosa):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE enquiries_enquiry SET contact = 'x', message = 'x', name = 'x'")
    found = find(client).context["found"]
    assert [row["held"][:14] for row in found["rows"]] == ["cannot be read"] * 2
    data = {"key": found["key"], "reason": "asked", "password": PASSWORD}
    file = client.post(at("person"), data | {"do": "export"})
    assert "They can only be erased" in file.content.decode()
    client.post(at("person"), data | {"do": "erase"})
    assert ErasureReceipt.objects.count() == 2


@pytest.mark.usefixtures("olga")
def test_it_hands_out_and_erases_one_enquiry(client):
    enquiry = make.enquiry(contact=make.EMAIL)
    assert client.get(at("export_one", enquiry.pk)).status_code == 200
    file = client.post(at("export_one", enquiry.pk), {"password": PASSWORD})
    (told,) = json.loads(file.getvalue())["enquiries"]
    assert told["message"] == enquiry.message
    assert AuditEvent.objects.filter(action="exported", reference=enquiry.reference).exists()
    assert client.get(at("erase", enquiry.pk)).status_code == 200
    assert client.post(at("erase", enquiry.pk), {"reason": "asked"}).status_code == 422
    response = client.post(at("erase", enquiry.pk), {"reason": "asked", "password": PASSWORD})
    assert response["Location"] == at("changelist")
    assert not Enquiry.objects.exists()
    assert ErasureReceipt.objects.get().reference == enquiry.reference


def test_it_erases_nothing_that_is_held_back(client, olga):
    enquiry = make.enquiry()
    erasing.hold(enquiry, timezone.localdate() + timedelta(days=9), "A claim.", by=olga)
    response = client.post(at("erase", enquiry.pk), {"reason": "asked", "password": PASSWORD})
    assert response.status_code == 422
    assert "End the hold first" in response.content.decode()
    assert Enquiry.objects.exists()


# Reviews


def this_month() -> str:
    return months.value(months.first_of(timezone.localdate()))


def test_it_counts_what_each_person_did(client, olga):
    carla = people.carla(first_name="Carla", last_name="Ng")
    enquiry = make.enquiry(contact=make.EMAIL)
    handling.read(enquiry.pk, carla)
    handling.send_reply(enquiry, "Ask a friend.", by=carla)
    response = client.get(at("review"), {"month": this_month()})
    (row,) = response.context["people"]
    assert row["name"] == "Carla Ng"
    assert row["counts"] | {"Opened": 1, "Replied": 1} == row["counts"]
    assert list(row["counts"]) == list(response.context["totals"]) == response.context["actions"]
    assert row["total"] == response.context["total"] == 2


def test_it_points_at_what_is_unusual(client, olga):
    carla = people.carla(last_name="Patient")
    enquiry = make.enquiry(contact=make.EMAIL)
    handling.read(enquiry.pk, carla, "asked")
    client.post(at("export_one", enquiry.pk), {"password": PASSWORD})
    client.post(at("export_one", enquiry.pk), {"password": "wrong"})
    busy = people.member("Enquiry staff", "busy")
    for _ in range(41):
        handling.read(make.enquiry().pk, busy)
    response = client.get(at("review"), {"month": this_month()})
    found = " ".join(event["what"] for event in response.context["unusual"])
    assert "under their own name" in found
    assert "Exported" in found
    assert "wrong password" in found
    assert "Opened 41 enquiries in one day" in found
    assert {row["name"]: row["loud"] for row in response.context["people"]}["busy"]


@pytest.mark.usefixtures("olga")
def test_it_checks_the_chain_when_asked(client):
    enquiry = make.enquiry()
    client.get(at("change", enquiry.pk))
    assert "was not checked yet" in client.get(at("review")).content.decode()
    page = client.post(at("review"), {"do": "check"}).content.decode()
    assert "The chain is whole" in page
    with connection.cursor() as cursor:
        cursor.execute("UPDATE enquiries_auditevent SET actor_name = 'nobody' WHERE number = 1")
    page = client.post(at("review"), {"do": "check"}).content.decode()
    assert "The chain is broken" in page
    assert "Row 1 was changed." in page
    assert "The chain is broken" in client.get(at("review")).content.decode()


@pytest.mark.usefixtures("olga")
def test_it_writes_down_that_a_month_was_reviewed(client):
    address = f"{at('review')}?month={this_month()}"
    assert client.post(address, {"do": "reviewed"}).status_code == 422
    assert client.post(address, {"do": "reviewed", "remark": "mine"}).status_code == 422
    client.post(address, {"do": "reviewed", "remark": "nothing"})
    (review,) = client.get(address).context["reviews"]
    assert (review["by"], review["detail"]) == ("Olga Lind", "Nothing unusual")


@pytest.mark.usefixtures("olga")
@pytest.mark.parametrize("month", ["", "2999-01", "x", "2026-13", "\x00"])
def test_it_shows_a_month_when_the_address_names_none(client, month):
    chosen = [
        m for m in client.get(at("review"), {"month": month}).context["months"] if m["chosen"]
    ]
    assert len(chosen) == 1


def test_it_shows_names_of_people_whose_account_is_gone(client, olga):
    luis = people.member("Enquiry staff", "luis")
    enquiry = make.enquiry()
    handling.read(enquiry.pk, luis)
    luis.delete()
    assert "luis" in client.get(at("review"), {"month": this_month()}).content.decode()
    readers = client.get(at("change", enquiry.pk)).context["read_by"]
    assert "luis" in [reader["name"] for reader in readers]
    assert trail.verify().is_whole


# Counts and erasures


def test_it_shows_gaps_from_three_up(client, carla):
    page = guide.live(title="The first day").article
    address = reverse("content:article", args=[page.topic.slug, page.slug])
    before = months.month_before(months.first_of(timezone.localdate()))
    make.gap(page=address, count=2)
    make.gap(page=address, count=1, month=before)
    make.gap(page="/gone/", count=5, reason="wrong")
    make.gap(page="/few/", count=2)
    rows = client.get(at("gaps")).context["rows"]
    assert [(row["title"], row["count"]) for row in rows] == [("/gone/", 5), ("The first day", 3)]
    assert [row["url"] for row in rows] == ["", address]
    rows = client.get(at("gaps"), {"month": this_month()}).context["rows"]
    assert [row["title"] for row in rows] == ["/gone/"]


def test_it_shows_what_the_next_run_erases_and_erases_nothing(client, olga):
    due = make.closed(days_ago=91)
    make.closed(days_ago=3)
    held = make.closed(days_ago=91)
    erasing.hold(held, timezone.localdate() + timedelta(days=9), "A claim.", by=olga)
    erasing.erase(make.enquiry(), by=olga, why="It came twice")
    context = client.get(at("erasures")).context
    assert context["due"]["total"] == 1
    assert [row["reference"] for row in context["due_rows"]] == [due.reference]
    assert [hold["reference"] for hold in context["holds"]] == [held.reference]
    assert len(context["receipts"]) == 1
    assert len(context["rules"]) == 5
    assert context["last_run"] is None
    assert Enquiry.objects.count() == 3
    Duty.objects.create(name="erase what is due", ran_at=timezone.now())
    context = client.get(at("erasures")).context
    assert context["last_run"].words.startswith("Today")
    assert context["next_run"].at > timezone.now()


def test_it_writes_down_who_saw_why_something_is_held_back(client, olga):
    held = [make.enquiry() for _ in range(40)]
    for enquiry in held:
        erasing.hold(enquiry, timezone.localdate() + timedelta(days=9), "A claim.", by=olga)
    make.enquiry()
    for _ in range(2):
        assert "A claim." in client.get(at("erasures")).content.decode()
    rows = AuditEvent.objects.filter(action="listed").values_list("detail", flat=True)
    assert len(rows) == 2
    assert [word for row in rows for word in row.split() if word.startswith("Q-")] == [
        enquiry.reference for enquiry in held
    ]


def test_it_writes_nothing_down_where_nothing_is_held_back(client, olga):
    make.enquiry()
    client.get(at("erasures"))
    assert did("listed") == 0


def test_it_shows_why_ones_own_is_held_back_only_for_a_reason(client):
    olga = people.olga(last_name="Patient")
    client.force_login(olga)
    held = make.enquiry()
    erasing.hold(held, timezone.localdate() + timedelta(days=9), "A claim.", by=None)
    (hold,) = client.get(at("erasures")).context["holds"]
    assert hold["reason"] == "Open it and give a reason to see why."
    assert did("listed") == 0
    handling.read(held.pk, olga, "asked")
    (hold,) = client.get(at("erasures")).context["holds"]
    assert hold["reason"] == "A claim."
    assert did("listed") == 1


# Standard screens


@pytest.mark.usefixtures("max_")
def test_it_keeps_settings_and_writes_down_that_they_changed(client):
    InboxSettings.current().save()
    (address,) = {client.get(reverse("admin:enquiries_inboxsettings_changelist"))["Location"]}
    data = {
        "reply_days": 2,
        "urgent_minutes": 30,
        "closed_days": "",
        "staff_addresses": "",
        "undo_seconds": 20,
        "link_days": 7,
    }
    assert client.post(address, data).status_code == 302
    assert InboxSettings.current().reply_days == 2
    row = AuditEvent.objects.get(action="settings")
    assert "reply_days" in row.detail
    assert client.post(address, data | {"closed_days": "soon"}).status_code == 200
    assert client.get(reverse("admin:enquiries_inboxsettings_add")).status_code == 403
    assert client.get(reverse("admin:enquiries_inboxsettings_delete", args=[1])).status_code == 403


@pytest.mark.usefixtures("olga")
def test_it_lets_the_privacy_officer_change_a_rule(client):
    rule = RetentionPolicy.objects.get(category="spam")
    address = reverse("admin:enquiries_retentionpolicy_change", args=[rule.pk])
    assert client.post(address, {"days": 14, "reason": "spam"}).status_code == 302
    assert RetentionPolicy.objects.get(category="spam").days == 14
    assert did("settings") == 1
    assert client.post(address, {"days": 0, "reason": "spam"}).status_code == 200


@pytest.mark.usefixtures("max_")
def test_it_keeps_saved_answers(client):
    due = timezone.localdate() + timedelta(days=90)
    data = {"title": "Parking", "language": "en", "text": "Hi {{ name }}", "review_due": due}
    address = reverse("admin:enquiries_presetreply_add")
    assert client.post(address, data).status_code == 302
    assert PresetReply.objects.get().title == "Parking"
    bad = client.post(address, data | {"text": "Hi {{ nmae }}"})
    assert "nothing to fill in" in bad.content.decode()
    bad = client.post(address, data | {"text": "x" * 5001})
    assert "This is too long. Use 5,000 letters or fewer." in bad.content.decode()


def test_it_shows_mails_without_address_and_link_and_tries_again(client, carla):
    mail = make.mail(state="failed", payload="secret-token", problem="SMTPError")
    address = reverse("admin:enquiries_outboxmessage_changelist")
    pages = [
        client.get(address).content.decode(),
        client.get(
            reverse("admin:enquiries_outboxmessage_change", args=[mail.pk])
        ).content.decode(),
    ]
    for page in pages:
        assert mail.enquiry.reference in page
        assert make.EMAIL not in page
        assert "secret-token" not in page
    data = {"action": "try_again", "_selected_action": str(mail.pk)}
    client.post(address, data)
    assert OutboxMessage.objects.get().state == "waiting"
