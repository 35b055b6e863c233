"""Reasons for warnings: who may give one, how long it holds, and what publishing makes of it."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from content import publishing
from content.models import Revision, Waiver
from content.publishing import waivers
from tests import make, people

pytestmark = pytest.mark.django_db

REASON = "Our patients know this word well."
BODY = make.BODY.replace("Pressing it hurts.", "You may utilize heat.")


@pytest.fixture
def draft():
    return make.draft(body=BODY)


def warnings(revision: Revision):
    return waivers.checked(revision).unexcused


def live_titles() -> list[str]:
    return list(Revision.objects.published().values_list("title", flat=True))


def test_it_finds_nothing_on_the_page_that_tests_make():
    assert waivers.checked(make.draft()).checked.findings == ()


def test_it_refuses_a_warning_without_a_reason_to_a_person(draft):
    with pytest.raises(publishing.Refused, match=r"1 warning needs .*Hard word \(“utilize”\)"):
        publishing.publish(draft, by=people.petra())
    assert live_titles() == []


def test_it_counts_and_names_the_first_of_many(draft):
    many = make.draft(body=BODY.replace("heat", "heat prior to that, numerous additional times"))
    with pytest.raises(publishing.Refused, match=r"4 warnings need .*; and 1 more"):
        publishing.publish(many, by=people.petra())


def test_it_lets_the_site_itself_pass_over_warnings(draft):
    publishing.publish(draft, by=None)
    assert live_titles() == [draft.title]


def test_it_refuses_an_error_to_everybody():
    draft = make.draft(make.article(kind="treatment"), body="## A\n\nSome words.")
    for by in (None, people.petra()):
        with pytest.raises(publishing.Refused, match="must say when to get help"):
            publishing.publish(draft, by=by)


def test_it_demands_help_where_the_topic_does():
    topic = make.topic(needs_help_section=True)
    with pytest.raises(publishing.Refused, match="must say when to get help"):
        publishing.publish(make.draft(make.article(topic=topic), body="## A\n\nWords."), by=None)


def test_it_publishes_with_a_reason(draft):
    petra = people.petra()
    waivers.give_reason(draft.article, warnings(draft), by=petra, reason=REASON)
    publishing.publish(draft, by=petra)
    assert live_titles() == [draft.title]


def test_it_shows_who_gave_which_reason_and_until_when(draft):
    ana = people.ana()
    waivers.give_reason(draft.article, warnings(draft), by=ana, reason=f"  {REASON}\n")
    result = waivers.checked(draft)
    [(finding, waiver)] = result.excused
    assert result.unexcused == ()
    assert (finding.id, waiver.reason, waiver.given_by) == ("hard-word", REASON, ana)
    assert waiver.excerpt == "utilize"
    days = timezone.localdate(waiver.expires_at) - timezone.localdate()
    assert days == timedelta(days=180)


def test_it_takes_a_reason_for_no_other_article(draft):
    waivers.give_reason(draft.article, warnings(draft), by=people.ana(), reason=REASON)
    assert warnings(make.draft(body=BODY))


def test_it_takes_a_reason_for_no_other_words(draft):
    waivers.give_reason(draft.article, warnings(draft), by=people.ana(), reason=REASON)
    other = make.draft(draft.article, body=BODY.replace("utilize", "obtain"))
    assert [finding.excerpt for finding in warnings(other)] == ["obtain"]


def test_it_asks_again_when_the_reason_has_ended(draft, monkeypatch):
    waivers.give_reason(draft.article, warnings(draft), by=people.ana(), reason=REASON)
    later = timezone.now() + timedelta(days=182)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert warnings(draft)


def test_it_puts_a_new_reason_in_place_of_the_old_one(draft):
    found = warnings(draft)
    waivers.give_reason(draft.article, found, by=people.ana(), reason=REASON)
    waivers.give_reason(draft.article, found, by=people.petra(), reason="It is a better reason.")
    waiver = Waiver.objects.get()
    assert (waiver.reason, waiver.given_by.username) == ("It is a better reason.", "petra")


@pytest.mark.parametrize("reason", ["", "   ", "ok", "because so", "... !!! ???"])
def test_it_wants_a_sentence_as_reason(draft, reason):
    with pytest.raises(publishing.Refused, match="plain sentence"):
        waivers.give_reason(draft.article, warnings(draft), by=people.ana(), reason=reason)
    assert not Waiver.objects.exists()


@pytest.mark.parametrize(("days", "sentence"), [(0, "after today"), (366, "a year at most")])
def test_it_holds_a_reason_for_a_year_at_most(draft, days, sentence):
    until = timezone.localdate() + timedelta(days=days)
    with pytest.raises(publishing.Refused, match=sentence):
        waivers.give_reason(
            draft.article, warnings(draft), by=people.ana(), reason=REASON, until=until
        )


def test_it_keeps_the_day_that_was_asked_for_to_its_end(draft):
    until = timezone.localdate() + timedelta(days=30)
    [waiver] = waivers.give_reason(
        draft.article, warnings(draft), by=people.ana(), reason=REASON, until=until
    )
    assert timezone.localdate(waiver.expires_at) == until
    assert timezone.localtime(waiver.expires_at).hour == 23


def test_it_takes_no_excuse_for_an_error():
    draft = make.draft(body="## A\n\n{{ nothing }}")
    errors = waivers.checked(draft).checked.errors
    with pytest.raises(publishing.Refused, match="mend it"):
        waivers.give_reason(draft.article, errors, by=people.ana(), reason=REASON)


@pytest.mark.parametrize("who", [people.ben, people.carla, people.stranger])
def test_it_takes_a_reason_only_from_those_who_write_or_publish(draft, who):
    with pytest.raises(PermissionDenied):
        waivers.give_reason(draft.article, warnings(draft), by=who(), reason=REASON)


def test_it_takes_a_reason_from_somebody_who_only_publishes(draft):
    by = people.person("paul", ["view_article", "publish_revision"])
    waivers.give_reason(draft.article, warnings(draft), by=by, reason=REASON)
    assert not warnings(draft)


def test_it_writes_the_reason_into_the_history(draft):
    waivers.give_reason(draft.article, warnings(draft), by=people.ana(), reason=REASON)
    assert "Gave a reason for: Hard word." in LogEntry.objects.latest("pk").change_message


def test_it_checks_a_revision_with_a_fixed_number_of_questions(django_assert_max_num_queries):
    others = "\n\n".join(f"[Other](article:{make.article().slug})" for _ in range(20))
    draft = make.draft(body=f"{make.BODY}\n\n{others}")
    draft = Revision.objects.select_related("article__topic").get(pk=draft.pk)
    with django_assert_max_num_queries(8):
        waivers.checked(draft)
