"""The duties of both apps stand in one list and are done by one runner."""

from datetime import timedelta
from unittest import mock

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from content.models import Comment, Presence, ShareLink, Waiver, WorkingCopy
from content.publishing import due as of_the_guide
from enquiries.handling import due as of_enquiries
from enquiries.models import Duty, OutboxMessage
from tests import make, people
from tests.stamping import in_days, sign
from tpi_site.duties import duties, run_due

pytestmark = pytest.mark.django_db
DAY, MOMENT = timedelta(days=1), timedelta(minutes=1)


def test_it_does_the_work_of_both_apps():
    done = run_due()
    names = [work.name for work in duties()]
    assert done == names
    assert len(set(names)) == len(names)
    assert {work.name for work in [*of_enquiries.DUTIES, *of_the_guide.DUTIES]} <= set(done)
    assert set(Duty.objects.filter(problem="").values_list("name", flat=True)) == set(names)


def test_it_does_each_in_its_time():
    now = timezone.now()
    run_due(now)
    assert run_due(now + MOMENT) == [
        "send mail",
        "render after an update",
        "make copies of pictures",
    ]
    assert "tell who checks pages" in run_due(now + timedelta(hours=1))


def test_it_goes_on_when_work_of_the_guide_fails(monkeypatch):
    def fails(now):
        raise LookupError

    work = of_the_guide.DueWork("failing", timedelta(0), fails)
    monkeypatch.setattr(of_the_guide, "DUTIES", [work, *of_the_guide.DUTIES])
    assert "tell who checks pages" in run_due()
    assert Duty.objects.get(name="failing").problem == "LookupError"


def test_it_asks_little_when_nothing_is_due(django_assert_max_num_queries):
    run_due()
    Duty.objects.update(taken_until=timezone.now() + MOMENT)
    with django_assert_max_num_queries(1 + len(duties())):
        assert run_due() == []


@pytest.mark.parametrize("name", ["carla", "petra", "ada"])
def test_it_tells_on_the_home_screen_what_went_wrong_with_the_guide(client, name):
    run_due()
    Duty.objects.filter(name="try source addresses").update(problem="no network")
    client.force_login(getattr(people, name)())
    home = client.get("/admin/").content.decode()
    assert home.count("This went wrong: try source addresses.") == 1


@pytest.mark.parametrize("name", ["ana", "ben"])
def test_it_does_not_bother_who_could_not_mend_it(client, name):
    client.force_login(getattr(people, name)())
    assert "due work" not in client.get("/admin/").content.decode()


def test_it_posts_the_digest_and_sends_it():
    people.ben(email="ben@clinic.example")
    sign(make.live(), due=in_days(-1))
    now = timezone.now()
    run_due(now)
    assert OutboxMessage.objects.get(kind="desk").state == "waiting"
    run_due(now + MOMENT)
    assert OutboxMessage.objects.get(kind="desk").state == "sent"


def test_it_asks_no_other_site_where_that_is_not_wanted(settings):
    with mock.patch.object(of_the_guide, "check_due_sources", return_value="no network") as asked:
        settings.TRY_SOURCES = False
        assert of_the_guide.try_sources(timezone.now()) == ""
        assert not asked.called
        settings.TRY_SOURCES = True
        assert of_the_guide.try_sources(timezone.now()) == "no network"


def older_and_younger(model, field: str, age: timedelta, **fields) -> tuple:
    """Two rows, a moment too old and a moment too young to be forgotten."""
    limit = timezone.now() - age
    return tuple(
        model.objects.create(
            **{name: value() if callable(value) else value for name, value in fields.items()},
            **{field: at},
        )
        for at in (limit - MOMENT, limit + MOMENT)
    )


def left(model) -> set:
    of_the_guide.forget(timezone.now())
    return set(model.objects.all())


def test_it_forgets_what_somebody_typed_and_did_not_save_after_thirty_days():
    _, young = older_and_younger(
        WorkingCopy, "saved_at", 30 * DAY, article=make.article, person=people.ana()
    )
    assert left(WorkingCopy) == {young}


def test_it_forgets_after_a_day_who_had_a_page_open():
    _, young = older_and_younger(
        Presence, "seen_at", DAY, article=make.article, person=people.ana()
    )
    assert left(Presence) == {young}


def test_it_forgets_reasons_a_year_after_they_ended():
    _, young = older_and_younger(
        Waiver, "expires_at", 365 * DAY, article=make.article, finding="x", reason="Because."
    )
    assert left(Waiver) == {young}


@pytest.mark.parametrize("field", ["expires_at", "ended_at"])
def test_it_forgets_links_ninety_days_after_they_ended_and_keeps_what_was_said(field):
    hashes = iter("ab")
    fields = {"revision": make.draft, "token_hash": lambda: next(hashes), "for_whom": "Dr. Wu"}
    if field == "ended_at":
        fields["expires_at"] = timezone.now() + DAY
    old, young = older_and_younger(ShareLink, field, 90 * DAY, **fields)
    said = Comment.objects.create(
        revision=old.revision, share_link=old, by_name="Dr. Wu", text="Good."
    )
    assert left(ShareLink) == {young}
    said.refresh_from_db()
    assert said.share_link is None


def test_it_makes_no_folder_for_pictures_that_nobody_has(settings):
    run_due()
    assert not default_storage.exists("pictures")
