"""A part that holds a page of warning signs says first when to call, with the number to press."""

import pytest

from content import publishing
from content.models import current_guide
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", ["emergency-signs", "when-to-call-us"])
def test_it_puts_the_number_before_all_else_of_the_part(client, slug):
    make.live(make.article(slug=slug))
    entry = current_guide().by_slug[slug]
    page = client.get(entry.topic.url).content.decode()
    assert page.index("Is this an emergency?") < page.index("Pages in this part")
    assert "go numb between your legs" in page
    assert f'href="{entry.url}">See all warning signs' in page


def test_it_knows_the_page_by_another_address(client):
    page = make.live(make.article(slug="when-to-call-us")).article
    page.slug = "call-us"
    publishing.save_article(page, by=None)
    entry = current_guide().by_slug["call-us"]
    part = client.get(entry.topic.url).content.decode()
    assert f'href="{entry.url}">See all warning signs' in part
    assert f'href="{entry.url}"' in client.get("/").content.decode().partition("<footer")[0]


def test_it_leads_to_the_page_that_took_the_place_of_the_first(client):
    page = make.live(make.article(slug="emergency-signs")).article
    other = make.live(make.article(topic=page.topic, slug="our-own-signs")).article
    how = {"how": "moved", "to": other, "reason": "Ours is newer."}
    publishing.withdraw(page, by=None, **how)
    for path in (current_guide().by_slug["our-own-signs"].topic.url, "/search/?q=chest+pain"):
        assert '/our-own-signs/">See all warning signs' in client.get(path).content.decode()


def test_it_stays_calm_in_a_part_without_such_a_page(client):
    make.live(make.article(slug="the-medicines"))
    entry = current_guide().by_slug["the-medicines"]
    assert "Is this an emergency?" not in client.get(entry.topic.url).content.decode()
