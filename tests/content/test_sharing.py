"""Secret links to a draft: made, opened, commented on, ended."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from content import publishing
from content.models import Comment, ShareLink
from content.publishing import Refused, sharing
from tests import make, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return make.draft()


def share(draft, **fields) -> str:
    return publishing.share(draft, by=None, **{"for_whom": "Dr. Lee", "days": 7} | fields)


def test_it_makes_a_secret_that_only_its_holder_has(draft):
    token = share(draft)
    assert len(token) >= 43
    link = ShareLink.objects.get()
    assert token not in str(link.__dict__)
    assert publishing.opened(token) == link


@pytest.mark.parametrize("token", ["", "wrong", "é" * 50, "\udcff"])
def test_it_opens_nothing_with_a_wrong_secret(draft, token):
    share(draft)
    assert publishing.opened(token) is None


def test_it_opens_nothing_after_the_last_day(draft):
    token = share(draft, days=1)
    ShareLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert publishing.opened(token) is None


def test_it_opens_nothing_once_it_was_ended(draft):
    token = share(draft)
    publishing.end_share(ShareLink.objects.get(), by=people.ana())
    assert publishing.opened(token) is None


def test_it_opens_no_draft_that_was_thrown_away(draft):
    token = share(draft)
    draft.discarded_at = timezone.now()
    draft.save()
    assert publishing.opened(token) is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"for_whom": " "}, "whom the link is for"),
        ({"for_whom": "x" * 81}, "80 letters"),
        ({"days": 0}, "from 1 to 30"),
        ({"days": 31}, "from 1 to 30"),
    ],
)
def test_it_refuses_a_link_without_name_or_end(draft, fields, words):
    with pytest.raises(Refused, match=words):
        share(draft, **fields)


def test_it_shares_only_the_newest_words(draft):
    make.draft(draft.article)
    with pytest.raises(Refused, match="Revision 2"):
        share(draft)


def test_it_lets_only_so_many_links_work_at_once(draft, monkeypatch):
    monkeypatch.setattr(sharing, "MOST_LINKS", 1)
    share(draft)
    with pytest.raises(Refused, match="End one of them"):
        share(draft)


def test_it_keeps_what_a_guest_says_once(draft):
    link = publishing.opened(share(draft))
    for _ in range(2):
        said = publishing.comment_as_guest(link, "s-what-it-is", "Not always. ")
    assert Comment.objects.get() == said
    assert (said.by, said.by_name, said.heading) == (None, "Dr. Lee", "What it is")


def test_it_limits_what_a_guest_says(draft, monkeypatch):
    link = publishing.opened(share(draft))
    monkeypatch.setattr(sharing, "MOST_COMMENTS", 1)
    publishing.comment_as_guest(link, "", "One")
    with pytest.raises(Refused, match="no more comments"):
        publishing.comment_as_guest(link, "", "Two")
    with pytest.raises(Refused, match="2,000 letters"):
        publishing.comment_as_guest(link, "", "x" * 2001)
    with pytest.raises(Refused, match="no such heading"):
        publishing.comment_as_guest(link, "s-nowhere", "x")


def test_it_takes_no_comment_by_a_link_that_has_ended(draft):
    link = publishing.opened(share(draft))
    publishing.end_share(link, by=None)
    with pytest.raises(Refused, match="This link has ended"):
        publishing.comment_as_guest(link, "", "x")


@pytest.mark.parametrize("cast", [people.ben, people.carla, people.stranger])
def test_it_refuses_somebody_who_may_not_write(draft, cast):
    who = cast()
    with pytest.raises(PermissionDenied):
        publishing.share(draft, by=who, for_whom="Dr. Lee", days=1)
    share(draft)
    with pytest.raises(PermissionDenied):
        publishing.end_share(ShareLink.objects.get(), by=who)
