"""A part of the guide is public with its first public page, and staff can look at it before."""

from datetime import timedelta

import pytest
from django.contrib.redirects.models import Redirect
from django.urls import reverse
from django.utils import timezone

from content import publishing, search
from content.models import Article, Topic, current_guide
from tests import make, people

pytestmark = pytest.mark.django_db
Withdrawn = Article.Withdrawn
LATER = "/later/"
EVERYWHERE = ("/", "/es/", "/about/", "/sitemap.xml", "/sore-spots/")


@pytest.fixture
def others():
    """A public part before the new one, and one after it."""
    for position, name in ((1, "sore-spots"), (3, "after")):
        part = make.topic(slug=name, title=name.replace("-", " ").capitalize(), position=position)
        make.live(make.article(topic=part, slug=f"first-{name}"))


@pytest.fixture
def later(others):
    return make.topic(slug="later", title="Later on", position=2, summary="What comes later.")


def named(client) -> list[str]:
    return [path for path in EVERYWHERE if LATER in client.get(path).getvalue().decode()]


def numbers() -> dict[str, int]:
    return {topic.slug: topic.number for topic in current_guide().topics}


def preview(topic) -> str:
    return reverse("admin:content_topic_preview", args=[topic.pk])


def test_it_stands_nowhere_before_it_has_a_public_page(client, later):
    make.draft(make.article(topic=later))
    assert named(client) == []
    assert client.get(LATER).status_code == 404
    assert numbers() == {"sore-spots": 1, "after": 2}
    assert "Part 2 of 2" in client.get("/after/").content.decode()


@pytest.mark.parametrize("make_page", [make.live, lambda page: make.muscle(topic=page.topic)])
def test_it_stands_everywhere_in_its_place_once_it_has_one(client, later, make_page):
    assert named(client) == []
    make_page(make.article(topic=later, slug="opening"))
    assert named(client) == list(EVERYWHERE)
    assert "Part 2 of 3" in client.get(LATER).content.decode()
    assert numbers() == {"sore-spots": 1, "later": 2, "after": 3}


def test_it_comes_at_the_moment_of_its_first_page(client, later, monkeypatch):
    page = make.live(make.article(topic=later), days_ago=-2)
    assert named(client) == []
    assert client.get(LATER).status_code == 404
    monkeypatch.setattr(timezone, "now", lambda: page.published_at + timedelta(seconds=1))
    assert client.get(LATER).status_code == 200
    assert named(client) == list(EVERYWHERE)


def test_it_needs_a_page_in_the_language_of_the_guide(client, later):
    make.live(make.article(topic=later, language="es"))  # which has no page of its own yet
    assert named(client) == []


def test_it_has_the_same_number_in_the_search(later):
    after = Topic.objects.get(slug="after")
    made = make.live(make.article(topic=after), title="Zebra stripes")
    (hit,) = search.find("zebra").hits
    assert hit.topic_number == 2
    assert current_guide().by_article[made.article_id].topic.number == 2


def test_it_says_that_it_is_gone_when_its_last_page_was_taken_down(client, later):
    page = make.live(make.article(topic=later), title="Old advice").article
    publishing.withdraw(page, by=None, reason="It was wrong.")
    assert named(client) == []
    answer = client.get(LATER)
    assert answer.status_code == 410
    assert "“Later on” is no longer part of this guide." in answer.content.decode()
    assert "Old advice" not in answer.content.decode()
    assert client.get(f"{LATER}page/2/").status_code == 410
    publishing.reinstate(page, by=None)
    assert client.get(LATER).status_code == 200


@pytest.mark.parametrize(("how", "status"), [(Withdrawn.NOTICE, 200), (Withdrawn.GONE, 410)])
def test_it_still_shows_what_became_of_its_pages(client, later, how, status):
    page = make.live(make.article(topic=later, slug="opening"), title="Old advice").article
    publishing.withdraw(page, by=None, reason="It was wrong.", how=how)
    for path in ("", "print/", "large-print/"):
        answer = client.get(f"{LATER}opening/{path}")
        assert answer.status_code == status
        said = answer.content.decode()
        assert "It was wrong." in said
        assert f'href="{LATER}"' not in said
        assert "Part 0" not in said


def test_it_leads_from_no_address_that_nobody_had(client, later):
    later.slug = "much-later"
    publishing.save_topic(later, by=None)
    assert not Redirect.objects.exists()
    make.live(make.article(topic=later))
    later.slug = "later"
    publishing.save_topic(later, by=None)
    assert client.get("/much-later/")["Location"] == LATER


def test_it_shows_a_draft_as_a_page_of_the_part_to_come(client, later):
    draft = make.draft(make.article(topic=later))
    client.force_login(people.ana())
    path = reverse("admin:content_article_revision", args=[draft.article_id, draft.number])
    assert "Part 2 of 3:" in client.get(path).content.decode()
    assert numbers() == {"sore-spots": 1, "after": 2}


def test_it_can_be_looked_at_before(client, later):
    client.force_login(people.petra())
    answer = client.get(preview(later))
    said = answer.content.decode()
    for words in ("Part 2 of 3", "Later on</h1>", "What comes later.", 'content="noindex"'):
        assert words in said, words
    assert "Next: part 3" in said
    assert "Back: part 1" in said
    assert "no-store" in answer["Cache-Control"]
    assert named(client) == []


def test_it_leads_to_the_page_itself_once_that_is_public(client, later):
    make.live(make.article(topic=later))
    client.force_login(people.petra())
    assert client.get(preview(later))["Location"] == LATER


@pytest.mark.parametrize(("name", "status"), [("ana", 200), ("carla", 403), ("stranger", 302)])
def test_it_shows_the_preview_to_those_who_may_see_topics(client, later, name, status):
    client.force_login(getattr(people, name)())
    assert client.get(preview(later)).status_code == status


def test_it_tells_staff_which_parts_are_on_the_site(client, later):
    client.force_login(people.petra())
    said = client.get(reverse("admin:content_topic_changelist")).content.decode()
    assert said.count("On the site") == 2
    assert said.count("Not yet: it has no page on the site") == 1
    form = client.get(reverse("admin:content_topic_change", args=[later.pk])).content.decode()
    assert f'href="{preview(later)}"' in form
