"""Where articles and topics stand. An address that was public keeps working."""

from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from content import search
from content.models import Article, Edition, Revision, Topic
from content.publishing.rendering_again import render_those
from content.publishing.rights import Person, may, write_history

PLACE_FIELDS = (
    "topic_id", "slug", "language", "position", "quick_answer", "kind", "translation_group",
)  # fmt: skip
# All that is saved of an article that is there: a withdrawal of the same moment stays.
STANDING_FIELDS = (*PLACE_FIELDS, "owner_id")


def save_article(article: Article, *, by: Person) -> None:
    """Saves where an article stands, with redirects from the address it had."""
    may(by, "content.change_article" if article.pk else "content.add_article")
    with transaction.atomic():
        before = Article.objects.select_related("topic").filter(pk=article.pk).first()
        is_known = bool(before) and is_known_or_coming(before)
        if is_known and place(before) != place(article):
            may(by, "content.publish_revision")
        article.save(update_fields=STANDING_FIELDS if before else None)
        if before and page_addresses(before) != page_addresses(article):
            if is_known:
                move(before, article)
            render_those(links_to(article))
        if before and where_found(before) != where_found(article):
            search.reindex(article)
        write_history(by, article, "Changed where the article stands.", new=before is None)
        Edition.begin()


def save_topic(topic: Topic, *, by: Person) -> None:
    """Saves a topic; when its slug changes, so do the addresses of its articles."""
    may(by, "content.change_topic" if topic.pk else "content.add_topic")
    with transaction.atomic():
        before = Topic.objects.filter(pk=topic.pk).first()
        topic.save()
        if before and before.slug != topic.slug:
            move_topic(before, topic)
        if before and before.title != topic.title:
            for article in topic.articles.all():
                search.reindex(article)
        write_history(by, topic, "Changed the topic.", new=before is None)
        Edition.begin()


def move_topic(before: Topic, topic: Topic) -> None:
    known = set(
        Revision.objects.came_public()
        .filter(article__topic=topic)
        .values_list("article", flat=True)
    )
    if known:
        old, new = (reverse("content:topic", args=[place.slug]) for place in (before, topic))
        redirect(old, new)
    for article in topic.articles.all():
        article.topic = topic
        if article.pk in known:
            move(Article(topic=before, slug=article.slug), article)
        render_those(links_to(article))


def move(before: Article, after: Article) -> None:
    """Only of what was public: an address that nobody ever had must not take the place of one that
    people have."""
    for old, new in zip(page_addresses(before), page_addresses(after), strict=True):
        redirect(old, new)


def page_addresses(article: Article) -> list[str]:
    parts = [article.topic.slug, article.slug]
    names = ("content:article", "content:print", "content:large_print", "content:how_checked")
    return [reverse(name, args=parts) for name in names]


def is_public(article: Article) -> bool:
    return Revision.objects.published().filter(article=article).exists()


def is_known_or_coming(article: Article) -> bool:
    """Whether patients may have its address, be it withdrawn by now, or will have: others that come
    with it link to it."""
    return Revision.objects.filter(article=article, published_at__isnull=False).exists()


def place(article: Article) -> list:
    """What patients notice when it changes."""
    return [getattr(article, name) for name in PLACE_FIELDS]


def where_found(article: Article) -> tuple[int, str]:
    """What the search index holds of an article's place."""
    return article.topic_id, article.language


def links_to(article: Article) -> Q:
    return Q(uses__articles__has_key=str(article.pk))


def redirect(old: str, new: str) -> None:
    """Old leads to new, in one step and never in a circle."""
    here = Redirect.objects.filter(site_id=settings.SITE_ID)
    here.filter(old_path=new).delete()
    here.filter(new_path=old).update(new_path=new)
    Redirect.objects.update_or_create(
        site_id=settings.SITE_ID, old_path=old, defaults={"new_path": new}
    )
