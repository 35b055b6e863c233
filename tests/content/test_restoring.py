"""Going back to earlier words and throwing away drafts: nothing ever leaves the history."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from content import publishing
from content.models import ClinicFact, ReviewRequest, Revision, ShareLink
from tests import make, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    """With an old live revision and a draft."""
    live = make.live(title="Old words")
    make.draft(live.article, title="New words")
    return live.article


def number(article, number: int) -> Revision:
    return article.revisions.get(number=number)


def test_it_restores_old_words_as_a_new_revision(article):
    old = number(article, 1)
    old.checklist = {"plain": "yes"}
    old.save()
    made = publishing.restore(old, by=people.ana())
    assert (made.number, made.title, made.restored_from) == (3, "Old words", 1)
    assert made.change_note == ""
    assert made.checklist == {"plain": "yes"}
    assert made.published_at is None
    assert article.revisions.count() == 3
    assert LogEntry.objects.filter(change_message__contains="Saved revision 3").exists()


def test_what_is_restored_says_in_plain_words_what_is_new_before_it_comes_public(article):
    publishing.publish(number(article, 2), by=None)
    made = publishing.restore(number(article, 1), by=people.ana())
    petra = people.petra()
    with pytest.raises(publishing.Refused, match="Say in plain words what is new"):
        publishing.publish(made, by=petra)
    publishing.say_what_is_new(made, by=petra, note="The older advice is back.")


def test_it_restores_nothing_that_is_there_already(article):
    with pytest.raises(publishing.Refused, match="newest words already"):
        publishing.restore(number(article, 2), by=None)


def test_it_discards_a_draft_and_keeps_it(article):
    draft = number(article, 2)
    link = ShareLink.objects.create(
        revision=draft, token_hash="x", for_whom="Eve", expires_at=timezone.now() + timedelta(9)
    )
    publishing.discard(draft, by=people.ana())
    assert article.newest().number == 1
    assert article.revisions.count() == 2
    link.refresh_from_db()
    assert link.ended_at
    assert LogEntry.objects.filter(change_message="Discarded revision 2.").exists()


def test_it_restores_what_was_discarded(article):
    draft = number(article, 2)
    publishing.discard(draft, by=None)
    draft.refresh_from_db()
    assert publishing.restore(draft, by=None).title == "New words"
    assert article.newest().number == 3


def test_it_numbers_on_after_a_discarded_draft(article):
    publishing.discard(number(article, 2), by=None)
    made = publishing.save_draft(article, make.words(), by=None, based_on=1)
    assert made.number == 3


def test_it_discards_nothing_that_was_public(article):
    with pytest.raises(publishing.Refused, match="on the site"):
        publishing.discard(number(article, 1), by=None)


def test_it_discards_nothing_that_is_scheduled(article):
    draft = number(article, 2)
    publishing.publish(draft, by=None, at=timezone.now() + timedelta(days=1))
    with pytest.raises(publishing.Refused, match="schedule"):
        publishing.discard(draft, by=None)


def test_it_discards_nothing_that_somebody_reviews(article):
    draft = number(article, 2)
    asked = ReviewRequest.objects.create(article=article, revision=draft)
    with pytest.raises(publishing.Refused, match="asked to review"):
        publishing.discard(draft, by=None)
    asked.state = ReviewRequest.State.TAKEN_BACK
    asked.save()
    publishing.discard(draft, by=None)


def test_it_discards_nothing_twice(article):
    publishing.discard(number(article, 2), by=None)
    with pytest.raises(publishing.Refused, match="discarded already"):
        publishing.discard(number(article, 2), by=None)


def test_it_publishes_nothing_that_was_discarded(article):
    publishing.discard(number(article, 2), by=None)
    with pytest.raises(publishing.Refused, match="Restore it"):
        publishing.publish(number(article, 2), by=None)


def test_it_renders_no_discarded_draft_again(article):
    fact = ClinicFact(name="baths", label="When?", until_answered="Ask us.")
    publishing.save_shared(fact, by=None)
    draft = make.draft(article, body="## Baths\n\n{{ baths }}")
    publishing.discard(draft, by=None)
    fact.answer = "Tomorrow."
    publishing.save_shared(fact, by=None)
    draft.refresh_from_db()
    assert "Ask us." in draft.body_html
    assert "Tomorrow." in publishing.restore(draft, by=None).body_html


@pytest.mark.parametrize("somebody", [people.ben, people.carla, people.stranger])
@pytest.mark.parametrize("verb", [publishing.restore, publishing.discard])
def test_it_asks_for_the_right(article, verb, somebody):
    wrong = somebody()
    for one in article.revisions.all():
        with pytest.raises(PermissionDenied):
            verb(one, by=wrong)
    assert article.revisions.count() == 2
    assert article.newest().number == 2
