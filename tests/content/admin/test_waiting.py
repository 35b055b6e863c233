"""What waits, on the home of the admin."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content import publishing
from content.models import ClinicDetails, Review
from tests import make, people
from tests.content.admin.stages import drafted, url, words_of

pytestmark = pytest.mark.django_db


def lists(client) -> dict[str, list[str]]:
    waiting = client.get("/admin/").context["waiting"]
    return {found["title"]: [row["title"] for row in found["rows"]] for found in waiting}


def sign(revision, by, **fields) -> Review:
    next_due = timezone.localdate() + timedelta(days=100)
    review = publishing.sign(revision, by=by, credentials="MD", role="Doctor", next_due=next_due)
    Review.objects.filter(pk=review.pk).update(**fields)
    return review


def test_it_shows_a_clinician_what_only_they_can_answer(client):
    ben = people.person("ben", [*people.ANA, *people.BEN])
    dora = people.person("dora", people.BEN)
    to_ben = drafted(title="To Ben")
    ana = to_ben.created_by
    publishing.ask_for_review(to_ben, by=ana, reviewer=ben)
    to_all = publishing.save_draft(make.article(), make.words(title="To all"), by=ana)
    publishing.ask_for_review(to_all, by=ana)
    own = publishing.save_draft(make.article(), make.words(title="Own"), by=ben)
    publishing.ask_for_review(own, by=ana)
    client.force_login(ben)
    assert lists(client)["Waiting for you"] == ["To Ben", "To all"]
    client.force_login(dora)
    assert lists(client)["Waiting for you"] == ["To all", "Own"]


@pytest.mark.parametrize("left", [{"is_active": False}, {"is_staff": False}, "group"])
def test_it_shows_all_who_may_sign_what_somebody_who_left_was_asked(client, left):
    draft, ben = drafted(title="To Ben"), people.ben()
    publishing.ask_for_review(draft, by=draft.created_by, reviewer=ben)
    dora = people.person("dora", people.BEN)
    client.force_login(dora)
    assert lists(client)["Waiting for you"] == []
    if left == "group":
        ben.groups.clear()
    else:
        User.objects.filter(pk=ben.pk).update(**left)
    page = words_of(client.get("/admin/"))
    assert "asked Ben Okafor (no longer signs pages) to read it" in page
    for screen in ("ask", "review", "change"):
        client.force_login(people.get("dora") if screen == "review" else draft.created_by)
        assert "Ben Okafor (no longer signs pages)" in words_of(client.get(url(screen, draft)))


FIRST = "Before patients use this guide"


def test_it_leads_publishers_to_what_the_clinic_has_to_fill_in(client, starter_guide):
    client.force_login(people.ana())
    assert FIRST not in lists(client)
    client.force_login(people.petra())
    assert lists(client)[FIRST] == ["Clinic details", "Clinic facts"]
    page = words_of(client.get("/admin/"))
    assert "The name, phone number, address and hours on all pages are examples." in page
    assert "10 of 10 have no answer yet" in page
    details = ClinicDetails.objects.get()
    assert reverse("admin:content_clinicdetails_change", args=[details.pk]) in page
    details.is_example = False
    publishing.save_shared(details, by=None)
    assert FIRST not in lists(client)


@pytest.fixture
def sent_back(client):
    draft = drafted(title="Sent back")
    ben = people.ben()
    publishing.ask_for_review(draft, by=draft.created_by, reviewer=ben)
    publishing.send_back(draft, by=ben, message="Not yet.")
    client.force_login(draft.created_by)
    return draft


def test_it_shows_a_writer_what_came_back_until_it_is_changed(client, sent_back):
    assert lists(client)["Waiting for you"] == ["Sent back"]
    publishing.save_draft(sent_back.article, make.words(title="Better"), by=None)
    assert lists(client)["Waiting for you"] == []


def test_it_shows_a_writer_what_came_back_until_it_is_asked_about_again(client, sent_back):
    publishing.ask_for_review(sent_back, by=sent_back.created_by)
    assert lists(client)["Waiting for you"] == []


def test_it_shows_what_came_back_to_nobody_else(client, sent_back):
    client.force_login(people.petra())
    assert lists(client)["Waiting for you"] == []


def test_it_lists_what_is_overdue_unsigned_and_scheduled(client):
    ben = people.ben()
    yesterday = timezone.localdate() - timedelta(days=1)
    sign(make.live(title="Overdue"), ben, next_due=yesterday)
    sign(make.live(title="Signed"), ben)
    renewed = make.live(title="Renewed")
    sign(renewed, ben, next_due=yesterday, signed_at=timezone.now() - timedelta(days=5))
    sign(renewed, ben)
    ahead = make.live(title="Unsigned")
    make.live(ahead.article, title="Ahead", days_ago=-3)
    withdrawn = make.live(title="Withdrawn")
    publishing.withdraw(withdrawn.article, by=None, reason="Old.")
    client.force_login(ben)
    found = lists(client)
    assert found["Check is overdue"] == ["Overdue"]
    assert found["On the site without a signature"] == ["Unsigned"]
    assert found["Scheduled"] == ["Ahead"]


@pytest.mark.parametrize("name", ["ana", "ben", "petra", "ada"])
def test_it_leads_nobody_to_a_screen_that_is_closed_to_them(client, name):
    make.live(make.live().article, title="Ahead", days_ago=-3)
    client.force_login(getattr(people, name)())
    rows = [row for found in client.get("/admin/").context["waiting"] for row in found["rows"]]
    assert "Ahead" in [row["title"] for row in rows]
    assert {client.get(row["url"]).status_code for row in rows} == {200}


def test_it_promises_no_change_of_a_page_that_was_taken_off(client):
    ahead = make.live(make.live().article, title="Ahead", days_ago=-3)
    publishing.withdraw(ahead.article, by=None, reason="Old.")
    client.force_login(people.petra())
    assert "once the page is back on the site" in words_of(client.get("/admin/"))


def test_it_shows_ten_of_each_and_leads_to_all(client):
    for _ in range(12):
        make.live()
    client.force_login(people.ben())
    page = words_of(client.get("/admin/"))
    assert len(lists(client)["On the site without a signature"]) == 10
    assert "/admin/content/article/?state=unsigned" in page


def test_it_asks_the_database_no_more_for_more_pages(client):
    client.force_login(people.ben())

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/admin/")
        return len(queries)

    make.live()
    few = asked()
    for number in range(8):
        sign(make.live(), people.person(f"ben-{number}", people.BEN, last_name="Okafor"))
    assert asked() <= few + 2


def test_it_shows_nothing_of_pages_to_those_who_may_not_see_them(client):
    make.live(title="A page")
    client.force_login(people.carla())
    response = client.get("/admin/")
    assert response.context["waiting"] is None
    assert "A page" not in words_of(response)
