"""Where a page stands is said in full: what patients read, what comes, and what does not."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from content import publishing
from content.admin.standing import day_and_time, standing
from tests import make, people

pytestmark = pytest.mark.django_db


def comes(revision) -> datetime:
    at = timezone.now() + timedelta(days=1)
    publishing.publish(revision, by=None, at=at)
    return at


def test_it_says_when_a_change_comes():
    live = make.live()
    at = comes(make.draft(live.article))
    assert standing(live.article).label == f"On the site. A change comes {day_and_time(at)}"


@pytest.mark.parametrize(
    ("begin", "said"),
    [(make.live, "On the site. A change comes"), (make.draft, "Goes on the site")],
)
def test_it_says_that_a_newer_draft_does_not_come_with_it(begin, said):
    """Whoever mends what is on the schedule would think that the mend comes too."""
    article = begin().article
    at = comes(make.draft(article, title="With a mistake"))
    make.draft(article, title="Mended")
    wanted = f"{said} {day_and_time(at)}, without the newer draft"
    assert standing(article).label == wanted
    people.ben()
    publishing.ask_for_review(article.newest(), by=people.ana())
    assert standing(article).label == wanted


def test_it_says_how_far_a_newer_draft_is():
    live = make.live()
    make.draft(live.article, title="New")
    assert standing(live.article).label == "On the site, newer draft not finished"
