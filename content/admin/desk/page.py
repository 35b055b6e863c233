"""What the template of the desk is told: the form, the checks, where the article stands."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from content.admin.desk.autosave import company, time_of_day
from content.admin.desk.checks import checks_of
from content.admin.desk.languages import languages_of
from content.admin.desk.sheet import TypedSheet, typed_sheet
from content.admin.screen import article_url, number_in, show, str_name
from content.admin.stage import whom
from content.admin.standing import Standing, day_and_time
from content.forms import WORD_FIELDS, NewArticleForm, WriteForm
from content.forms.writing import LONGEST_BODY
from content.models import Article, WorkingCopy
from content.rendering.body_map import figure

SCREENS = ("change", "place", "history", "review", "publish", "ask", "withdraw", "share")
PICKERS = ("articles", "pictures", "facts", "terms")
NEWEST_FEW = 5


@dataclass
class Desk:
    """One showing of the screen; `conflict` is what stands in the way of saving."""

    request: HttpRequest
    form: WriteForm | NewArticleForm
    article: Article | None = None
    standing: Standing | None = None
    copy: WorkingCopy | None = None
    conflict: dict | None = None

    def answer(self, status: int = 200) -> HttpResponse:
        saved = self.standing.newest.title if self.standing and self.standing.newest else ""
        title = self.form["title"].value() or saved or "New page"
        return show(
            self.request, "article/write", title, status=status, **self.context(),
        )  # fmt: skip

    def context(self) -> dict[str, Any]:
        words = {name: text[:LONGEST_BODY] for name, text in self.words().items()}
        checks = checks_of(words, self.article, self.sheet())
        return {
            "article": self.article,
            "form": self.form,
            "has_errors": bool(self.form.errors),
            "error_list": error_list(self.form),
            "urls": self.urls(),
            "checks": checks,
            "stops": checks["stops"],
            "copy": self.copy_words(),
            "conflict": self.conflict,
            "may": rights_of(self.request.user),
            "next_step": self.next_step(checks["may_publish"]),
            "checklist": checks["checklist"],
            "body": body_options(),
        } | (self.about_article() if self.article else NOTHING_YET)

    def urls(self) -> dict[str, str]:
        """A new page keeps what its address asked for, such as a translation of another one."""
        urls = urls_of(self.article, self.standing)
        return urls if self.article else urls | {"self": self.request.get_full_path()}

    def words(self) -> dict[str, str]:
        return {name: self.form[name].value() or "" for name in WORD_FIELDS}

    def sheet(self) -> TypedSheet:
        """What stands in the form, else what was saved with the newest revision."""
        typed = self.copy.fields if self.copy else {}
        newest = self.standing.newest if self.standing else None
        return typed_sheet(self.request.POST.dict() if self.form.is_bound else typed, newest)

    def copy_words(self) -> dict | None:
        if self.copy is None:
            return None
        return {"saved_at": time_of_day(self.copy.saved_at), "base": self.copy.base}

    def about_article(self) -> dict[str, Any]:
        standing, article = self.standing, self.article
        base = number_in(str(self.form["based_on"].value())) or 0
        return {
            "state": {"key": standing.key, "label": standing.label},
            "steps": standing.steps,
            "facts": facts_of(standing),
            "history": history_of(article),
            "languages": languages_of(article, self.request.user),
        } | company(article, self.request.user, base)

    def next_step(self, is_clean: bool) -> str:
        """The button that this person would press next."""
        user = self.request.user
        if self.standing and self.standing.key == "ready" and user.has_perm(PUBLISH):
            return "publish"
        return "ask" if is_clean and self.standing and self.standing.key == "draft" else "save"


def body_options() -> dict[str, str]:
    """The muscles and places of the body map, as JSON pairs of name and words to choose by."""
    names = [muscle.id for muscle in figure().muscles]
    return {
        "muscles": json.dumps([[name, name.replace("-", " ").capitalize()] for name in names]),
        "places": json.dumps([[p.id, f"{p.name} ({p.group})"] for p in figure().places]),
    }


PUBLISH = "content.publish_revision"
NOTHING_YET = {
    "state": {"key": "draft", "label": "Not saved yet"},
    "steps": [],
    "facts": [],
    "history": [],
    "languages": [],
    "others": [],
    "newer": None,
}


def rights_of(user) -> dict[str, bool]:
    return {
        "add": user.has_perm("content.add_article"),
        "save": user.has_perm("content.change_article"),
        "ask": user.has_perm("content.change_article"),
        "publish": user.has_perm(PUBLISH),
        "upload": user.has_perm("content.add_picture"),
        "sign": user.has_perm("content.sign_revision"),
    }


def urls_of(article: Article | None, standing: Standing | None) -> dict[str, str]:
    urls = {f"pick_{shelf}": reverse("desk:pick", args=[shelf]) for shelf in PICKERS}
    urls |= {
        "list": reverse("admin:content_article_changelist"),
        "view": "",
        "upload": reverse(UPLOAD),
    }
    if article is None:
        scripts = {name: reverse(f"desk:new_{name}") for name in SCRIPTS}
        return urls | scripts
    urls |= {name: reverse(f"desk:{name}", args=[article.pk]) for name in SCRIPTS}
    urls |= {name: article_url(name, article) for name in SCREENS}
    if standing.live:
        urls["view"] = reverse("content:article", args=[article.topic.slug, article.slug])
    return urls | {"self": urls["change"]}


SCRIPTS = ("preview", "findings", "autosave")
LIST, HELP = "admin:content_article_changelist", "admin:content_article_help"
UPLOAD = "markdown_upload"


def error_list(form) -> list[dict]:
    return [
        {"field_id": form[name].id_for_label if name in form.fields else "", "words": words}
        for name, errors in form.errors.items()
        for words in errors
    ]


def facts_of(standing: Standing) -> list[tuple[str, str]]:
    """For the review panel."""
    newest, review, request = standing.newest, standing.review, standing.request
    rows = [("Writer", str_name(newest.created_by) if newest else "")]
    if request:
        rows.append(("Asked", whom(request) or "All reviewers"))
        rows.append(("Since", day_and_time(request.asked_at)))
    if review:
        rows.append(("Signed by", f"{review.name}, {review.credentials}"))
        rows.append(("Last check", day(review.signed_at)))
        label = "Check was due" if review.is_overdue() else "Next check"
        rows.append((label, date_format(review.next_due, "F j, Y")))
    elif newest:
        rows.append(("Signed by", "Nobody has signed these words"))
    return [(label, value) for label, value in rows if value]


def day(at) -> str:
    return date_format(timezone.localtime(at), "F j, Y")


def history_of(article: Article) -> list[dict]:
    light = article.revisions.kept().select_related("created_by").only(
        "number", "change_note", "created_at", "published_at", "created_by", "article",
    )  # fmt: skip
    now = timezone.now()
    return [
        {
            "what": f"Revision {revision.number}" + what_became(revision, now),
            "who": str_name(revision.created_by),
            "when": day_and_time(revision.created_at),
            "note": revision.change_note,
        }
        for revision in light[:NEWEST_FEW]
    ]


def what_became(revision, now) -> str:
    if revision.published_at is None:
        return ", saved"
    return ", put on the site" if revision.published_at <= now else ", scheduled"
