"""The list of enquiries, as those who answer them see it."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from enquiries import handling
from enquiries.models import AuditEvent, Enquiry
from tests import make as guide
from tests import people
from tests.enquiries import make

pytestmark = pytest.mark.django_db
INBOX = "/admin/enquiries/enquiry/"


@pytest.fixture
def carla(client):
    carla = people.carla(first_name="Carla", last_name="Ng")
    client.force_login(carla)
    return carla


@pytest.fixture
def olga(client):
    olga = people.olga()
    client.force_login(olga)
    return olga


def rows(response) -> list[str]:
    return [row["reference"] for row in response.context["rows"]]


def do(client, do: str, *enquiries: Enquiry, at: str = INBOX):
    return client.post(at, {"do": do, "chosen": [e.reference for e in enquiries]})


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def queries(client, address: str) -> list[str]:
    """What was asked of the database, without the marks of transactions."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    asked = [query["sql"] for query in captured]
    return [sql for sql in asked if not sql.startswith(("SAVEPOINT", "RELEASE"))]


def test_it_stands_at_the_address_of_the_standard_list():
    assert reverse("admin:enquiries_enquiry_changelist") == INBOX


@pytest.mark.usefixtures("carla")
def test_it_puts_urgent_ones_first_and_then_those_due_first(client):
    late = make.enquiry(reply_by=timezone.now() + timedelta(days=3))
    soon = make.enquiry(reply_by=timezone.now() + timedelta(hours=3))
    urgent = make.urgent(reply_by=timezone.now() + timedelta(days=2))
    found = rows(client.get(INBOX))
    assert found == [urgent.reference, soon.reference, late.reference]


def test_it_shows_each_in_its_tab_with_counts(client, carla):
    new, mine = make.enquiry(), make.enquiry(assigned_to=carla)
    waiting, spam = make.enquiry(status="waiting"), make.spam()
    answered = make.closed()
    tabs = client.get(INBOX).context["tabs"]
    assert {tab["key"]: tab["count"] for tab in tabs} == {
        "new": 2, "mine": 1, "waiting": 1, "answered": 1, "spam": 1, "all": 5,
    }  # fmt: skip
    for tab, expected in {
        "new": {new, mine},
        "mine": {mine},
        "waiting": {waiting},
        "answered": {answered},
        "spam": {spam},
        "all": {new, mine, waiting, answered, spam},
    }.items():
        found = rows(client.get(INBOX, {"tab": tab}))
        assert set(found) == {enquiry.reference for enquiry in expected}, tab


@pytest.mark.usefixtures("carla")
def test_it_says_what_is_urgent_late_or_due(client):
    make.urgent(reply_by=timezone.now() - timedelta(hours=1))
    row = client.get(INBOX).context["rows"][0]
    assert row["is_urgent"]
    assert row["is_overdue"]
    assert row["is_due_today"]
    assert "short of breath" in row["says"]
    assert b"1 is due today or overdue" in client.get(INBOX).content


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("topic=after", True),
        ("topic=visit", False),
        ("language=es", True),
        ("language=en", False),
        ("reach=email", True),
        ("reach=phone", False),
        ("urgent=on", True),
        ("assignee=nobody", True),
        ("topic=after&language=es&reach=email&urgent=on", True),
    ],
)
def test_it_narrows_the_list(client, query, matches):
    enquiry = make.urgent(language="es", contact=make.EMAIL)
    make.enquiry(topic="else", message="Where do I park?", assigned_to=people.max_())
    response = client.get(f"{INBOX}?{query}")
    assert (enquiry.reference in rows(response)) == matches
    assert response.context["filters_on"] == query.count("=")


def test_it_narrows_the_list_to_one_colleague(client, carla):
    luis = people.member("Enquiry staff", "luis")
    make.enquiry(assigned_to=carla)
    his = make.enquiry(assigned_to=luis)
    assert rows(client.get(INBOX, {"assignee": luis.pk})) == [his.reference]


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize("how", ["dismissed", "out of the group"])
def test_it_says_that_who_has_it_answers_no_longer(client, how):
    """Or everybody takes it for a colleague's, and nobody replies."""
    luis = people.member("Enquiry staff", "luis", first_name="Luis", last_name="Paz")
    his = make.enquiry(assigned_to=luis)
    if how == "dismissed":
        luis.is_active = False
        luis.save()
    else:
        luis.groups.clear()
    make.enquiry()
    listed = client.get(INBOX, {"assignee": luis.pk})
    assert rows(listed) == [his.reference]
    assert "Luis Paz (no longer answers)" in [row["who"] for row in listed.context["rows"]]
    page = client.get(f"{INBOX}{his.pk}/change/").content.decode()
    assert "Luis Paz (no longer answers)" in page


@pytest.mark.usefixtures("carla")
def test_it_names_who_answered_before_leaving_as_before(client):
    luis = people.member("Enquiry staff", "luis", first_name="Luis", last_name="Paz")
    make.closed(assigned_to=luis)
    luis.groups.clear()
    listed = client.get(INBOX, {"tab": "answered"})
    assert [row["who"] for row in listed.context["rows"]] == ["Luis Paz"]
    assert "no longer answers" not in listed.content.decode()


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize(
    "query",
    [
        "topic=nonsense",
        "assignee=999999",
        "assignee=1%20OR%201=1",
        "language=%00",
        "reach=fax",
        "tab=../../etc",
        "page=-1",
        "page=9999999999999999999",
        "page=٣",
        "topic=visit'--",
    ],
)
def test_it_passes_over_what_it_cannot_read(client, query):
    enquiry = make.enquiry()
    response = client.get(f"{INBOX}?{query}")
    assert response.status_code == 200
    if "visit" not in query:
        assert rows(response) == [enquiry.reference]


@pytest.mark.usefixtures("carla")
def test_it_pages_through_a_long_list(client):
    for _ in range(27):
        make.enquiry()
    first = client.get(INBOX)
    assert len(rows(first)) == 25
    assert first.context["pages"]["words"] == "1 to 25 of 27"
    second = client.get(first.context["pages"]["next_url"])
    assert len(rows(second)) == 2
    assert not set(rows(first)) & set(rows(second))
    assert second.context["pages"]["previous_url"]


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize("words", ["503-555-0142", "+1 (503) 555 0142", "5035550142"])
def test_it_finds_by_phone_however_it_is_written(client, words):
    found = {make.enquiry().reference, make.closed().reference}
    make.enquiry(contact=make.EMAIL)
    response = client.post(INBOX, {"do": "find", "find": words})
    assert set(rows(response)) == found
    assert "2 enquiries" in response.context["found"]["words"]


@pytest.mark.usefixtures("carla")
def test_it_goes_straight_to_the_only_hit(client):
    enquiry = make.enquiry(contact=make.EMAIL)
    response = client.post(INBOX, {"do": "find", "find": make.EMAIL.upper()})
    assert response["Location"] == reverse("admin:enquiries_enquiry_change", args=[enquiry.pk])
    response = client.post(INBOX, {"do": "find", "find": enquiry.reference.lower()})
    assert response.status_code == 302


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize("words", ["", "Rosa", "555", "nobody@example.org", "\x00", "Q-XXX-XXX"])
def test_it_says_when_nothing_was_found(client, words):
    make.enquiry()
    response = client.post(INBOX, {"do": "find", "find": words})
    assert response.status_code == 200
    assert rows(response) == []


@pytest.mark.usefixtures("carla")
def test_it_keeps_phone_and_mail_out_of_addresses(client):
    make.enquiry()
    make.enquiry()
    response = client.post(INBOX, {"do": "find", "find": make.PHONE})
    page = response.content.decode()
    links = [part.split('"')[0] for part in page.split('href="')[1:]]
    assert links
    assert not [link for link in links if "555" in link or "0142" in link]
    assert 'method="post"' in page


@pytest.mark.usefixtures("carla")
def test_it_writes_down_each_look_and_search(client):
    one, two = make.enquiry(), make.enquiry()
    client.get(INBOX)
    client.post(INBOX, {"do": "find", "find": make.PHONE})
    listed = AuditEvent.objects.get(action="listed")
    assert one.reference in listed.detail
    assert AuditEvent.objects.filter(action="searched").count() == 1
    hits = AuditEvent.objects.filter(action="found").values_list("reference", flat=True)
    assert set(hits) == {one.reference, two.reference}
    assert not AuditEvent.objects.filter(detail__contains="555").exists()


def test_it_assigns_several_at_once(client, carla):
    chosen = [make.enquiry(), make.enquiry()]
    other = make.enquiry()
    do(client, "assign_me", *chosen)
    assert {e.assigned_to_id for e in Enquiry.objects.exclude(pk=other.pk)} == {carla.pk}
    assert Enquiry.objects.get(pk=other.pk).assigned_to_id is None


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize(
    ("act", "status"), [("answered", "answered"), ("spam", "spam"), ("not_spam", "new")]
)
def test_it_moves_several_at_once(client, act, status):
    chosen = [make.spam(), make.spam()] if act == "not_spam" else [make.enquiry(), make.enquiry()]
    address = f"{INBOX}?tab=all&topic=visit"
    response = do(client, act, *chosen, at=address)
    assert {enquiry.status for enquiry in Enquiry.objects.all()} == {status}
    assert response["Location"].endswith("?tab=all&topic=visit")


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize("act", ["answered", "", "nonsense", "delete_selected"])
def test_it_changes_nothing_when_nothing_or_nonsense_is_chosen(client, act):
    enquiry = make.enquiry()
    chosen = [] if act == "answered" else [enquiry]
    response = client.post(INBOX, {"do": act, "chosen": [e.reference for e in chosen]}, follow=True)
    assert "Nothing was changed" in said(response)
    assert Enquiry.objects.get().status == "new"


def test_it_offers_only_what_this_person_may(client, carla):
    make.enquiry()
    first = client.get(INBOX).context
    assert [act["do"] for act in first["bulk"]] == ["assign_me", "answered", "spam"]
    assert first["call_url"]
    labels = [link["label"] for link in first["links"]]
    assert "Who read what" not in labels
    client.force_login(people.olga())
    second = client.get(INBOX).context
    assert [act["do"] for act in second["bulk"]] == ["export"]
    assert not second["call_url"]
    assert {"Who read what", "Erasures", "Export or erase one person"} <= {
        link["label"] for link in second["links"]
    }


@pytest.mark.usefixtures("carla")
def test_it_hides_what_may_be_about_the_reader(client):
    enquiry = make.enquiry(name="Jon Ng", message="My own secret question")
    response = client.get(INBOX)
    page = response.content.decode()
    assert response.context["rows"][0]["is_hidden"]
    assert "Jon Ng" not in page
    assert "secret question" not in page
    assert enquiry.reference in page


@pytest.mark.usefixtures("carla")
def test_it_asks_for_a_reason_even_when_it_is_the_only_hit(client):
    enquiry = make.enquiry(name="Jon Ng")
    response = client.post(INBOX, {"do": "find", "find": enquiry.reference})
    assert rows(response) == [enquiry.reference]
    assert "Jon Ng" not in response.content.decode()


def test_it_shows_drafts_and_answers_of_patients(client, carla):
    first = make.enquiry(contact=make.EMAIL)
    make.reply(first, by=carla)
    second = make.enquiry(contact=make.EMAIL)
    make.answer(make.reply(second, token="t"))
    found = {row["reference"]: row for row in client.get(INBOX).context["rows"]}
    assert found[first.reference]["draft_by"] == "Carla Ng"
    assert not found[first.reference]["wrote_back"]
    assert found[second.reference]["wrote_back"]


OVER = timezone.now() - timedelta(days=1)


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize(
    ("first", "second", "mail", "marks"),
    [
        ({}, None, None, (False, False)),
        ({"expires_at": OVER}, None, None, (False, True)),
        ({"wrong_tries": 5}, None, None, (False, True)),
        ({"expires_at": OVER, "opened_at": OVER}, None, None, (False, False)),
        ({"expires_at": OVER}, {}, None, (False, False)),
        ({"expires_at": OVER}, {"expires_at": OVER}, None, (False, True)),
        ({"state": "sending"}, None, {}, (False, False)),
        ({"state": "sending"}, None, {"problem": "TimeoutError"}, (True, False)),
        ({"state": "sending"}, None, {"state": "failed"}, (True, False)),
    ],
)
def test_it_marks_those_whose_reply_did_not_reach_the_patient(client, first, second, mail, marks):
    """They stand among the answered ones, and nobody would look there."""
    enquiry = make.closed(contact=make.EMAIL)
    replies = [
        make.reply(enquiry, token=f"t{number}", **fields)
        for number, fields in enumerate((first, second))
        if fields is not None
    ]
    if mail is not None:
        make.mail(enquiry, kind="answer", reply=replies[0], **mail)
    (row,) = client.get(f"{INBOX}?tab=answered").context["rows"]
    assert (row["unsent"], row["unopened"]) == marks


@pytest.mark.usefixtures("carla")
def test_it_shows_script_as_text(client):
    make.enquiry(name="<script>alert(1)</script>", message="<img src=x onerror=alert(2)>")
    page = client.get(INBOX).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


@pytest.mark.usefixtures("carla")
def test_it_names_nobody_in_its_title(client):
    make.enquiry()
    make.enquiry()
    page = client.post(INBOX, {"do": "find", "find": make.PHONE}).content.decode()
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert "Enquiries" in title
    assert "Rosa" not in title
    assert "555" not in title


@pytest.mark.usefixtures("carla")
def test_it_asks_little_of_the_database(client):
    guide.clinic()  # a guide that every process has read already
    for _ in range(30):
        make.answer(make.reply(make.enquiry(contact=make.EMAIL), token="t"))
        make.urgent()
    client.get(INBOX)
    found = queries(client, INBOX)
    assert len(found) <= 13, "\n".join(found)


def test_it_shows_the_counts_on_the_home_of_the_admin(client, carla):
    make.urgent(reply_by=timezone.now() - timedelta(hours=1))
    make.enquiry(assigned_to=carla)
    summary = client.get(reverse("admin:index")).context["inbox_summary"]
    counts = {item["label"]: item["count"] for item in summary["items"]}
    assert counts["Urgent"] == 1
    assert counts["New"] == 2
    assert counts["Mine"] == 1
    assert counts["Due today"] == 1
    assert summary["due_work"]["is_late"]


@pytest.mark.usefixtures("carla")
def test_it_leads_from_the_count_of_mails_to_each_of_them(client):
    make.mail(state="failed")
    make.mail(attempts=3, problem="ConnectionRefusedError")
    make.mail(attempts=1, problem="ConnectionRefusedError")
    make.mail(state="sent")
    items = client.get(reverse("admin:index")).context["inbox_summary"]["items"]
    (mails,) = (item for item in items if item["label"] == "Mails that could not be sent")
    listed = client.get(mails["url"]).context["cl"].result_count
    assert mails["count"] == listed == 2


def test_it_shows_no_count_to_those_who_may_not_read(client):
    client.force_login(people.ana())
    make.enquiry()
    response = client.get(reverse("admin:index"))
    assert response.context["inbox_summary"] is None
    assert "Enquiries" not in [link["label"] for link in response.context["staff_links"]]


@pytest.mark.usefixtures("carla")
def test_it_shows_the_number_of_new_ones_on_every_staff_screen(client):
    make.enquiry()
    (link,) = client.get(reverse("admin:password_change")).context["staff_links"]
    assert (link["label"], link["count"]) == ("Enquiries", 1)


def test_it_asks_for_the_password_before_a_list_leaves(client, olga):
    chosen, other = make.enquiry(message="=1+1"), make.enquiry()
    ask = client.get(do(client, "export", chosen)["Location"])
    assert ask.status_code == 200
    wrong = client.post(ask.wsgi_request.get_full_path(), {"do": "export", "password": "x"})
    assert wrong.status_code == 422
    assert not AuditEvent.objects.filter(action="exported").exists()
    good = {"do": "export", "password": "a long enough secret"}
    file = client.post(ask.wsgi_request.get_full_path(), good)
    assert file["Content-Type"].startswith("text/csv")
    assert "attachment" in file["Content-Disposition"]
    text = file.getvalue().decode("utf-8-sig")
    assert chosen.reference in text
    assert other.reference not in text
    assert ",=1+1" not in text
    assert AuditEvent.objects.filter(action="exported", reference=chosen.reference).exists()


def test_it_exports_a_whole_list_as_it_is_filtered(client, olga):
    wanted, other = make.enquiry(topic="maybe"), make.enquiry(topic="else")
    address = reverse("admin:enquiries_enquiry_export") + "?tab=new&topic=maybe"
    file = client.post(address, {"do": "export", "password": "a long enough secret"})
    assert wanted.reference in file.getvalue().decode()
    assert other.reference not in file.getvalue().decode()


def test_it_lets_nobody_take_their_own_away_in_a_list(client):
    client.force_login(people.olga(last_name="Patient"))
    own, other = make.enquiry(), make.enquiry(name="Sam Bell")
    address = reverse("admin:enquiries_enquiry_export") + "?tab=new"
    file = client.post(address, {"do": "export", "password": "a long enough secret"})
    assert other.reference in file.getvalue().decode()
    assert own.reference not in file.getvalue().decode()
    response = client.get(do(client, "export", own)["Location"])
    assert "may be about you" in said(response)


def test_it_says_from_whom_enquiries_were_taken(client, carla):
    """The list may be older than a colleague's press of the same button."""
    luis = people.member("Enquiry staff", "luis", first_name="Luis", last_name="Ortega")
    free, theirs = make.enquiry(), make.enquiry()
    handling.assign([theirs], luis, by=luis)
    answer = do(client, "assign_me", free, theirs)
    said = " ".join(str(message) for message in get_messages(answer.wsgi_request))
    assert f"{theirs.reference} was with Luis Ortega until now" in said
    assert free.reference not in said


@pytest.mark.parametrize("act", ["assign_me", "answered", "spam"])
def test_it_leaves_ones_own_out_of_what_is_done_with_several(client, carla, act):
    own, other = make.enquiry(name="Jon Ng"), make.enquiry()
    response = client.post(
        INBOX, {"do": act, "chosen": [own.reference, other.reference]}, follow=True
    )
    assert "1 enquiry was left out" in said(response)
    assert "Open it and give a reason first" in said(response)
    assert "1 enquiry " in said(response).partition("first.")[2]
    own.refresh_from_db()
    assert (own.status, own.assigned_to) == ("new", None)
    other.refresh_from_db()
    assert (other.status, other.assigned_to) != ("new", None)


def test_it_says_how_many_of_ones_own_were_left_out(client, carla):
    chosen = [make.enquiry(name="Jon Ng"), make.enquiry(name="Ann Ng")]
    data = {"do": "spam", "chosen": [enquiry.reference for enquiry in chosen]}
    response = client.post(INBOX, data, follow=True)
    assert "2 enquiries were left out" in said(response)
    assert "moved" not in said(response)


def test_it_moves_ones_own_after_a_reason_was_given(client, carla):
    own = make.enquiry(name="Jon Ng")
    handling.read(own.pk, carla, "asked")
    response = client.post(INBOX, {"do": "spam", "chosen": own.reference}, follow=True)
    assert "left out" not in said(response)
    assert Enquiry.objects.get().status == "spam"


@pytest.mark.usefixtures("carla")
@pytest.mark.parametrize("act", ["answered", "spam"])
def test_it_closes_none_with_words_that_came_after_the_list(client, act):
    """Else what the patient wrote would be put away, and later erased, and nobody had read it."""
    read, wrote = make.enquiry(), make.enquiry(status="waiting")
    make.answer(make.reply(wrote), at=timezone.now() - timedelta(hours=1))
    shown = client.get(f"{INBOX}?tab=all").context["shown"]
    make.answer(make.reply(wrote))
    data = {"do": act, "chosen": [read.reference, wrote.reference], "shown": shown}
    answered = client.post(f"{INBOX}?tab=all", data, follow=True)
    states = [Enquiry.objects.get(pk=e.pk).status for e in (read, wrote)]
    assert states == [act, "waiting"]
    assert f"{wrote.reference} was left out" in said(answered)
    data["shown"] = answered.context["shown"]
    client.post(f"{INBOX}?tab=all", data)
    assert Enquiry.objects.get(pk=wrote.pk).status == act
