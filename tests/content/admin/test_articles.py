"""The list of articles and the form for their place, by the people who may and may not."""

import pytest
from django.urls import reverse

from content import publishing
from content.models import Article, Revision, Term
from tests import make, people

pytestmark = pytest.mark.django_db
LIST = "admin:content_article_changelist"


@pytest.fixture
def article():
    return make.live(make.article(slug="page"), title="Live words").article


def change_url(article) -> str:
    return reverse("admin:content_article_change", args=[article.pk])


def place_url(article) -> str:
    return reverse("admin:content_article_place", args=[article.pk])


def place(article, **fields) -> dict:
    return {
        "topic": article.topic_id,
        "slug": article.slug,
        "language": "en",
        "position": article.position,
        "kind": article.kind,
        "translation_group": article.translation_group,
        "owner": "",
    } | fields


def live_title() -> str:
    return Revision.objects.published().get().title


def test_it_moves_an_article_without_a_new_revision(client, article):
    client.force_login(people.petra())
    response = client.post(place_url(article), place(article, position=7))
    assert response["Location"] == change_url(article)
    article.refresh_from_db()
    assert article.position == 7
    assert article.revisions.count() == 1


def test_it_lets_only_publishers_move_a_page_that_patients_see(client, article):
    client.force_login(people.ana())
    client.post(place_url(article), place(article, slug="elsewhere", position=3, kind="treatment"))
    article.refresh_from_db()
    assert (article.slug, article.kind) == ("page", "article")


def test_it_keeps_the_language_of_a_page_that_patients_read(client, article):
    """In another one they would not find it."""
    client.force_login(people.petra())
    client.post(place_url(article), place(article, language="es", slug="elsewhere"))
    article.refresh_from_db()
    assert (article.slug, article.language) == ("elsewhere", "en")
    assert publishing.is_public(article)
    draft = make.article(slug="draft")
    client.post(place_url(draft), place(draft, language="es"))
    draft.refresh_from_db()
    assert draft.language == "es"


def test_it_refuses_an_address_that_is_taken(client, article):
    client.force_login(people.petra())
    other = make.article(slug="other")
    for is_public in (False, True):
        if is_public:
            make.live(other)
        response = client.post(place_url(other), place(other, slug="page"))
        assert "Another article has this address already" in response.content.decode()


def test_it_keeps_an_old_address_for_the_page_that_left_it(client, article):
    """Links in saved words name pages so, and would lead to the other one."""
    client.force_login(people.petra())
    client.post(place_url(article), place(article, slug="better"))
    other = make.article(slug="other")
    response = client.post(place_url(other), place(other, slug="page"))
    assert "Old links to “Live words” still use this address" in response.content.decode()
    article.refresh_from_db()
    assert client.post(place_url(article), place(article, slug="page")).status_code == 302
    article.refresh_from_db()
    assert article.slug == "page"


def test_it_keeps_the_address_of_a_word_that_pages_link_to(client):
    term = Term(word="Fascia", slug="fascia", definition="Thin tissue.")
    publishing.save_shared(term, by=None)
    client.force_login(people.ana())
    url = reverse("admin:content_term_change", args=[term.pk])
    assert 'name="slug"' not in client.get(url).content.decode()
    new = {"language": "en", "word": "Fasciae", "slug": "other", "definition": "Thin tissue."}
    assert client.post(url, new).status_code == 302
    term.refresh_from_db()
    assert (term.word, term.slug) == ("Fasciae", "fascia")
    assert 'name="slug"' in client.get(reverse("admin:content_term_add")).content.decode()


@pytest.mark.parametrize("somebody", [people.carla, people.stranger])
def test_it_turns_away_everybody_without_the_right(client, article, somebody):
    client.force_login(somebody())
    for url in (reverse(LIST), change_url(article), place_url(article)):
        assert client.get(url).status_code in {302, 403}
        assert client.post(url, place(article, position=9)).status_code in {302, 403}
    article.refresh_from_db()
    assert article.position != 9


def test_it_finds_articles_by_any_title_they_had(client, article):
    client.force_login(people.ana())
    make.draft(article, title="A better title")
    for words, found in (("live", True), ("better ti", True), ("page", True), ("zebra", False)):
        page = client.get(reverse(LIST), {"q": words}).content.decode()
        assert ("A better title" in page) is found


def test_it_labels_the_search_and_keeps_the_filter_beside_it(client, article):
    client.force_login(people.ana())
    page = client.get(reverse(LIST), {"state": "live", "q": "live"}).content.decode()
    assert '<label for="searchbar">Search by title or address</label>' in page
    assert '<input type="hidden" name="state" value="live">' in page


def test_it_offers_no_small_window_beside_the_choices_of_the_place_form(client, article):
    client.force_login(people.max_())
    page = client.get(place_url(article)).content.decode()
    assert "<h1>Part, address and owner</h1>" in page
    assert "related-widget-wrapper-link" in page
    assert "add-related" not in page


def neighbours(article) -> list[str]:
    return sorted(article.related.values_list("slug", flat=True))


def test_it_adds_pages_that_go_with_a_page_without_a_script(client, article):
    client.force_login(people.petra())
    for slug in ("one", "two", "three"):
        make.live(make.article(slug=slug))
    article.related.add(Article.objects.get(slug="one"))
    kept = place(article, related=article.related.get().pk)
    response = client.post(place_url(article), kept | {"by_address": "two /recovery/three/ two"})
    assert response.status_code == 302
    assert neighbours(article) == ["one", "three", "two"]


@pytest.mark.parametrize("typed", ["nowhere", "page nowhere", "spanish", "/", "two\0"])
def test_it_adds_no_page_that_is_not_there(client, article, typed):
    client.force_login(people.petra())
    make.live(make.article(slug="spanish", language="es"))
    response = client.post(place_url(article), place(article, by_address=typed, position=7))
    assert response.context["adminform"].form.errors["by_address"]
    article.refresh_from_db()
    assert (article.position, neighbours(article)) == (100, [])


def test_it_adds_none_to_a_page_that_patients_see_for_an_editor(client, article):
    client.force_login(people.ana())
    make.live(make.article(slug="one"))
    assert 'name="by_address"' not in client.get(place_url(article)).content.decode()
    client.post(place_url(article), place(article, by_address="one"))
    assert neighbours(article) == []


@pytest.mark.parametrize(
    ("state", "found"),
    [("live", True), ("unsigned", True), ("draft", False), ("review", False), ("overdue", False),
     ("scheduled", False), ("withdrawn", False)],
)  # fmt: skip
def test_it_filters_by_state(client, article, state, found):
    client.force_login(people.ana())
    page = client.get(reverse(LIST), {"state": state}).content.decode()
    assert ("Live words" in page) is found


@pytest.mark.parametrize("action", ["publish_newest", "withdraw_articles", "reinstate_articles"])
def test_it_runs_no_bulk_action_for_an_editor(client, article, action):
    client.force_login(people.ana())
    make.draft(article, title="Draft")
    client.post(reverse(LIST), {"action": action, "_selected_action": [article.pk]})
    assert live_title() == "Live words"


def test_it_publishes_withdraws_and_brings_back_in_bulk(client, article):
    client.force_login(people.petra())
    words = make.words(title="Draft")
    publishing.save_draft(article, words, by=None, change="minor")
    for action, expected in (
        ("publish_newest", ["Draft"]),
        ("withdraw_articles", []),
        ("reinstate_articles", ["Draft"]),
    ):
        client.post(reverse(LIST), {"action": action, "_selected_action": [article.pk]})
        assert [r.title for r in Revision.objects.published()] == expected


def test_it_does_not_delete_what_was_public(client, article):
    client.force_login(people.max_())
    url = reverse("admin:content_article_delete", args=[article.pk])
    page = client.post(url, {"post": "yes"}, follow=True).content.decode()
    assert Article.objects.filter(pk=article.pk).exists()
    assert "Withdraw it" in page


def test_it_lists_articles_with_a_steady_number_of_queries(client, django_assert_max_num_queries):
    client.force_login(people.max_())
    for _ in range(5):
        make.live()
    client.get(reverse(LIST))  # the bar names the clinic from a guide that the process keeps
    with django_assert_max_num_queries(14):
        page = client.get(reverse(LIST)).content.decode()
    assert "On the site" in page


@pytest.mark.parametrize(
    "model",
    ["topic", "clinicdetails", "clinicfact", "term", "synonym", "picture", "review", "article"],
)
def test_it_opens_every_list_for_the_administrator(client, starter_guide, model):
    client.force_login(people.max_())
    assert client.get(reverse(f"admin:content_{model}_changelist")).status_code == 200


def test_it_renders_pages_again_when_a_fact_is_answered(client, starter_guide):
    from content.models import ClinicFact

    client.force_login(people.max_())
    fact = ClinicFact.objects.get(name="driving")
    url = reverse("admin:content_clinicfact_change", args=[fact.pk])
    answer = "You can drive home if you feel well."
    client.post(url, {"label": fact.label, "answer": answer, "until_answered": fact.until_answered})
    assert answer in client.get("/recovery/the-first-day/").content.decode()
