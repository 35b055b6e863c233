"""A minor change that becomes public: when it keeps the clinician's signature, and when not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content import publishing
from content.models import ClinicFact, Review, Revision, SmallCorrection, current_guide
from tests import make, people

pytestmark = pytest.mark.django_db
BODY = make.BODY.replace("A sore spot in a muscle.", "A sore spot in a muscel. {{ baths }}")
MENDED = BODY.replace("muscel", "muscle")


@pytest.fixture(autouse=True)
def baths():
    fact = ClinicFact(name="baths", label="When?", until_answered="Ask us about baths.")
    publishing.save_shared(fact, by=None)
    return fact


@pytest.fixture
def signed():
    return sign(make.draft(body=BODY), days_ago=9)


def sign(revision: Revision, days_ago: float = 0, ben=None) -> Revision:
    review = publishing.sign(
        revision,
        by=ben or people.ben(),
        credentials="MD",
        role="Spine doctor",
        next_due=timezone.localdate() + timedelta(days=300),
    )
    Review.objects.filter(pk=review.pk).update(signed_at=timezone.now() - timedelta(days=days_ago))
    publishing.publish(revision, by=None, at=timezone.now() - timedelta(days=days_ago))
    return revision


def minor(article, *, change=Revision.Change.MINOR, at=None, **fields) -> Revision:
    words = make.words(**({"body": MENDED} | fields))
    made = publishing.save_draft(article, words, by=None, change=change, note="Put a word right.")
    publishing.publish(made, by=None, at=at)
    return made


def is_checked() -> bool:
    [entry] = current_guide().articles()
    return entry.is_checked


def test_it_keeps_the_signature_over_a_small_correction(signed):
    mended = minor(signed.article)
    correction = mended.small_correction
    assert correction.review.revision == signed
    assert correction.words_changed == 1
    assert correction.content_hash == mended.words_hash()
    assert is_checked()


def test_it_is_part_of_publishing_at_a_later_time(signed):
    later = minor(signed.article, at=timezone.now() + timedelta(days=1))
    assert later.small_correction.words_changed == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"change": Revision.Change.MAJOR},
        {"title": "Another title"},
        {"body": MENDED.replace("have a fever", "have a high fever")},
        {"body": MENDED.replace("Pressing it hurts.", "Pressing it for 5 seconds hurts.")},
        {"body": MENDED.replace("Pressing it hurts.", "Pressing it never hurts.")},
        {"body": MENDED.replace("{{ baths }}", "")},
        {"body": MENDED.replace("## What it is", "## What this is")},
        {"summary": "What a sore spot is and where people feel it on a busy sort of day."},
    ],
)
def test_it_asks_for_a_new_signature(signed, fields):
    assert not hasattr(minor(signed.article, **fields), "small_correction")
    assert not is_checked()


def test_it_does_not_let_small_corrections_add_up(signed):
    minor(signed.article, summary="What one calls a sore spot.")
    words = "What one calls a sore spot; where people feel it; what is good for it."
    last = minor(signed.article, summary=words)
    assert not SmallCorrection.objects.filter(revision=last).exists()
    assert "words" in publishing.why_not_carried(last)


def test_it_carries_the_newest_signature(signed):
    ben = signed.reviews.get().reviewer
    again = sign(make.draft(signed.article, body=BODY, title="A new title"), 3, ben)
    mended = minor(signed.article, title="A new title")
    assert mended.small_correction.review.revision == again


def test_it_carries_no_signature_of_another_article(signed):
    other = minor(make.article())
    assert not SmallCorrection.objects.filter(revision=other).exists()


def test_it_carries_no_signature_that_ended_with_a_clinic_fact(signed, baths):
    baths.answer = "No baths for 2 days."
    publishing.save_shared(baths, by=None)
    mended = minor(signed.article)
    assert not SmallCorrection.objects.filter(revision=mended).exists()


def test_it_carries_no_signature_on_a_page_that_kept_an_older_fact(signed, baths):
    """A revision that is not public any more is not rendered again, so its hash still fits."""
    minor(signed.article)
    baths.answer = "No baths for 2 days."
    publishing.save_shared(baths, by=None)
    signed.refresh_from_db()
    assert signed.words_hash() == signed.reviews.get().signed_hash
    again = minor(signed.article, summary="What a sore place is.")
    assert not SmallCorrection.objects.filter(revision=again).exists()
    assert not is_checked()


def test_it_needs_no_correction_for_words_that_are_signed_as_they_are(signed):
    minor(signed.article)
    back = minor(signed.article, body=BODY)
    assert not SmallCorrection.objects.filter(revision=back).exists()
    assert publishing.why_not_carried(back) == ""
    assert is_checked()


def test_it_measures_again_when_it_is_published_again(signed):
    later = minor(signed.article, at=timezone.now() + timedelta(days=1))
    publishing.unschedule(later, by=None)
    Review.objects.all().delete()
    publishing.publish(later, by=None)
    assert not SmallCorrection.objects.filter(revision=later).exists()


def test_it_says_why_a_minor_change_loses_the_signature(signed):
    made = publishing.save_draft(
        signed.article,
        make.words(body=MENDED.replace("hurts.", "never hurts.")),
        by=None,
        change=Revision.Change.MINOR,
    )
    assert "“not”" in publishing.why_not_carried(made)
    assert publishing.why_not_carried(signed) == ""
    assert publishing.why_not_carried(make.draft()) == ""
