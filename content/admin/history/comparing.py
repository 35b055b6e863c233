"""Two revisions beside each other: word by word, or as their pages."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from content.admin.history.beside import beside
from content.admin.history.listing import MAY_SEE, title_of
from content.admin.screen import article_url, needs, show, str_name
from content.editorial import comparing
from content.editorial.comparing import PageWords
from content.models import Article, Revision

LIVE = "live"
LONGEST_NUMBER = 9


@require_safe
@needs(*MAY_SEE)
def compare(request: HttpRequest, article: Article) -> HttpResponse:
    """?from=3&to=5; `from=live` is what patients read now. Without numbers: the newest against it,
    or against the one before."""
    new = find(article, request.GET.get("to") or newest_number(article))
    old = find(article, request.GET.get("from") or number_before(article, new))
    is_rendered = request.GET.get("view") == "rendered"
    return show(
        request,
        "article/compare",
        f"What changed in “{title_of(article)}”",
        old=side(old),
        new=side(new),
        comparison=comparing.compare(old or PageWords(), new or PageWords()),
        beside=beside(old, new) if is_rendered else None,
        language=article.language,
        choices=choices(article),
        chosen={"from": asked_from(request, old), "to": str(new.number) if new else ""},
        urls=urls(request, article, old, new),
        back_url=article_url("history", article),
        back_label="Back to the history",
    )


def find(article: Article, number: str) -> Revision | None:
    """None where nothing is public yet, or nothing came before."""
    revisions = article.revisions.select_related("created_by", "article__topic")
    if number == LIVE:
        return revisions.published().first()
    if number == "":
        return None
    if not (number.isascii() and number.isdecimal()) or len(number) > LONGEST_NUMBER:
        raise Http404
    found = revisions.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def newest_number(article: Article) -> str:
    newest = article.newest()
    return str(newest.number) if newest else ""


def number_before(article: Article, new: Revision | None) -> str:
    """The live one, or the one before if the new one is live itself or nothing is public."""
    live = article.revisions.published().only("number", "article").first()
    if live and new and live.pk != new.pk:
        return LIVE
    kept = article.revisions.kept().filter(number__lt=new.number if new else 0)
    before = kept.only("number", "article").first()
    return str(before.number) if before else ""


def asked_from(request: HttpRequest, old: Revision | None) -> str:
    asked = request.GET.get("from", "")
    return asked if asked == LIVE else str(old.number) if old else ""


def side(revision: Revision | None) -> dict | None:
    """What the screens say of one revision."""
    if revision is None:
        return None
    return {
        "number": revision.number,
        "title": revision.title,
        "by": str_name(revision.created_by),
        "at": revision.created_at,
        "note": revision.change_note,
        "page_url": article_url("revision", revision.article, revision.number),
    }


def choices(article: Article) -> list[tuple[str, str]]:
    """For the two lists: (value, label), the newest first."""
    light = article.revisions.order_by("-number").values_list("number", "title", "discarded_at")
    return [
        (str(number), f"{number}: {title}{' (discarded)' if discarded else ''}")
        for number, title, discarded in light
    ]


def urls(request: HttpRequest, article: Article, old, new) -> dict[str, str]:
    """The same two in the other view, and the other way round."""
    base = article_url("compare", article)
    pair = {"from": asked_from(request, old), "to": str(new.number) if new else ""}
    return {
        "self": base,
        "words": f"{base}?{urlencode(pair)}",
        "rendered": f"{base}?{urlencode(pair | {'view': 'rendered'})}",
    }
