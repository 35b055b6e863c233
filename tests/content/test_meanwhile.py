"""What a colleague does between a look at a revision and the moment at which it goes live."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content import publishing
from content.models import Revision
from content.publishing import going_live
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def meanwhile(monkeypatch):
    """Does something after the checks of a publication, and before it is written down."""

    def between(act):
        usual = going_live.refuse_errors

        def checks_and_then(*args, **kwargs):
            usual(*args, **kwargs)
            monkeypatch.setattr(going_live, "refuse_errors", usual)
            act()

        monkeypatch.setattr(going_live, "refuse_errors", checks_and_then)

    return between


def fresh(revision: Revision) -> Revision:
    return Revision.objects.select_related("article").get(pk=revision.pk)


def test_it_publishes_nothing_that_was_thrown_away_meanwhile(meanwhile):
    revision = make.draft()
    meanwhile(lambda: publishing.discard(fresh(revision), by=None))
    with pytest.raises(publishing.Refused, match="discarded"):
        publishing.publish(revision, by=None)
    assert fresh(revision).published_at is None


def test_it_publishes_nothing_that_was_taken_off_meanwhile(meanwhile):
    article = make.live().article
    revision = make.draft(article)
    other = fresh(revision).article
    meanwhile(lambda: publishing.withdraw(other, by=None, reason="It is wrong."))
    with pytest.raises(publishing.Refused, match="is off the site"):
        publishing.publish(revision, by=None)


def test_it_publishes_as_ever_what_a_colleague_brought_back_meanwhile(meanwhile):
    article = make.live(days_ago=3).article
    publishing.withdraw(article, by=None, reason="It is wrong.")
    revision = fresh(make.draft(article))
    other = fresh(revision).article
    meanwhile(lambda: publishing.reinstate(other, by=None))
    publishing.publish(revision, by=None, brings_back=True)
    assert Revision.objects.published().get() == revision
    assert not Revision.objects.exclude(taken_off_at=None).exists()


def test_it_leaves_what_a_colleague_published_meanwhile_on_the_site(meanwhile):
    revision = make.draft()
    meanwhile(lambda: publishing.publish(fresh(revision), by=None))
    with pytest.raises(publishing.Refused, match="on the site already"):
        publishing.publish(revision, by=None, at=timezone.now() + timedelta(days=3))
    assert Revision.objects.published().filter(pk=revision.pk).exists()


def test_it_takes_nothing_off_the_schedule_whose_moment_has_come():
    revision = make.live(days_ago=-1)
    Revision.objects.filter(pk=revision.pk).update(published_at=timezone.now())
    with pytest.raises(publishing.Refused, match="on the site already"):
        publishing.unschedule(revision, by=None)
    assert Revision.objects.published().filter(pk=revision.pk).exists()


def test_it_adds_a_note_once():
    article = make.live().article
    revision = make.draft(article)
    publishing.say_what_is_new(fresh(revision), by=None, note="The first.")
    with pytest.raises(publishing.Refused, match="note already"):
        publishing.say_what_is_new(revision, by=None, note="The second.")
    assert fresh(revision).change_note == "The first."
