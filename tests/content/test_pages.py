"""Every public page, asked the same questions."""

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlsplit

import html5lib
import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from content import publishing
from content import urls as content_urls
from content.models import Article, Revision, current_guide
from content.models.topics import validate_slug_is_free
from enquiries import urls as enquiries_urls
from tests import make

pytestmark = pytest.mark.django_db

DATA = {"application/ld+json", "application/json"}  # no browser runs these
OWN = {
    "content:home": 1,
    "content:spanish": 1,
    "content:glossary": 2,
    "content:questions": 2,
    "content:search": 1,
    "content:about": 1,
    "content:our_numbers": 2,
    "content:not_yet_checked": 3,
    "content:privacy": 1,
    "content:accessibility": 1,
    "enquiries:contact": 4,
}


def every_path() -> list[str]:
    guide = current_guide()
    paths = [reverse(name) for name in OWN]
    paths += [topic.url for topic in guide.topics]
    for entry in guide.articles():
        parts = [entry.topic.slug, entry.slug]
        paths += [entry.url, reverse("content:print", args=parts)]
        paths.append(reverse("content:large_print", args=parts))
        paths.append(reverse("content:how_checked", args=parts))
    return [*paths, "/search/?q=knot", "/search/?q=zzzzqqq"]


def parsed(html: bytes, *, strict: bool = False):
    """Fails, where it is strict, at the first thing that a browser would have to mend."""
    build = html5lib.getTreeBuilder("etree")
    parser = html5lib.HTMLParser(build, strict=strict, namespaceHTMLElements=False)
    return parser.parse(html.decode())


class Told(NamedTuple):
    title: str
    description: str
    links: tuple[str, ...]


class Seen(NamedTuple):
    """`told` is what several tests ask of the same page, None where it is no page."""

    response: HttpResponse
    told: Told | None


@cache
def looked_at(path: str) -> Seen:
    """An address of the unchanged starter guide, for all tests that only read. Each page is looked
    at as a whole when it is asked for first, so that whoever asks first tells what is wrong."""
    response = Client().get(path)
    if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
        return Seen(response, None)
    page = check_page(path, response)
    told = Told(
        page.find("./head/title").text.strip(),
        page.find("./head/meta[@name='description']").get("content"),
        tuple(element.get("href") or "" for element in page.iter("a")),
    )
    return Seen(response, told)


def test_it_answers_every_page_and_each_is_well_made(starter_guide):
    for path in every_path():
        response, page = looked_at(path)
        assert response.status_code == 200, path
        assert page, path


def check_page(path, response):
    """Gives the page back, parsed."""
    page = parsed(response.content, strict=True)
    assert page.get("lang") in {"en", "es"}, path
    assert len(page.findall(".//h1")) == 1, path
    assert page.find(".//main") is not None, path
    assert page.find(".//header") is not None, path
    assert page.find("./head/title").text.strip(), path
    assert page.find("./head/meta[@name='description']").get("content"), path
    canonical = page.find("./head/link[@rel='canonical']").get("href")
    assert canonical.startswith(settings.SITE_URL), path
    first_link = page.find("./body").find(".//a")
    assert first_link.get("href") == "#main", path
    check_nothing_inline(path, page)
    check_nothing_from_elsewhere(path, page)
    check_no_cookie(path, response)
    check_headings(path, page)
    check_ids(path, page)
    return page


def check_nothing_inline(path, page):
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag != "style", path
        bad = [name for name in element.attrib if name == "style" or name.startswith("on")]
        assert not bad, (path, element.tag, bad)
        if element.tag == "script" and element.get("type") not in DATA:
            assert element.get("src"), path


def check_nothing_from_elsewhere(path, page):
    for element in page.iter():
        if isinstance(element.tag, str) and element.tag in {"script", "img", "source", "link"}:
            address = element.get("src") or element.get("href") or ""
            host = urlsplit(address).netloc
            assert host in {"", urlsplit(settings.SITE_URL).netloc}, (path, address)


def check_no_cookie(path, response):
    assert not response.cookies, path
    assert "Cookie" not in response.get("Vary", ""), path
    assert response["Content-Security-Policy"].startswith("default-src 'none'"), path


def check_headings(path, page):
    levels = [int(e.tag[1]) for e in page.iter() if e.tag in {"h1", "h2", "h3", "h4", "h5"}]
    jumps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
    assert not jumps, (path, levels)


def check_ids(path, page):
    ids = [e.get("id") for e in page.iter() if isinstance(e.tag, str) and e.get("id")]
    assert len(ids) == len(set(ids)), (path, sorted(i for i in ids if ids.count(i) > 1))
    for element in page.iter("a"):
        href = element.get("href") or ""
        assert not href.startswith("#") or href[1:] in ids, (path, href)


def test_it_gives_an_article_the_address_that_django_gives_it(starter_guide):
    for entry in current_guide().articles():
        assert entry.url == reverse("content:article", args=[entry.topic.slug, entry.slug])


def test_it_leads_nowhere_that_is_not_there(starter_guide):
    """Every link inside the guide is followed once."""
    seen, links = set(), set(every_path())
    while links - seen:
        path = (links - seen).pop()
        seen.add(path)
        response, page = looked_at(path)
        assert response.status_code == 200, path
        for link in page.links if page else ():
            target = urlsplit(link)
            if not target.netloc and target.scheme == "" and target.path.startswith("/"):
                links.add(target.path)


def test_it_gives_each_page_a_title_and_description_of_its_own(starter_guide):
    titles, descriptions = {}, {}
    for path in every_path():
        if "print" in path or "?" in path:
            continue
        page = looked_at(path).told
        titles.setdefault(page.title, []).append(path)
        descriptions.setdefault(page.description, []).append(path)
    assert [paths for paths in titles.values() if len(paths) > 1] == []
    assert [paths for paths in descriptions.values() if len(paths) > 1] == []


@pytest.mark.parametrize(("name", "most"), OWN.items())
def test_it_asks_the_database_little(client, starter_guide, django_assert_num_queries, name, most):
    client.get("/")
    with django_assert_num_queries(most):
        client.get(reverse(name))


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/search/?q=trigger+point", 5),
        ("/search/?q=zzzzqqq", 4),
        ("/feed.xml", 1),
        ("/sitemap.xml", 6),
        ("/robots.txt", 0),
        ("/no-such-page/", 3),
    ],
)
def test_it_asks_no_more_for_other_addresses(
    client, starter_guide, django_assert_max_num_queries, path, most
):
    client.get(path)
    with django_assert_max_num_queries(most):
        client.get(path)


def test_it_serves_a_topic_with_one_query(client, starter_guide, django_assert_num_queries):
    client.get("/")
    with django_assert_num_queries(1):
        client.get("/recovery/")


@pytest.mark.parametrize("view", ["content:article", "content:print", "content:large_print"])
def test_it_serves_an_article_with_two_queries(
    client, starter_guide, django_assert_num_queries, view
):
    client.get("/")
    with django_assert_num_queries(2):
        client.get(reverse(view, args=["recovery", "the-first-day"]))


def test_it_serves_a_signed_article_with_two_queries(client, django_assert_num_queries):
    from tests.content.test_publishing import signed

    revision = make.live()
    signed(revision)
    client.get("/")
    entry = next(current_guide().articles())
    with django_assert_num_queries(2):
        response = client.get(entry.url)
    assert b"Ben Okafor" in response.content


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_refuses_another_method(client, starter_guide, method):
    own = [reverse(name) for name in OWN if name.startswith("content:")]
    for path in [*own, "/recovery/", "/recovery/the-first-day/", "/feed.xml"]:
        response = getattr(client, method)(path)
        assert response.status_code == 405, path


def test_it_answers_head(client, starter_guide):
    assert client.head("/recovery/the-first-day/").status_code == 200


def test_it_says_that_nobody_has_signed_yet(starter_guide):
    for entry in current_guide().articles():
        page = looked_at(entry.url).response.content.decode()
        assert "not been checked by a clinician" in page or "No clinician has checked" in page
        assert "lastReviewed" not in page
        assert "Checked by" not in page


def test_it_names_the_review_only_when_it_is_true(client):
    from tests.content.test_publishing import signed

    revision = make.live(title="Signed page")
    url = next(current_guide().articles()).url
    assert b"lastReviewed" not in client.get(url).content
    signed(revision)
    page = client.get(url).content.decode()
    assert '"lastReviewed"' in page
    assert "Ben Okafor" in page


def test_it_marks_key_points_that_say_to_call(client):
    points = ["Call 911 for chest pain.", "Call us today for fever.", "Rest.", "Call us for more."]
    article = make.live(key_points="\n".join(points)).article
    for ending in ("", "print/"):
        html = client.get(f"/{article.topic.slug}/{article.slug}/{ending}").content.decode()
        items = re.findall(r"<li.*?</li>", html[html.index("In short") :])
        emergency, urgent, rest, more = items[: len(points)]
        assert "point--emergency" in emergency
        assert "icon--phone" in emergency
        assert "point--urgent" in urgent
        assert "icon--clock" in urgent
        assert (rest, more) == ("<li>Rest.</li>", "<li>Call us for more.</li>")


def test_it_does_not_trust_a_stored_hash(client):
    """Words that were changed behind the verbs' back lose the stamp."""
    from django.db import connection

    from tests.content.test_publishing import signed

    revision = make.live()
    signed(revision)
    url = next(current_guide().articles()).url
    with connection.cursor() as cursor:
        cursor.execute("UPDATE content_revision SET summary = 'Other words.'")
    page = client.get(url).content.decode()
    assert "Other words." in page
    assert "Ben Okafor" not in page


def test_it_says_that_a_withdrawn_page_is_gone_and_why(client):
    revision = make.live(title="Old advice")
    url = next(current_guide().articles()).url
    publishing.withdraw(revision.article, by=None, reason="We no longer do this.")
    response = client.get(url)
    assert response.status_code == 410
    assert "We no longer do this." in response.content.decode()
    assert "Old advice" in response.content.decode()


def test_it_keeps_quiet_about_a_draft(client):
    revision = make.draft()
    article = revision.article
    response = client.get(f"/{article.topic.slug}/{article.slug}/")
    assert response.status_code == 404
    assert revision.title not in response.content.decode()


def test_it_keeps_quiet_about_a_withdrawn_draft(client):
    article = make.draft().article
    publishing.withdraw(article, by=None, reason="Never was public.")
    assert client.get(f"/{article.topic.slug}/{article.slug}/").status_code == 404


def test_it_leads_from_an_old_address_to_the_new_one(client):
    revision = make.live(make.article(topic=make.topic(slug="recovery"), slug="old"))
    revision.article.slug = "new"
    publishing.save_article(revision.article, by=None)
    response = client.get("/recovery/old/")
    assert (response.status_code, response["Location"]) == (301, "/recovery/new/")


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("?detail=all", "?detail=all"),
        ("?from=mail&detail=all", "?from=mail&detail=all"),
        ("?next=//other.example", "?next=//other.example"),
        ("?a=%0d%0aSet-Cookie:%20x=1", "?a=%0d%0aSet-Cookie:%20x=1"),
        ("?", ""),
        (f"?a={'x' * 20_000}", ""),
    ],
    ids=["depth", "campaign", "address", "line ends", "empty", "endless"],
)
def test_it_leads_on_with_what_stood_after_the_question_mark(client, asked, given):
    revision = make.live(make.article(topic=make.topic(slug="recovery"), slug="old"))
    revision.article.slug = "new"
    publishing.save_article(revision.article, by=None)
    response = client.get(f"/recovery/old/{asked}")
    assert (response.status_code, response["Location"]) == (301, f"/recovery/new/{given}")


def test_it_lets_no_browser_remember_where_a_page_went(client):
    """It may move back, and whoever remembered the first move would be sent in a circle."""
    revision = make.live(make.article(topic=make.topic(slug="recovery"), slug="old"))
    for slug in ("new", "old"):
        revision.article.slug = slug
        publishing.save_article(revision.article, by=None)
    response = client.get("/recovery/new/")
    assert (response["Location"], response["Cache-Control"]) == ("/recovery/old/", "no-cache")
    assert client.get("/recovery/old/").status_code == 200


def test_it_gives_no_part_of_the_guide_the_address_of_another_page():
    """That page would stand there, and nobody could open the part."""
    ours = ["admin", "staff", "static"]
    for one in (*content_urls.urlpatterns, *enquiries_urls.urlpatterns):
        ours.append(str(one.pattern).partition("/")[0])
    for name in filter(re.compile(r"[\w-]+").fullmatch, ours):
        with pytest.raises(ValidationError):
            validate_slug_is_free(name)
    validate_slug_is_free("recovery")


@pytest.mark.parametrize(
    "path", ["/nothing/", "/nothing/here/", "/a.php", "/recovery/nothing/", "/%00/", "/\u202e/"]
)
def test_it_helps_at_an_unknown_address(client, starter_guide, path):
    response = client.get(path)
    assert response.status_code == 404
    check_page(path, response)
    assert 'role="search"' in response.content.decode()


def test_it_adds_the_slash_that_somebody_forgot(client, starter_guide):
    assert client.get("/recovery")["Location"] == "/recovery/"


def test_it_goes_back_and_on_along_the_journey(client, starter_guide):
    from content.views.journey import article_neighbours

    guide = current_guide()
    for topic in guide.topics:
        for place, entry in enumerate(topic.articles):
            back, following = article_neighbours(guide, entry)
            assert back.url == (topic.articles[place - 1].url if place else topic.url)
            if entry is not topic.articles[-1]:
                assert following.url == topic.articles[place + 1].url
    last = guide.topics[-1].articles[-1]
    assert article_neighbours(guide, last)[1] is None


def test_it_keeps_the_views_for_paper_out_of_search_engines(client, starter_guide):
    page = parsed(client.get("/recovery/the-first-day/print/").content)
    assert page.find("./head/meta[@name='robots']").get("content") == "noindex"
    canonical = page.find("./head/link[@rel='canonical']").get("href")
    assert canonical == f"{settings.SITE_URL}/recovery/the-first-day/"


def test_it_makes_every_starter_article_public(starter_guide):
    assert Revision.objects.published().count() == Article.objects.count()
