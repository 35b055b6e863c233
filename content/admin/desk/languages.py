"""The same page in the other language: where it is, and whether it fell behind."""

from django.conf import settings
from django.urls import reverse

from content.admin.screen import article_url
from content.models import Article, Revision


def languages_of(article: Article, user) -> list[dict]:
    """One row for each language of the site: {label, url, is_current, note}. Without a url there is
    no such page, and this person may not begin one."""
    siblings = {
        sibling.language: sibling
        for sibling in Article.objects.filter(translation_group=article.translation_group)
    }
    changed = last_changes(siblings.values())
    return [
        language_row(code, label, article, siblings.get(code), changed, user)
        for code, label in settings.LANGUAGES
    ]


def language_row(code, label, article, sibling, changed, user) -> dict:
    row = {"code": code, "label": label, "is_current": code == article.language, "note": ""}
    if sibling is None:
        begin = f"{reverse('admin:content_article_add')}?translation_of={article.pk}"
        may_begin = user.has_perm("content.add_article")
        return row | {"url": begin if may_begin else "", "note": "not written yet"}
    newest = max(changed.values(), default=None)
    here = changed.get(sibling.pk)
    is_behind = len(changed) > 1 and here is not None and here < newest
    return row | {
        "url": article_url("change", sibling),
        "note": "older than the other language" if is_behind else "",
    }


def last_changes(siblings) -> dict[int, object]:
    """When what patients read last changed in more than spelling, by article."""
    major = Revision.objects.filter(
        article__in=list(siblings), change=Revision.Change.MAJOR, published_at__isnull=False
    )
    found: dict[int, object] = {}
    for pk, at in major.order_by("published_at").values_list("article", "published_at"):
        found[pk] = at
    return found
