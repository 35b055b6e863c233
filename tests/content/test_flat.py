"""A large guide costs no more than a small one: what must hold without a clock."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content import publishing, search, sitemaps
from content.models import Article, Edition, Revision
from content.views.articles import PER_PAGE
from tests import make

pytestmark = pytest.mark.django_db
FEW, MANY = 10, 200
DAY = r"<lastmod>\d{4}-\d\d-\d\d</lastmod>"


@pytest.fixture
def topic():
    topic = make.topic(slug="sore-spots", title="Sore spots")
    make.live(make.article(topic=topic, slug="first", position=0))
    return topic


def fill(topic, count: int) -> None:
    """So many articles in all, by hand to save time."""
    have = topic.articles.count()
    made = Article.objects.bulk_create(
        Article(topic=topic, slug=f"more-{n}", position=n) for n in range(have, count)
    )
    Revision.objects.bulk_create(
        Revision(
            article=article, number=1, title=f"More {article.slug}", summary="More.",
            key_points="One.", body="A sore knot.", body_html="<p>A sore knot.</p>",
            plain_text="A sore knot.", published_at=timezone.now(), word_count=3,
        )
        for article in made
    )  # fmt: skip
    Edition.begin()
    search.rebuild()


@pytest.mark.parametrize(
    "path",
    ["/sore-spots/first/", "/sore-spots/", "/search/?q=knot", "/sitemap.xml", "/", "/about/"],
)
def test_it_asks_the_database_as_much_about_200_articles_as_about_10(client, topic, path):
    asked = []
    for count in (FEW, MANY):
        fill(topic, count)
        client.get(path)  # reads the guide and the shelf of the new edition
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).getvalue()
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_it_makes_a_topic_page_no_heavier(client, topic):
    fill(topic, PER_PAGE + 1)
    before = client.get("/sore-spots/").content
    fill(topic, MANY)
    after = client.get("/sore-spots/").content
    assert abs(len(after) - len(before)) < 500
    assert after.count(b'class="page-list__item"') == PER_PAGE


def test_it_lists_every_article_of_a_long_part_once_in_order(client, topic):
    fill(topic, MANY)
    path, found = "/sore-spots/", []
    while path:
        text = client.get(path).content.decode()
        found += re.findall(r'page-list__title"><a href="([^"]+)"', text)
        following = re.search(r'button--second" rel="next" href="(/sore-spots/[^"]+)"', text)
        path = following[1] if following else ""
    assert found == [f"/sore-spots/{a.slug}/" for a in topic.articles.order_by("position")]


def test_it_says_on_which_list_one_is(client, topic):
    fill(topic, MANY)
    page = client.get("/sore-spots/page/2/").content.decode()
    assert "<title>Sore spots, page 2 –" in page
    assert "List 2 of 7" in page
    assert 'rel="prev" href="/sore-spots/"' in page
    assert 'canonical" href="https://guide.example.org/sore-spots/page/2/"' in page


@pytest.mark.parametrize("path", ["page/1/", "page/0/", "page/8/"])
def test_it_has_no_list_that_nobody_needs(client, topic, path):
    fill(topic, MANY)
    assert client.get(f"/sore-spots/{path}").status_code == 404


@pytest.mark.parametrize("asked", ["page/2/", "page/2", "page/2/?from=code", "page/2?from=code"])
def test_it_leads_from_a_list_of_a_part_that_was_renamed(client, topic, asked):
    fill(topic, MANY)
    for slug in ("tight-knots", "knots"):
        topic.slug = slug
        publishing.save_topic(topic, by=None)
    query = asked.partition("?")[2] and "?from=code"
    for old in ("sore-spots", "tight-knots"):
        answer = client.get(f"/{old}/{asked}")
        assert (answer.status_code, answer["Location"]) == (301, f"/knots/page/2/{query}")
    assert client.get("/knots/page/2/").status_code == 200
    assert client.get("/elsewhere/page/2/").status_code == 404


def test_it_shows_one_list_and_no_way_to_others_in_a_part_of_usual_size(client, topic):
    fill(topic, PER_PAGE)
    assert 'class="pager"' not in client.get("/sore-spots/").content.decode()


class TestSitemap:
    def test_it_sends_pieces_of_a_bounded_size(self, client, topic):
        fill(topic, MANY * 3)
        pieces = list(client.get("/sitemap.xml").streaming_content)
        assert len(pieces) > 3
        addresses = [piece.count(b"<url>") for piece in pieces]
        assert max(addresses) == sitemaps.IN_A_PIECE
        assert sum(addresses) >= MANY * 3

    def test_it_reads_no_further_than_it_has_sent(self, client, topic, monkeypatch):
        fill(topic, MANY * 3)
        written = []
        line = sitemaps.line
        monkeypatch.setattr(sitemaps, "line", lambda *of: written.append(of) or line(*of))
        pieces = iter(client.get("/sitemap.xml").streaming_content)
        next(pieces), next(pieces)
        assert len(written) == sitemaps.IN_A_PIECE

    def test_it_tells_each_address_once_with_the_day_of_its_last_change(self, client, topic):
        fill(topic, FEW)
        text = client.get("/sitemap.xml").getvalue().decode()
        addresses = re.findall("<loc>(.+?)</loc>", text)
        assert len(addresses) == len(set(addresses))
        address = "https://guide.example.org/sore-spots/first/"
        assert re.search(f"<url><loc>{address}</loc>{DAY}</url>", text)

    def test_it_is_a_list_of_files_where_one_would_be_too_long(self, client, topic, monkeypatch):
        fill(topic, FEW)
        whole = client.get("/sitemap.xml").getvalue().decode()
        monkeypatch.setattr(sitemaps, "MOST", 7)
        index = client.get("/sitemap.xml").getvalue().decode()
        assert "<sitemapindex" in index
        files = re.findall("<loc>https://guide.example.org(.+?)</loc>", index)
        parts = [client.get(path).getvalue().decode() for path in files]
        found = [address for part in parts for address in re.findall("<loc>.+?</loc>", part)]
        assert found == re.findall("<loc>.+?</loc>", whole)
        assert all(part.count("<url>") <= 7 for part in parts)
        assert client.get(f"/sitemap-{len(files) + 1}.xml").status_code == 404
        assert client.get("/sitemap-0.xml").status_code == 404
