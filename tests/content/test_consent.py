"""Photographs of people: shown only with a consent, and only until its last day."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from content import publishing
from content.models import Picture
from tests import make
from tests.content.sample_pictures import in_library

pytestmark = pytest.mark.django_db
NOTE = "Form 12, folder Photos"


def days(number):
    return timezone.localdate() + timedelta(days=number)


def person(**fields):
    about = {"shows_person": True, "consent_note": NOTE, "consent_until": days(100)}
    return in_library(40, 30, **about | fields)


def page_with(*pictures):
    shown = "\n\n".join(f"::: figure img:{one.pk} A title\n:::" for one in pictures)
    return make.draft(body=f"{shown}\n\n{make.BODY}")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"consent_note": ""}, "nothing says that this person agreed"),
        ({"consent_note": "  "}, "nothing says that this person agreed"),
        ({"consent_until": None}, "nothing says that this person agreed"),
        ({"consent_until": date(2020, 5, 4)}, "holds only until May 4, 2020"),
    ],
)
@pytest.mark.parametrize("decorative", [True, False])
def test_it_publishes_no_person_without_a_consent_that_holds(fields, words, decorative):
    picture = person(is_decorative=decorative, **fields)
    page = page_with(picture)
    with pytest.raises(publishing.Refused) as refused:
        publishing.publish(page, by=None)
    assert str(refused.value).count(words) == 1
    assert f"icture {picture.pk}" in str(refused.value)
    page.refresh_from_db()
    assert page.published_at is None


@pytest.mark.parametrize("until", [0, 1, 100])
def test_it_publishes_a_person_up_to_the_last_day(until):
    page = page_with(person(consent_until=days(until)))
    publishing.publish(page, by=None)
    assert page.published_at


def test_it_asks_for_no_consent_where_nobody_is_shown():
    publishing.publish(page_with(in_library(40, 30)), by=None)


@pytest.mark.parametrize(("after", "is_refused"), [(9, False), (10, False), (11, True)])
def test_it_asks_about_the_day_on_which_a_page_comes(after, is_refused):
    page = page_with(person(consent_until=days(10)))
    at = timezone.now() + timedelta(days=after)
    if is_refused:
        with pytest.raises(publishing.Refused, match="holds only until"):
            publishing.publish(page, by=None, at=at)
    else:
        publishing.publish(page, by=None, at=at)
    assert bool(publishing.picture_problems(page, at)) is is_refused


def test_it_names_each_picture_that_must_not_be_shown():
    missing, over = person(consent_note=""), person(consent_until=days(-1))
    page = page_with(missing, over, person())
    problems = publishing.picture_problems(page)
    assert [
        f"icture {one.pk} " in words for one, words in zip((missing, over), problems, strict=True)
    ]


def test_it_lists_what_patients_see_after_the_last_day():
    live, draft, gone, fine = (person() for _ in range(4))
    for picture in (live, fine):
        publishing.publish(page_with(picture), by=None)
    page_with(draft)
    taken_off = page_with(gone)
    publishing.publish(taken_off, by=None)
    publishing.withdraw(taken_off.article, by=None, reason="Old.")
    Picture.objects.exclude(pk=fine.pk).update(consent_until=days(-1))
    assert list(publishing.pictures_with_ended_consent()) == [live]
    later = timezone.now() + timedelta(days=101)
    assert set(publishing.pictures_with_ended_consent(later)) == {live, fine}
    assert not publishing.pictures_with_ended_consent(timezone.now() - timedelta(days=3)).exists()
