"""Every screen about articles, with articles that are odd and input that no form of ours sends."""

import pytest
from django.urls import reverse

from content import publishing
from content.models import Article
from tests import make, people

pytestmark = pytest.mark.django_db

SCREENS = (
    "change", "place", "history", "compare", "ask", "review", "publish", "withdraw", "share", "log",
    "copy", "export",
)  # fmt: skip
SCRIPTS = ("autosave", "preview", "findings")
ADD, LIST = "/admin/content/article/add/", "/admin/content/article/"
LONG_NUMBER = "9" * 5000
NUMBERS = ("99999999999999999999", LONG_NUMBER, "-1", "²", "\x00")
BUTTONS = {
    "change": ("save", "check", "merge", "forget", "publish"),
    "ask": ("", "take_back"),
    "review": ("sign", "send_back", "comment", "settle:99999999999999999999"),
    "publish": ("publish", "schedule", "unschedule:9"),
    "withdraw": ("", "reinstate"),
    "share": ("", "end:x"),
    "place": ("",),
}
UNKNOWN = ("nothing-known", "\x00")
TEXTS = {
    "nul": "a\x00b",
    "half a letter": b"a\xed\xa0\x80b",
    "bidi": "\u202eabc\u2066\u200f",
    "long": "W" * 3000,
    "blank": " \t\n",
    "markup": "</textarea><script>alert(1)</script>{{ phone }}",
}
FIELDS = (
    "title", "summary", "key_points", "body", "change", "change_note", "based_on", "merge_base",
    "topic", "language", "slug", "translation_of", "checklist-x", "reviewer", "message", "at-page",
    "at-s-what-it-is", "credentials", "role", "next_due", "has_read", "seen", "seen_hash",
    "for_whom", "days", "note", "day", "time", "how", "to", "reason", "sure", "position", "kind",
    "sitting", "kept",
)  # fmt: skip


def without_words() -> Article:
    return make.article()


def with_discarded_drafts_only() -> Article:
    revision = make.draft()
    publishing.discard(revision, by=None)
    return revision.article


def in_spanish() -> Article:
    return make.draft(make.article(language="es"), title="Un punto doloroso").article


def withdrawn() -> Article:
    article = make.live().article
    publishing.withdraw(article, by=None, reason="It is old.")
    return article


def of_somebody_who_is_gone() -> Article:
    """Who wrote, asked, was asked, commented, signed, shared and gave reasons."""
    cast = people.ana(), people.ben()
    revision = publishing.save_draft(make.draft().article, make.words(), by=cast[0])
    publishing.ask_for_review(revision, by=cast[0], reviewer=cast[1], message="Please.")
    publishing.comment(revision, by=cast[1], anchor="", text="A comment.")
    publishing.settle(publishing.comment(revision, by=cast[1], anchor="", text="B"), by=cast[0])
    publishing.share(revision, by=cast[0], for_whom="Rosa", days=3)
    for person in cast:
        person.delete()
    return revision.article


def with_the_longest_title() -> Article:
    return make.live(title="W" * 120).article


ARTICLES = {
    made.__name__: made
    for made in (
        without_words, with_discarded_drafts_only, in_spanish, withdrawn, of_somebody_who_is_gone,
        with_the_longest_title,
    )
}  # fmt: skip


@pytest.fixture
def max_(client):
    make.clinic()
    user = people.max_()
    client.force_login(user)
    return user


def screens(article: Article) -> list[str]:
    urls = [reverse(f"admin:content_article_{name}", args=[article.pk]) for name in SCREENS]
    for name in ("revision", "restore", "discard"):
        urls.append(reverse(f"admin:content_article_{name}", args=[article.pk, 1]))
        urls.append(reverse(f"admin:content_article_{name}", args=[article.pk, 10**15]))
    return [*urls, *scripts(article), ADD]


def scripts(article: Article) -> list[str]:
    return [
        *(reverse(f"desk:{name}", args=[article.pk]) for name in SCRIPTS),
        *(reverse(f"desk:new_{name}") for name in SCRIPTS),
    ]


def presses(article: Article, *others: str) -> list[tuple[str, str]]:
    """Every button of every screen, with the address that it is sent to."""
    buttons = [
        (reverse(f"admin:content_article_{name}", args=[article.pk]), do)
        for name, known in BUTTONS.items()
        for do in (*known, *others)
    ]
    return [*buttons, *((url, "") for url in scripts(article)), (ADD, "save"), (ADD, "check")]


@pytest.mark.parametrize("kind", ARTICLES)
def test_it_opens_every_screen_of_an_odd_article(client, max_, kind):
    article = ARTICLES[kind]()
    for url in [*screens(article), "/admin/", LIST, "/"]:
        assert client.get(url).status_code in {200, 302, 404, 405}, url


@pytest.mark.parametrize("kind", ARTICLES)
def test_it_answers_every_button_of_every_screen(client, max_, kind):
    article = ARTICLES[kind]()
    for url, do in presses(article, *UNKNOWN):
        assert client.post(url, {"do": do}).status_code < 500, (url, do)


@pytest.mark.parametrize("number", NUMBERS)
def test_it_bears_any_number_in_an_address(client, max_, number):
    article = make.live().article
    names = ("from", "to", "page", "p", "topic", "translation_of", "all", "id")
    for url in screens(article):
        assert client.get(url, dict.fromkeys(names, number)).status_code < 500, url
    for name in names:
        for url in (ADD, LIST, reverse("admin:content_article_compare", args=[article.pk])):
            assert client.get(url, {name: number}).status_code < 500, (url, name)


@pytest.mark.parametrize("number", NUMBERS)
def test_it_bears_any_number_in_a_form(client, max_, number):
    names = (
        "based_on", "merge_base", "topic", "translation_of", "seen", "days", "reviewer", "to",
        "position", "base", "next_due", "day", "time",
    )  # fmt: skip
    for url, do in presses(make.live().article):
        data = dict.fromkeys(names, number) | {"do": do, "title": "T", "for_whom": "R"}
        assert client.post(url, data).status_code < 500, (url, do)


@pytest.mark.parametrize("kind", TEXTS)
def test_it_bears_any_text_in_a_form(client, max_, kind):
    for url, do in presses(make.live().article):
        data = dict.fromkeys(FIELDS, TEXTS[kind]) | {"do": do}
        assert client.post(url, data).status_code < 500, (url, do)


@pytest.mark.parametrize("kind", TEXTS)
def test_it_looks_for_any_text(client, max_, kind):
    make.live()
    for shelf in ("articles", "pictures", "facts", "terms", "nothing"):
        url = reverse("desk:pick", args=[shelf])
        assert client.get(url, {"q": TEXTS[kind]}).status_code in {200, 404}


@pytest.mark.parametrize("text", ["null", "x", "9223372036854775808", "\0", "-1"])
def test_it_bears_any_text_among_the_pages_that_go_with_a_page(client, max_, text):
    url = reverse("admin:content_article_place", args=[make.live().article.pk])
    response = client.post(url, {"related": text, "slug": ""})
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()


@pytest.mark.parametrize("model", ["article", "sourcelink", "term", "synonym"])
def test_it_bears_what_no_list_can_be_asked_for(client, max_, model):
    """Django sends the first to the second, and has an own page for that."""
    url = reverse(f"admin:content_{model}_changelist")
    for query in ({"nothing__exact": "1"}, {"nothing__exact": "1", "e": "1"}, {"e": "1", "p": "x"}):
        assert client.get(url, query).status_code < 400
    page = client.get(url, {"nothing__exact": "1", "e": "1"}).content.decode()
    assert "This list cannot be shown" in page
