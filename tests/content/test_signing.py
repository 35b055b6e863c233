"""Signing: only another person, only the newest words, only what was on the screen."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from content import publishing
from content.models import Edition, Review, ReviewRequest, valid_reviews
from content.publishing import Refused
from tests import make, people

pytestmark = pytest.mark.django_db
NEXT_YEAR = timezone.localdate() + timedelta(days=365)


@pytest.fixture
def ben():
    return people.ben()


@pytest.fixture
def draft():
    make.clinic()
    return publishing.save_draft(make.article(), make.words(), by=people.ana())


def sign(revision, ben, **fields):
    told = {"credentials": "MD", "role": "Spine doctor", "next_due": NEXT_YEAR} | fields
    return publishing.sign(revision, by=ben, **told)


def test_it_keeps_who_signed_which_words(draft, ben):
    review = sign(draft, ben)
    assert (review.name, review.writer.username) == ("Ben Okafor", "ana")
    assert review.signed_hash == draft.words_hash()


def test_it_answers_the_request_and_tells_who_asked(draft, ben, letters):
    request = publishing.ask_for_review(draft, by=draft.created_by, reviewer=ben)
    sign(draft, ben)
    request.refresh_from_db()
    assert (request.state, request.answered_by) == ("signed", ben)
    about = {"article": draft.article_id, "revision": draft.pk, "request": request.pk}
    assert letters[-1] == ("review_signed", "ana", about)


def test_it_signs_what_nobody_asked_about(draft, ben, letters):
    sign(draft, ben)
    assert letters == []
    assert not ReviewRequest.objects.exists()


def test_it_refuses_a_signature_on_ones_own_words():
    both = people.person("both", [*people.ANA, *people.BEN])
    draft = publishing.save_draft(make.article(), make.words(body="## A\n\nB."), by=both)
    with pytest.raises(Refused, match="second clinician"):
        sign(draft, both)


def test_it_refuses_old_words(draft, ben):
    make.draft(draft.article, title="Newer")
    with pytest.raises(Refused, match="Revision 2 was saved since"):
        sign(draft, ben)


def test_it_refuses_a_draft_that_was_thrown_away(draft, ben):
    draft.discarded_at = timezone.now()
    draft.save()
    with pytest.raises(Refused, match="thrown away"):
        sign(draft, ben)


def test_it_signs_the_words_before_a_draft_that_was_thrown_away(draft, ben):
    newer = make.draft(draft.article)
    newer.discarded_at = timezone.now()
    newer.save()
    assert sign(draft, ben).revision == draft


def test_it_refuses_words_that_changed_while_they_were_read(draft, ben):
    seen = draft.words_hash()
    make.clinic(phone="(503) 555-0199")
    draft.refresh_from_db()
    with pytest.raises(Refused, match="changed while you were reading"):
        sign(draft, ben, seen_hash=seen)
    assert sign(draft, ben, seen_hash=draft.words_hash())


def test_it_compares_what_it_was_handed_with_what_is_kept(draft, ben):
    make.clinic(phone="(503) 555-0199")
    with pytest.raises(Refused, match="changed while you were reading"):
        sign(draft, ben)
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"credentials": " "}, "needs the credentials"),
        ({"role": ""}, "needs the credentials"),
        ({"credentials": "x" * 61}, "60 letters"),
        ({"role": "x" * 121}, "120 letters"),
        ({"next_due": timezone.localdate()}, "still to come"),
        ({"next_due": date(2020, 1, 1)}, "still to come"),
        ({"next_due": timezone.localdate() + timedelta(days=1100)}, "within three years"),
    ],
)
def test_it_refuses_a_signature_that_says_too_little_or_too_much(draft, ben, fields, words):
    with pytest.raises(Refused, match=words):
        sign(draft, ben, **fields)


@pytest.mark.parametrize("cast", [people.ana, people.petra, people.carla, people.stranger])
def test_it_refuses_somebody_who_may_not_sign(cast):
    draft = make.draft()
    with pytest.raises(PermissionDenied):
        sign(draft, cast())


class TestTakingItBack:
    def test_the_page_is_unsigned_at_once_and_the_signature_is_kept(self, draft, ben):
        sign(draft, ben)
        publishing.publish(draft, by=None)
        assert valid_reviews(timezone.now())
        before = Edition.current()
        publishing.take_back_signature(draft.article, by=ben)
        assert valid_reviews(timezone.now()) == {}
        assert Edition.current() != before
        assert Review.objects.get().taken_back_at is not None

    def test_earlier_signatures_under_the_same_words_go_with_it(self, draft, ben):
        first = sign(draft, ben)
        sign(draft, ben)
        publishing.publish(draft, by=None)
        publishing.take_back_signature(draft.article, by=ben)
        first.refresh_from_db()
        assert first.taken_back_at is not None
        assert valid_reviews(timezone.now()) == {}

    def test_the_signature_of_a_colleague_stays(self, draft, ben):
        bea = people.member("Medical reviewer", "bea", first_name="Bea", last_name="Long")
        sign(draft, bea)
        sign(draft, ben)
        publishing.publish(draft, by=None)
        publishing.take_back_signature(draft.article, by=ben)
        assert [review.name for review in valid_reviews(timezone.now()).values()] == ["Bea Long"]

    def test_a_small_correction_of_the_words_is_unsigned_too(self, ben):
        first = make.live(body=make.BODY.replace("sore", "soar", 1))
        sign(first, ben)
        words = make.words(body=make.BODY)
        small = publishing.save_draft(first.article, words, by=None, change="minor")
        publishing.publish(small, by=None)
        assert valid_reviews(timezone.now())
        publishing.take_back_signature(first.article, by=ben)
        assert valid_reviews(timezone.now()) == {}
        again = publishing.save_draft(
            first.article, make.words(body=make.BODY + " Yes."), by=None, change="minor"
        )
        publishing.publish(again, by=None)
        assert valid_reviews(timezone.now()) == {}

    def test_it_can_be_given_again(self, draft, ben):
        sign(draft, ben)
        publishing.publish(draft, by=None)
        publishing.take_back_signature(draft.article, by=ben)
        sign(draft, ben)
        assert valid_reviews(timezone.now())

    def test_nobody_takes_back_what_they_did_not_sign(self, draft, ben):
        bea = people.member("Medical reviewer", "bea", first_name="Bea", last_name="Long")
        sign(draft, ben)
        publishing.publish(draft, by=None)
        with pytest.raises(Refused, match="no signature of yours"):
            publishing.take_back_signature(draft.article, by=bea)
        with pytest.raises(PermissionDenied):
            publishing.take_back_signature(draft.article, by=people.petra())
        assert valid_reviews(timezone.now())
