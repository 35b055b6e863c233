"""What a careless or hostile colleague could do to pages that patients have, and may not."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.redirects.models import Redirect
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from content import publishing
from content.models import Article, Picture, Revision
from content.publishing import Refused
from tests import make, people
from tests.content.admin.stages import url

pytestmark = pytest.mark.django_db
LIST = "admin:content_article_changelist"
Change = Revision.Change


@pytest.fixture
def petra():
    return people.petra()


def bulk(client, action: str, *articles: Article) -> str:
    data = {"action": action, "_selected_action": [article.pk for article in articles]}
    return client.post(reverse(LIST), data, follow=True).content.decode()


def place(article: Article, **fields) -> dict:
    """What the screen of its place would post."""
    return {
        "topic": article.topic_id,
        "slug": article.slug,
        "language": article.language,
        "position": article.position,
        "kind": article.kind,
        "translation_group": article.translation_group,
    } | fields


def minor(article: Article, title: str) -> Revision:
    return publishing.save_draft(article, make.words(title=title), by=None, change=Change.MINOR)


# Where a page stands


def test_it_lets_an_editor_change_nothing_that_patients_notice_of_a_known_page(client):
    page = make.live(make.article(kind=Article.Kind.TREATMENT)).article
    other = make.live().article
    client.force_login(people.ana())
    data = place(page, kind="article", related=[other.pk], slug="moved", owner=people.get("ana").pk)
    data |= {"translation_group": other.translation_group, "position": 7}
    address = reverse("admin:content_article_place", args=[page.pk])
    assert client.post(address, data).status_code == 302
    now = Article.objects.get(pk=page.pk)
    assert (now.kind, now.slug, now.position) == ("treatment", page.slug, 100)
    assert now.translation_group == page.translation_group
    assert not now.related.exists()
    assert now.owner == people.get("ana")


@pytest.mark.parametrize("fields", [{"kind": "treatment"}, {"slug": "moved"}])
def test_it_keeps_a_withdrawn_page_at_its_address(fields):
    page = make.live().article
    publishing.withdraw(page, by=None, reason="Out of date.")
    for name, value in fields.items():
        setattr(page, name, value)
    with pytest.raises(PermissionDenied):
        publishing.save_article(page, by=people.ana())


def test_it_takes_no_old_address_from_a_page_by_way_of_a_draft(client):
    page = make.live(make.article(slug="old")).article
    page.slug = "new"
    publishing.save_article(page, by=None)
    was = reverse("content:article", args=[page.topic.slug, "old"])
    now = reverse("content:article", args=[page.topic.slug, "new"])
    ana = people.ana()
    thief = make.draft(make.article(topic=page.topic, slug="thief")).article
    for slug in ("old", "elsewhere"):
        thief.slug = slug
        publishing.save_article(thief, by=ana)
    assert Redirect.objects.get(old_path=was).new_path == now
    assert client.get(was).url == now


# Publishing


@pytest.mark.parametrize("days", [0, 1])
def test_it_lets_no_earlier_words_come_back_by_the_schedule(client, petra, days):
    live = make.live()
    planned = minor(live.article, "Planned")
    publishing.publish(planned, by=petra, at=timezone.now() + timedelta(days=5))
    newer = minor(live.article, "Newer")
    at = timezone.now() + timedelta(days=days) if days else None
    with pytest.raises(Refused, match=r"Revision 2 goes on the site on .* off the schedule first"):
        publishing.publish(newer, by=petra, at=at)
    client.force_login(petra)
    assert "off the schedule first" in bulk(client, "publish_newest", live.article)
    publishing.unschedule(planned, by=petra)
    publishing.publish(newer, by=petra, at=at)


def test_it_lets_two_changes_come_one_after_the_other(petra):
    live = make.live()
    for days in (1, 2):
        at = timezone.now() + timedelta(days=days)
        publishing.publish(minor(live.article, f"In {days}"), by=petra, at=at)
    assert Revision.objects.filter(published_at__gt=timezone.now()).count() == 2


def test_it_publishes_in_bulk_nothing_that_one_by_one_is_refused(client, petra):
    good, bad = make.draft(), make.draft(body=make.BODY + "\nIt is always safe.\n")
    client.force_login(petra)
    assert "Not published" in bulk(client, "publish_newest", good.article, bad.article)
    assert not Revision.objects.published().exists()


# Taking pages off


def test_it_keeps_reason_and_date_of_what_is_off_the_site_already(client, petra):
    page = make.live().article
    other = make.live().article
    last_week = timezone.now() - timedelta(hours=12)
    publishing.withdraw(page, by=None, reason="Our own reason.", how="notice", at=last_week)
    client.force_login(petra)
    draft = make.draft().article
    assert "Taken off the site: 1." in bulk(client, "withdraw_articles", page, other, draft)
    page.refresh_from_db()
    assert (page.withdrawn_reason, page.withdrawn_as) == ("Our own reason.", "notice")
    assert page.withdrawn_at == last_week
    assert Article.objects.get(pk=draft.pk).withdrawn_at is None


def test_it_brings_back_no_picture_of_somebody_whose_consent_has_ended(client, petra):
    picture = Picture.objects.create(
        file="pictures/a.jpeg", sha256="0" * 64, size=1, width=9, height=9, alt="Two people",
        shows_person=True, consent_note="On paper", consent_until=timezone.localdate(),
    )  # fmt: skip
    page = make.live(body=f"{make.BODY}\n![](img:{picture.pk})\n").article
    publishing.withdraw(page, by=None, reason="Out of date.")
    Picture.objects.update(consent_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Refused, match="consent"):
        publishing.reinstate(page, by=petra)
    client.force_login(petra)
    assert "Not brought back. The consent" in bulk(client, "reinstate_articles", page)
    screen = client.post(
        reverse("admin:content_article_withdraw", args=[page.pk]), {"do": "reinstate"}, follow=True
    )
    assert "The consent for picture" in screen.content.decode()
    assert not Revision.objects.published().exists()


def test_it_notes_nothing_about_a_page_that_was_not_off_the_site(client, petra):
    client.force_login(petra)
    bulk(client, "reinstate_articles", make.live().article)
    assert not LogEntry.objects.filter(user=petra).exists()


@pytest.mark.parametrize("seen", ["", "1", "99", "x"])
def test_it_publishes_nothing_but_what_was_on_the_screen(client, petra, seen):
    draft = minor(make.live().article, "Newer")
    client.force_login(petra)
    response = client.post(url("publish", draft), {"do": "publish", "seen": seen})
    assert response.status_code == 422
    draft.refresh_from_db()
    assert draft.published_at is None


def test_it_publishes_no_draft_that_somebody_threw_away_meanwhile(petra):
    draft = make.draft()
    publishing.discard(Revision.objects.get(), by=None)
    with pytest.raises(Refused, match="was discarded"):
        publishing.publish(draft, by=petra)
    assert not Revision.objects.published().exists()
