"""Taking articles off the guide in three ways, and telling patients what is new."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from content import publishing
from content.models import Article, Edition, Revision, current_guide
from content.publishing import Refused
from tests import make, people

pytestmark = pytest.mark.django_db
NOTICE, MOVED, GONE = Article.Withdrawn.NOTICE, Article.Withdrawn.MOVED, Article.Withdrawn.GONE


def withdraw(article, **fields) -> Article:
    publishing.withdraw(article, by=None, **{"reason": "Out of date."} | fields)
    article.refresh_from_db()
    return article


def test_it_is_gone_unless_another_way_is_chosen():
    article = withdraw(make.live().article)
    assert (article.withdrawn_as, article.withdrawn_to) == (GONE, None)


def test_it_keeps_the_text_under_a_notice():
    article = withdraw(make.live().article, how=NOTICE)
    assert article.withdrawn_as == NOTICE
    assert not Revision.objects.published().exists()


def test_it_sends_patients_to_another_page():
    target = make.live().article
    article = withdraw(make.live().article, how=MOVED, to=target)
    assert (article.withdrawn_as, article.withdrawn_to) == (MOVED, target)


def test_it_forgets_a_page_that_takes_no_place():
    article = withdraw(make.live().article, how=NOTICE, to=make.live().article)
    assert article.withdrawn_to is None


@pytest.mark.parametrize(
    "target",
    [
        lambda article: None,
        lambda article: make.draft().article,
        lambda article: withdraw(make.live().article),
    ],
)
def test_it_refuses_to_send_patients_where_nothing_is(target):
    article = make.live().article
    with pytest.raises(Refused, match="has to be public"):
        withdraw(article, how=MOVED, to=target(article))


def test_it_refuses_to_send_patients_in_a_circle():
    one, two, three = (make.live().article for _ in range(3))
    later = timezone.now() + timedelta(days=1)
    withdraw(two, how=MOVED, to=three, at=later)
    withdraw(three, how=MOVED, to=one, at=later)
    for target in (one, two):
        with pytest.raises(Refused, match="leads back"):
            withdraw(one, how=MOVED, to=target, at=later)


def test_it_brings_a_page_back_as_it_was():
    article = withdraw(make.live().article, how=MOVED, to=make.live().article)
    publishing.reinstate(article, by=None)
    article.refresh_from_db()
    assert (article.withdrawn_at, article.withdrawn_reason, article.withdrawn_to) == (
        None,
        "",
        None,
    )
    assert publishing.is_public(article)


@pytest.fixture
def off() -> Article:
    """A page with words that are wrong, off the site since yesterday."""
    article = make.live(days_ago=9, title="Wrong words").article
    return withdraw(article, how=NOTICE, at=timezone.now() - timedelta(days=1))


def test_it_brings_a_page_back_with_the_words_that_were_mended(off):
    mended = make.draft(off, title="Right words")
    publishing.publish(mended, by=None, brings_back=True)
    off.refresh_from_db()
    assert (off.withdrawn_at, off.withdrawn_reason, off.withdrawn_as) == (None, "", GONE)
    assert Revision.objects.published().get() == mended
    assert [entry.title for entry in current_guide().articles()] == ["Right words"]


def test_it_says_in_one_line_who_brought_the_page_back_with_which_words(off):
    petra = people.petra()
    mended = publishing.save_draft(off, make.words(title="Right"), by=None, change="minor")
    publishing.publish(mended, by=petra, brings_back=True)
    assert [line.change_message for line in LogEntry.objects.filter(user=petra)] == [
        "Published revision 2 and brought the article back with it."
    ]


def test_it_begins_one_edition_when_it_brings_a_page_back(off, monkeypatch):
    begun = []
    monkeypatch.setattr(Edition, "begin", lambda: begun.append(1))
    publishing.publish(make.draft(off), by=None, brings_back=True)
    assert begun == [1]


def test_it_leaves_a_page_off_when_its_mended_words_cannot_be_public(off):
    with pytest.raises(Refused, match="no_such_fact"):
        publishing.publish(make.draft(off, body="{{ no_such_fact }}"), by=None, brings_back=True)
    off.refresh_from_db()
    assert off.withdrawn_at is not None
    assert Revision.objects.get(number=2).published_at is None


def test_it_brings_nothing_back_at_a_set_time(off):
    tomorrow = timezone.now() + timedelta(days=1)
    for choice in ({}, {"brings_back": True}):
        with pytest.raises(Refused, match="no set time brings it back"):
            publishing.publish(make.draft(off), by=None, at=tomorrow, **choice)
    assert not Revision.objects.filter(published_at=tomorrow).exists()


def test_it_brings_nothing_back_with_the_words_that_were_taken_off(off):
    with pytest.raises(Refused, match="were taken off"):
        publishing.publish(off.newest(), by=None, brings_back=True)
    assert not publishing.is_public(off)


def test_it_publishes_as_ever_when_nothing_has_to_be_brought_back():
    revision = make.draft()
    publishing.publish(revision, by=None, brings_back=True)
    assert Revision.objects.published().get() == revision


def test_it_forgets_a_day_that_came_while_the_page_was_off(off):
    """Nobody has read those words, and no list of versions may say so."""
    planned = make.draft(off, title="Planned words")
    Revision.objects.filter(pk=planned.pk).update(published_at=timezone.now() - timedelta(hours=3))
    petra = people.petra()
    mended = publishing.save_draft(off, make.words(title="Right"), by=None, change="minor")
    publishing.publish(mended, by=petra, brings_back=True)
    planned.refresh_from_db()
    assert planned.published_at is None
    assert LogEntry.objects.filter(change_message="Took revision 2 off the schedule.").exists()
    assert Revision.objects.published().get() == mended


def test_it_keeps_when_the_words_that_were_taken_off_ended(off):
    since = off.withdrawn_at
    publishing.publish(make.draft(off), by=None, brings_back=True)
    assert Revision.objects.get(number=1).taken_off_at == since


def test_it_refuses_a_silent_change_of_what_patients_have_read():
    petra = people.petra()
    revision = make.draft(make.live().article, title="New words")
    with pytest.raises(Refused, match="Say in plain words what is new"):
        publishing.publish(revision, by=petra)
    publishing.say_what_is_new(revision, by=petra, note="  A new  phone number. ")
    publishing.publish(revision, by=petra)
    assert Revision.objects.published().get().change_note == "A new phone number."


def test_it_asks_for_no_note_before_anybody_has_read_the_page():
    publishing.publish(make.draft(), by=people.petra())
    assert Revision.objects.published().exists()


def test_it_asks_for_no_note_of_a_minor_change():
    article = make.live().article
    words = make.words(title="Spelled right")
    revision = publishing.save_draft(article, words, by=None, change="minor")
    publishing.publish(revision, by=people.petra())
    assert Revision.objects.published().get() == revision


@pytest.mark.parametrize("note", [" ", "x" * 201])
def test_it_refuses_a_note_of_no_use(note):
    revision = make.draft(make.live().article)
    with pytest.raises(Refused, match="200 letters"):
        publishing.say_what_is_new(revision, by=None, note=note)


def test_it_keeps_a_note_that_patients_have_read():
    with pytest.raises(Refused, match="has its note"):
        publishing.say_what_is_new(make.live(), by=None, note="New")


@pytest.mark.parametrize("cast", [people.ana, people.ben, people.carla, people.stranger])
def test_it_refuses_somebody_who_may_not_publish(cast):
    revision, who = make.live(), cast()
    for verb in (
        lambda: publishing.withdraw(revision.article, by=who, reason="x", how=NOTICE),
        lambda: publishing.reinstate(revision.article, by=who),
        lambda: publishing.say_what_is_new(revision, by=who, note="x"),
    ):
        with pytest.raises(PermissionDenied):
            verb()
