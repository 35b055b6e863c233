"""Writing an article in the admin, by the people who may and may not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content.models import Article, Revision
from tests import make, people

pytestmark = pytest.mark.django_db
LIST = "admin:content_article_changelist"


@pytest.fixture
def article():
    return make.live(make.article(slug="page"), title="Live words").article


def change_url(article) -> str:
    return reverse("admin:content_article_change", args=[article.pk])


def form_data(article, **fields) -> dict:
    return {
        "title": "New words",
        "summary": "A summary.",
        "key_points": "One point.",
        "body": "## A heading\n\nSome words.",
        "change": "major",
        "change_note": "",
        "publish_at_0": "",
        "publish_at_1": "",
        "topic": article.topic_id,
        "slug": article.slug,
        "language": "en",
        "position": article.position,
        "kind": article.kind,
        "owner": "",
        "revisions-TOTAL_FORMS": 0,
        "revisions-INITIAL_FORMS": 0,
    } | fields


def live_title() -> str:
    return Revision.objects.published().get().title


def test_it_saves_a_draft_that_patients_do_not_see(client, article):
    client.force_login(people.ana())
    response = client.post(change_url(article), form_data(article))
    assert response.status_code == 302
    assert article.revisions.first().title == "New words"
    assert live_title() == "Live words"


def test_it_publishes_for_somebody_who_may(client, article):
    client.force_login(people.petra())
    client.post(change_url(article), form_data(article, _publish="Save and publish"))
    assert live_title() == "New words"


def test_it_schedules(client, article):
    client.force_login(people.petra())
    later = timezone.localtime(timezone.now() + timedelta(days=2))
    data = form_data(
        article,
        _publish="x",
        publish_at_0=later.strftime("%Y-%m-%d"),
        publish_at_1=later.strftime("%H:%M"),
    )
    client.post(change_url(article), data)
    assert live_title() == "Live words"
    assert article.revisions.first().published_at > timezone.now()


def test_it_refuses_a_time_that_has_passed(client, article):
    client.force_login(people.petra())
    data = form_data(article, publish_at_0="2020-01-01", publish_at_1="10:00")
    response = client.post(change_url(article), data)
    assert response.status_code == 200
    assert "This time has passed" in response.content.decode()


def test_it_does_not_publish_for_an_editor_who_sends_the_button_all_the_same(client, article):
    client.force_login(people.ana())
    response = client.post(change_url(article), form_data(article, _publish="x"))
    assert response.status_code == 403
    assert live_title() == "Live words"


def test_it_offers_no_publish_button_to_an_editor(client, article):
    client.force_login(people.ana())
    assert b'name="_publish"' not in client.get(change_url(article)).content
    client.force_login(people.petra())
    assert b'name="_publish"' in client.get(change_url(article)).content


def test_it_keeps_a_page_with_an_error_from_patients_and_says_why(client, article):
    client.force_login(people.petra())
    data = form_data(article, _publish="x", body="## A\n\n{{ nothing }}")
    response = client.post(change_url(article), data, follow=True)
    assert "Not published." in response.content.decode()
    assert live_title() == "Live words"
    assert article.revisions.first().body.startswith("## A")


def test_it_makes_no_revision_when_only_the_place_changes(client, article):
    client.force_login(people.petra())
    latest = article.revisions.first()
    same = {name: getattr(latest, name) for name in ("title", "summary", "key_points", "body")}
    client.post(change_url(article), form_data(article, position=7, **same))
    article.refresh_from_db()
    assert article.position == 7
    assert article.revisions.count() == 1


def test_it_lets_only_publishers_move_a_page_that_patients_see(client, article):
    client.force_login(people.ana())
    client.post(change_url(article), form_data(article, slug="elsewhere", position=3))
    article.refresh_from_db()
    assert article.slug == "page"
    assert article.revisions.first().title == "New words"


def test_it_adds_an_article(client):
    client.force_login(people.ana())
    new = Article(topic=make.topic(), slug="brand-new")
    response = client.post(reverse("admin:content_article_add"), form_data(new))
    assert response.status_code == 302
    assert Article.objects.get(slug="brand-new").revisions.get().created_by.username == "ana"


def test_it_refuses_an_address_that_is_taken(client, article):
    client.force_login(people.ana())
    response = client.post(reverse("admin:content_article_add"), form_data(article))
    assert "Another article has this address already" in response.content.decode()


@pytest.mark.parametrize("somebody", [people.carla, people.stranger])
def test_it_turns_away_everybody_without_the_right(client, article, somebody):
    client.force_login(somebody())
    for url in (reverse(LIST), change_url(article), reverse("admin:content_article_add")):
        assert client.get(url).status_code in {302, 403}
        assert client.post(url, form_data(article)).status_code in {302, 403}
    assert article.revisions.count() == 1


@pytest.mark.parametrize("action", ["publish_newest", "withdraw_articles", "reinstate_articles"])
def test_it_runs_no_bulk_action_for_an_editor(client, article, action):
    client.force_login(people.ana())
    make.draft(article, title="Draft")
    client.post(reverse(LIST), {"action": action, "_selected_action": [article.pk]})
    assert live_title() == "Live words"


def test_it_publishes_withdraws_and_brings_back_in_bulk(client, article):
    client.force_login(people.petra())
    make.draft(article, title="Draft")
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
