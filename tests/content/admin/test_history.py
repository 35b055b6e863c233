"""The history of an article in the admin: list, comparison, one page, restore and discard."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content import publishing
from content.models import ReviewRequest, Revision
from tests import make, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    """Revision 1 is public, 2 a draft with other words."""
    live = make.live(title="Old words")
    make.draft(
        live.article,
        title="New words",
        body=make.BODY.replace("Pressing it hurts.", "Pressing it <b>hurts</b> a lot."),
    )
    return live.article


def url(name: str, article, *args, **query) -> str:
    address = reverse(f"admin:content_article_{name}", args=[article.pk, *args])
    return address + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def words(html: str) -> str:
    """Without line breaks."""
    return " ".join(html.split())


def test_it_lists_every_revision_with_what_became_of_it(client, article):
    client.force_login(people.ana())
    third = make.draft(article, title="Third")
    publishing.publish(third, by=None, at=timezone.now() + timedelta(days=1))
    fourth = make.draft(article, title="Fourth")
    publishing.discard(fourth, by=None)
    html = page(client, url("history", article))
    for state in ("On the site", "Draft", "Scheduled", "Discarded"):
        assert f">{state}</span>" in html
    assert html.index("Revision 4") < html.index("Revision 1")


def test_it_says_from_when_until_when_patients_read_it(client, article):
    publishing.publish(article.newest(), by=None)
    client.force_login(people.ana())
    html = page(client, url("history", article))
    assert "Was on the site" in html
    assert "until <time" in html
    publishing.withdraw(article, by=None, reason="It is wrong.")
    assert "Taken off the site" in page(client, url("history", article))


def test_it_says_when_words_were_taken_off_whose_mend_brought_the_page_back(client, article):
    at = timezone.now() - timedelta(hours=5)
    publishing.withdraw(article, by=None, reason="It is wrong.", at=at)
    publishing.publish(article.newest(), by=None, brings_back=True)
    client.force_login(people.ana())
    html = page(client, url("history", article))
    assert f'until <time datetime="{timezone.localtime(at).isoformat()}">' in html
    assert "Was on the site" in html


def test_it_names_who_signed(client, article):
    publishing.sign(
        article.newest(),
        by=people.ben(),
        credentials="MD",
        role="Spine doctor",
        next_due=timezone.localdate() + timedelta(days=365),
    )
    client.force_login(people.ana())
    assert "Signed by Ben Okafor, MD" in page(client, url("history", article))


def test_it_chooses_what_most_people_compare(client, article):
    client.force_login(people.ana())
    html = page(client, url("history", article))
    assert 'name="from" value="1" checked' in html
    assert 'name="to" value="2" checked' in html


def test_it_asks_little_of_the_database_with_500_revisions(
    client, article, django_assert_max_num_queries
):
    one = article.newest()
    now = timezone.now()
    copies = [
        Revision(
            article=article, number=number, title=one.title, summary=one.summary,
            key_points=one.key_points, body=one.body, created_at=now,
            content_hash=one.content_hash, published_at=now if number % 3 == 0 else None,
        )
        for number in range(3, 501)
    ]  # fmt: skip
    Revision.objects.bulk_create(copies)
    client.force_login(people.ana())
    page(client, url("history", article))  # the bar names the clinic from a kept guide
    with django_assert_max_num_queries(15):
        html = page(client, url("history", article))
    assert html.count("revisions__row ") == 50
    assert "Lines 1 to 50 of 500" in html
    with django_assert_max_num_queries(15):
        assert "Revision 1</span>" in page(client, url("history", article, page=10))
    with django_assert_max_num_queries(15):
        page(client, url("compare", article))


def test_it_compares_word_by_word(client, article):
    client.force_login(people.ben())
    html = words(page(client, url("compare", article, **{"from": 1}, to=2)))
    assert '<del><span class="visually-hidden"> removed: </span>Old' in html
    assert '<ins><span class="visually-hidden"> added: </span>New' in html
    assert "1 paragraph unchanged" in html
    assert "&lt;b&gt;" in html
    assert "<b>" not in html


def test_it_compares_with_what_patients_read(client, article):
    client.force_login(people.ana())
    for query in ({}, {"from": "live"}, {"from": "live", "to": "2"}):
        html = page(client, url("compare", article, **query))
        assert "New</span>" in html or "> added: </span>New" in html
    html = page(client, url("compare", article, **{"from": 1}, to=1))
    assert "Nothing changed." in html


def test_it_compares_with_nothing_before_the_first_publication(client):
    article = make.draft(title="First").article
    client.force_login(people.ana())
    for query in ({}, {"from": "live"}):
        html = page(client, url("compare", article, **query))
        assert "Nothing: no page was there." in html
        assert " added: </span>First" in html


@pytest.mark.parametrize("query", ["from=9", "to=9", "to=x", "from=-1", "to=" + "9" * 40, "to=٣"])
def test_it_knows_no_other_revisions(client, article, query):
    client.force_login(people.ana())
    assert client.get(f"{url('compare', article)}?{query}").status_code == 404


def test_it_compares_no_revision_of_another_article(client, article):
    other = make.draft()
    make.draft(other.article)
    make.draft(other.article)
    client.force_login(people.ana())
    assert client.get(url("compare", article, to=3)).status_code == 404
    assert client.get(url("revision", article, 3)).status_code == 404
    assert client.get(url("restore", article, 3)).status_code == 404


def test_it_shows_both_pages_with_what_changed_marked(client, article):
    client.force_login(people.ben())
    html = page(client, url("compare", article, **{"from": 1}, to=2, view="rendered"))
    assert "Changed: Title" in html
    assert 'class="beside__label">Changed</p>' in html
    assert 'id="old-s-what-it-is"' in html
    assert 'id="new-s-what-it-is"' in html
    assert html.count('id="s-what-it-is"') == 0
    assert "css/page.css" in html
    first = make.draft().article
    html = page(client, url("compare", first, view="rendered"))
    assert "beside__row--added" in html


def test_it_shows_a_revision_as_its_page_to_no_cache(client, article):
    client.force_login(people.ben())
    response = client.get(url("revision", article, 2))
    html = response.content.decode()
    assert "<h1>New words</h1>" in html
    assert 'name="robots" content="noindex"' in html
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_it_asks_before_it_restores(client, article):
    client.force_login(people.ana())
    html = page(client, url("restore", article, 1))
    assert "Restore revision 1?" in html
    assert "removed: </span>New" in html
    assert article.revisions.count() == 2
    response = client.post(url("restore", article, 1))
    assert response.status_code == 302
    assert (article.newest().title, article.newest().restored_from) == ("Old words", 1)
    assert Revision.objects.published().get().number == 1
    assert "The words of revision 1." in page(client, url("history", article))


def test_it_says_that_there_is_nothing_to_restore(client, article):
    client.force_login(people.ana())
    html = client.post(url("restore", article, 2), follow=True).content.decode()
    assert "newest words already" in html
    assert article.revisions.count() == 2


def test_it_asks_before_it_discards(client, article):
    client.force_login(people.ana())
    html = page(client, url("discard", article, 2))
    assert "Writing then goes on from revision 1." in words(html)
    assert article.newest().number == 2
    html = client.post(url("discard", article, 2), follow=True).content.decode()
    assert "Revision 2 is discarded." in html
    assert article.newest().number == 1
    assert article.revisions.count() == 2


def test_it_says_why_a_revision_stays(client, article):
    client.force_login(people.ana())
    assert "has been on the site" in page(client, url("discard", article, 1))
    client.post(url("discard", article, 1))
    assert article.revisions.get(number=1).discarded_at is None
    ReviewRequest.objects.create(article=article, revision=article.newest())
    assert "asked to review" in page(client, url("discard", article, 2))
    html = page(client, url("history", article))
    assert "In review" in html
    assert url("discard", article, 2) not in html


def test_it_discards_the_only_draft(client):
    article = make.draft().article
    client.force_login(people.ana())
    assert "no draft of this page to go on from" in page(client, url("discard", article, 1))
    client.post(url("discard", article, 1))
    assert "Restore" in page(client, url("history", article))
    client.post(url("restore", article, 1))
    assert article.newest().number == 2


def test_it_keeps_djangos_own_list(client, article):
    client.force_login(people.ana())
    publishing.discard(article.newest(), by=people.petra())
    assert "Discarded revision 2." in page(client, url("log", article))


def test_it_shows_an_article_without_words(client):
    article = make.article()
    client.force_login(people.ana())
    assert "Nothing was saved yet." in page(client, url("history", article))
    assert "Nothing changed." in page(client, url("compare", article))
    assert "Nothing" in page(client, url("compare", article, view="rendered"))


SCREENS = [
    ("history", []), ("compare", []), ("revision", [2]), ("restore", [1]), ("discard", [2]),
    ("log", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args"), SCREENS)
@pytest.mark.parametrize("somebody", [people.carla, people.stranger, None])
def test_it_turns_away_everybody_without_the_right(client, article, name, args, somebody):
    if somebody:
        client.force_login(somebody())
    for method in (client.get, client.post):
        response = method(url(name, article, *args))
        assert response.status_code in ({403, 405} if somebody is people.carla else {302}), name
        assert "New words" not in response.content.decode()
    assert article.revisions.count() == 2
    assert article.newest().number == 2


@pytest.mark.parametrize(("name", "args"), SCREENS)
def test_it_lets_a_reviewer_look_and_not_change(client, article, name, args):
    client.force_login(people.ben())
    may = name not in ("restore", "discard")
    assert client.get(url(name, article, *args)).status_code == (200 if may else 403)
    if not may:
        assert client.post(url(name, article, *args)).status_code == 403
    html = page(client, url("history", article))
    assert "/restore/" not in html
    assert "/discard/" not in html
    assert article.newest().number == 2


@pytest.mark.parametrize("name", ["history", "compare", "revision"])
def test_it_changes_nothing_where_one_only_looks(client, article, name):
    client.force_login(people.ana())
    args = [2] if name == "revision" else []
    assert client.post(url(name, article, *args)).status_code == 405


@pytest.mark.parametrize(("name", "args"), SCREENS)
def test_it_finds_no_article_that_is_not_there(client, article, name, args):
    client.force_login(people.max_())
    response = client.get(reverse(f"admin:content_article_{name}", args=[article.pk + 99, *args]))
    assert response.status_code in ({302} if name == "log" else {404})
