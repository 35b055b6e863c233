"""What the screens between draft and live share: whose words they are about, and how they stand."""

from collections.abc import Callable, Sequence
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from content.admin.screen import article_url, needs, no_longer_signs, str_name
from content.admin.standing import Standing, standing
from content.editorial.comparing import Comparison, compare
from content.models import Article, ReviewRequest, Revision
from content.publishing import clinicians, waivers
from content.publishing.going_live import spoken

NO_WORDS = "This page has no words yet. Write them first."
Stage = Callable[..., HttpResponse]


def stage(*permissions: str) -> Callable[[Stage], Stage]:
    """For views about the newest words of an article, for who has one of the rights: hands in
    where the article stands. Without words there is nothing to do but to write some."""

    def decorate(view: Stage) -> Stage:
        @needs(*permissions)
        @wraps(view)
        def found(request: HttpRequest, article: Article) -> HttpResponse:
            stand = standing(article)
            if stand.newest is None:
                messages.warning(request, NO_WORDS)
                return HttpResponseRedirect(reverse("admin:content_article_changelist"))
            stand.newest.article = article
            return view(request, stand)

        return found

    return decorate


def request_row(stand: Standing) -> dict | None:
    """The request that is open now, which may be about earlier words."""
    asked = stand.open_request
    if asked is None:
        return None
    return {
        "by": str_name(asked.asked_by),
        "whom": whom(asked) or "everyone who may sign",
        "at": spoken(asked.asked_at),
        "message": asked.message,
        "number": asked.revision.number,
    }


def whom(asked: ReviewRequest) -> str:
    """The name of who was asked, "" for all who may sign."""
    if asked.reviewer is None:
        return ""
    may_sign = clinicians().filter(pk=asked.reviewer_id).exists()
    return str_name(asked.reviewer) if may_sign else no_longer_signs(asked.reviewer)


def head_of(request: HttpRequest, stand: Standing) -> dict:
    """The top of each of these screens, with the way back."""
    article, revision = stand.article, stand.newest
    may_write = request.user.has_perm("content.change_article")
    return {
        "article": article,
        "page_title": revision.title,
        "state": {"key": stand.key, "label": stand.label},
        "written": written(revision),
        "back_url": article_url("change", article)
        if may_write
        else reverse("admin:content_article_changelist"),
        "back_label": "Write" if may_write else "All pages",
        "urls": {
            name: article_url(name, article)
            for name in ("change", "ask", "review", "publish", "withdraw", "share", "history")
        }
        | {"compare": compare_url(stand)},
    }


def compare_url(stand: Standing) -> str:
    """The screen that compares them; "" while there is nothing to compare."""
    if stand.known is None or stand.is_newest_known:
        return ""
    numbers = {"from": stand.known.number, "to": stand.newest.number}
    return f"{article_url('compare', stand.article)}?{urlencode(numbers)}"


def written(revision: Revision) -> str:
    when = spoken(revision.created_at)
    return f"Revision {revision.number}, by {str_name(revision.created_by)}, {when}"


def changes(stand: Standing) -> Comparison | None:
    """What the newest words change for patients; None while there is nothing to compare."""
    if stand.known is None or stand.is_newest_known:
        return None
    return compare(stand.known, stand.newest)


def checks(revision: Revision) -> dict:
    """What the checks find in these words: errors, warnings that still need a reason, and those
    that have one."""
    found = waivers.checked(revision)
    errors, warnings = found.checked.errors, found.unexcused
    return {
        "errors": errors,
        "warnings": warnings,
        "excused": found.excused,
        "count": counted(errors, warnings),
    }


def counted(errors: Sequence, warnings: Sequence) -> str:
    """Like "2 things to fix and 1 thing to look at"."""
    parts = []
    if errors:
        parts.append(f"{things(len(errors))} to fix")
    if warnings:
        parts.append(f"{things(len(warnings))} to look at")
    return " and ".join(parts)


def things(number: int) -> str:
    return "1 thing" if number == 1 else f"{number} things"
