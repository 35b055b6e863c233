"""`published()` is the only word for what a patient may see."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from content.models import Revision
from tests import make

pytestmark = pytest.mark.django_db
PAST, FUTURE, NEVER = -1, 1, None


def at(days: float | None):
    return None if days is None else timezone.now() + timedelta(days=days)


def shown(article) -> str | None:
    found = Revision.objects.published().filter(article=article)
    assert len(found) <= 1
    return found[0].title if found else None


def with_dates(older, newer, withdrawn=None):
    article = make.article()
    for title, moment in (("older", older), ("newer", newer)):
        revision = make.draft(article, title=title)
        Revision.objects.filter(pk=revision.pk).update(published_at=moment)
    article.withdrawn_at = withdrawn
    article.save()
    return article


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        (NEVER, NEVER, None),
        (PAST, NEVER, "older"),
        (NEVER, PAST, "newer"),
        (FUTURE, NEVER, None),
        (PAST, FUTURE, "older"),
        (FUTURE, FUTURE, None),
        (-2, -1, "newer"),
        (-1, -2, "older"),
        (FUTURE, PAST, "newer"),
    ],
)
def test_it_shows_the_revision_with_the_latest_date_that_has_come(older, newer, expected):
    assert shown(with_dates(at(older), at(newer))) == expected


def test_it_shows_the_higher_number_of_two_with_the_same_date():
    moment = at(PAST)
    assert shown(with_dates(moment, moment)) == "newer"


@pytest.mark.parametrize(("older", "newer"), [*product([PAST, FUTURE, NEVER], repeat=2)])
def test_it_shows_nothing_of_a_withdrawn_article(older, newer):
    assert shown(with_dates(at(older), at(newer), withdrawn=at(PAST))) is None


def test_it_still_shows_an_article_whose_withdrawal_is_to_come():
    assert shown(with_dates(at(PAST), at(NEVER), withdrawn=at(FUTURE))) == "older"


def test_it_can_look_at_another_moment():
    article = with_dates(at(PAST), at(FUTURE))
    later = Revision.objects.published(at(2)).get(article=article)
    assert later.title == "newer"


def test_it_is_the_only_place_that_reads_the_dates():
    """Nobody else decides what is public by looking at the raw columns."""
    from tests.source import python_files

    offenders = [
        name
        for name, text in python_files("content")
        if "published_at__lte" in text and not name.startswith("content/models/")
    ]
    assert offenders == []
