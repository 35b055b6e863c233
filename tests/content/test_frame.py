"""Header and footer are rendered once for a guide, and still say on each page where one is."""

import re

import pytest

from content.models import current_guide
from content.pages import frame
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    topic = make.topic(slug="sore-spots", title="Sore spots")
    other = make.topic(slug="later", title="Later")
    for part in (topic, other):
        make.live(make.article(topic=part, slug=f"first-{part.slug}"))
        make.live(make.article(topic=part, slug=f"second-{part.slug}"))


def current(client, path: str) -> list[tuple[str, str]]:
    """The links that are marked, with how."""
    page = client.get(path).content.decode()
    return sorted(set(re.findall(r'href="([^"]+)" aria-current="([^"]+)"', page)))


@pytest.mark.usefixtures("pages")
def test_it_marks_where_one_is_on_every_page(client):
    for _ in range(2):  # made, then kept
        assert current(client, "/sore-spots/") == [("/sore-spots/", "page")]
        assert current(client, "/sore-spots/first-sore-spots/") == [("/sore-spots/", "step")]
        assert current(client, "/later/first-later/") == [("/later/", "step")]
        assert current(client, "/words-to-know/") == [("/words-to-know/", "page")]
        assert current(client, "/about/") == [("/about/", "page")]
        assert current(client, "/es/") == []


@pytest.mark.usefixtures("pages")
def test_it_offers_the_search_once_on_each_page(client):
    for path in ("/search/", "/about/", "/search/", "/nothing-here/", "/questions/"):
        assert client.get(path).content.decode().count('role="search"') == 1, path


@pytest.mark.usefixtures("pages")
def test_it_links_to_the_other_language_on_both(client):
    for _ in range(2):
        assert 'href="/" lang="en" hreflang="en"' in client.get("/es/").content.decode()
        assert 'href="/es/" lang="es" hreflang="es"' in client.get("/about/").content.decode()


@pytest.mark.usefixtures("pages")
def test_it_renders_few_for_many_pages(client):
    for name in ("first", "second"):
        client.get(f"/sore-spots/{name}-sore-spots/")
    few = len(frame.rendered(current_guide()))
    assert few == 2
    for path in ("/nothing/", "/nobody/", "/search/?q=one", "/search/?q=two", "/privacy/"):
        client.get(path)
    assert len(frame.rendered(current_guide())) <= few + 3


@pytest.mark.usefixtures("pages")
def test_it_shows_a_new_name_on_the_next_page(client):
    assert "Sore spots" in client.get("/privacy/").content.decode()
    make.live(make.article(topic=make.topic(slug="brand-new", title="A brand-new part")))
    assert "A brand-new part" in client.get("/privacy/").content.decode()
