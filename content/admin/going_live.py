"""The screen that puts a page on the site, now or at a time that its button names."""

from datetime import datetime
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone

from content import publishing
from content.admin.screen import article_url, errors, number_in, show
from content.admin.stage import changes, checks, head_of, spoken, stage, things
from content.admin.standing import Standing
from content.admin.withdrawing import withdrawn_row
from content.forms.going_live import MomentForm, NoteForm, ReasonsForm, tomorrow_at_nine
from content.models import Article, Review, Revision
from content.publishing import waivers
from content.publishing.corrections import signature_to_carry
from content.publishing.going_live import stops_at, waits_for
from content.publishing.together import bound, companions

PUBLISH = "content.publish_revision"
OVERTAKEN = (
    "Revision {number} was saved since you opened this screen. Look at what it changes, then press "
    "the button again."
)
TAKEN_OFF_SINCE = (
    "This page was taken off the site since you opened this screen. Read why below. Publishing "
    "these words would bring it back."
)
BROUGHT_BACK_SINCE = (
    "This page was brought back since you opened this screen. Look at what these words change, "
    "then press the button again."
)


OTHER_OVERTAKEN = (
    "“{title}” comes with this page, in words that you have not seen here yet. Look at them, then "
    "press the button again."
)


class Group(NamedTuple):
    """Warnings of one kind, about the words of one article."""

    article: Article
    title: str
    findings: list


class PublishPage:
    """Forms come back as they were typed; `stops` says what stands in the way. `others` are the
    newest words of new pages that this one can only come with."""

    def __init__(self, request: HttpRequest, stand: Standing):
        typed = request.POST if request.method == "POST" else None
        self.request, self.stand, self.newest = request, stand, stand.newest
        self.others = [] if self.off else companions(stand.newest)
        self.together = [stand.newest, *self.others]
        self.waits_for = None if self.off else waits_for(*self.together)
        at = timezone.localtime(max(filter(None, (tomorrow_at_nine(), self.waits_for))))
        self.moment = MomentForm(typed, initial={"day": at.date(), "time": at.time()})
        self.was_off = bool(self.off)
        needs_note = publishing.needs_note(stand.newest)
        self.note = NoteForm(typed) if needs_note else None
        self.checks = checks(stand.newest)
        self.checks_of_others = [checks(other) for other in self.others]
        self.groups = by_rule(stand.article, self.checks["warnings"])
        for other, found in zip(self.others, self.checks_of_others, strict=True):
            self.groups |= by_rule(other.article, found["warnings"], other.title)
        rules = [(rule, group.title) for rule, group in self.groups.items()]
        self.reasons = ReasonsForm(typed, rules=rules) if rules else None
        self.asked_for: list[forms.Form] = []
        self.stops: list[str] = []

    def ask(self, *asked: forms.Form | None) -> bool:
        """Whether these forms are filled in as they should be."""
        self.asked_for = [form for form in asked if form]
        return not [form for form in self.asked_for if not form.is_valid()]

    def was_overtaken(self) -> bool:
        if self.request.POST.get("seen") != str(self.newest.number):
            self.stops.append(OVERTAKEN.format(number=self.newest.number))
        elif self.request.POST.get("off", "") != self.off:
            self.stops.append(TAKEN_OFF_SINCE if self.off else BROUGHT_BACK_SINCE)
        for other in self.others:
            if self.request.POST.get(f"with-{other.article_id}") != str(other.number):
                self.stops.append(OTHER_OVERTAKEN.format(title=other.title))
        return bool(self.stops)

    @property
    def off(self) -> str:
        """Since when the page is off the site, as the form hands it back; "" while it is on it."""
        withdrawn = self.stand.article.withdrawn_at
        return withdrawn.isoformat() if withdrawn else ""

    def put_on_site(self, at: datetime | None) -> bool:
        by = self.request.user
        try:
            with transaction.atomic():
                if self.note:
                    note = self.note.cleaned_data["note"]
                    publishing.say_what_is_new(self.newest, by=by, note=note)
                self.give_reasons()
                publishing.publish(*self.together, by=by, at=at, brings_back=self.was_off)
        except publishing.Refused as reason:
            self.stops.append(str(reason))
            self.newest.refresh_from_db(fields=["change_note"])
            self.stand.article.refresh_from_db()
            return False
        return True

    def done(self) -> str:
        if self.was_off:
            return f"The page is back on the site, with revision {self.newest.number}."
        return f"The page is on the site now{with_others(self.others)}."

    def give_reasons(self) -> None:
        for rule, reason in self.reasons.reasons().items() if self.reasons else ():
            group, by = self.groups[rule], self.request.user
            waivers.give_reason(group.article, group.findings, by=by, reason=reason)

    def answer(self) -> HttpResponse:
        for form in (self.moment, self.note, self.reasons):
            if form and form.is_bound and form not in self.asked_for:
                form._errors = {}
        mistakes = errors(*self.asked_for)
        mistakes["error_list"] += [{"field_id": "", "words": words} for words in self.stops]
        mistakes["has_errors"] = bool(mistakes["error_list"])
        status = 422 if mistakes["has_errors"] else 200
        frame = head_of(self.request, self.stand) | mistakes
        return show(
            self.request, "publish", "Publish", status=status, **frame, **self.context()
        )  # fmt: skip

    def context(self) -> dict:
        known = self.stand.known
        now = timezone.now()
        stops = stops_at(self.newest, now, self.together)
        errors_of_others = []
        for other, found in zip(self.others, self.checks_of_others, strict=True):
            words = stops_at(other, now, self.together)
            stops += [f"“{other.title}”, which comes with it: {one}" for one in words]
            if found["errors"]:
                many = things(len(found["errors"]))
                errors_of_others.append(f"“{other.title}”, which comes with it, has {many} to fix.")
        return {
            "others": list(map(other_row, self.others)),
            "number": self.newest.number,
            "known": {"number": known.number} if known else None,
            "is_known": self.stand.is_newest_known,
            "off": self.off,
            "withdrawn": withdrawn_row(self.stand.article) if self.off else None,
            "checks": self.checks,
            "obstacles": errors_of_others + stops,
            "waits": self.waits_for is not None,
            "is_stopped": bool(
                self.checks["errors"] or errors_of_others or (stops and not self.waits_for)
            ),
            "groups": self.group_rows(),
            "comparison": changes(self.stand),
            "signed": self.stand.review,
            "carried": carried(self.newest),
            "why_not_carried": publishing.why_not_carried(self.newest),
            "note_form": self.note,
            "note": self.newest.change_note,
            "is_minor": self.newest.change == Revision.Change.MINOR,
            "moment_form": self.moment,
            "zone": zone(),
            "scheduled": scheduled(self.stand),
        }

    def group_rows(self) -> list[dict]:
        return [
            {
                "title": group.title,
                "why": group.findings[0].why,
                "source": group.findings[0].source,
                "source_url": group.findings[0].source_url,
                "findings": group.findings,
                "field": self.reasons[f"reason-{rule}"],
            }
            for rule, group in self.groups.items()
        ]


def carried(revision: Revision) -> dict | None:
    """The signature that stays under a small correction."""
    found = signature_to_carry(revision)
    if found is None:
        return None
    review, size = found
    words = "1 word" if size.words == 1 else f"{size.words} words"
    return {"review": review, "words": words}


def other_row(other: Revision) -> dict:
    return {
        "name": f"with-{other.article_id}",
        "number": other.number,
        "title": other.title,
        "url": article_url("review", other.article),
        "signed": Review.objects.on(other).first(),
    }


def with_others(others: list[Revision]) -> str:
    """Like ", with “One” and “Two”"; "" without any."""
    titles = [f"“{other.title}”" for other in others]
    return f", with {' and '.join(titles)}" if titles else ""


def by_rule(article: Article, findings, other_title: str = "") -> dict[str, Group]:
    """By the id of the rule; of another page the title says which, and the id is its own."""
    on, key = (f", on “{other_title}”", f"-{article.pk}") if other_title else ("", "")
    groups: dict[str, Group] = {}
    for finding in findings:
        group = Group(article, f"{finding.title}{on}", [])
        groups.setdefault(f"{finding.id}{key}", group).findings.append(finding)
    return groups


@stage(PUBLISH)
def publish(request: HttpRequest, stand: Standing) -> HttpResponse:
    page = PublishPage(request, stand)
    if request.method != "POST":
        return page.answer()
    do, _, number = request.POST.get("do", "").partition(":")
    if do == "unschedule":
        return unschedule(request, stand, number)
    if do == "schedule":
        return at_a_time(page)
    return now(page) if do == "publish" else page.answer()


def now(page: PublishPage) -> HttpResponse:
    if page.ask(page.reasons, page.note) and not page.was_overtaken() and page.put_on_site(None):
        messages.success(page.request, page.done())
        return HttpResponseRedirect(article_url("publish", page.stand.article))
    return page.answer()


def at_a_time(page: PublishPage) -> HttpResponse:
    if page.ask(page.reasons, page.note, page.moment) and not page.was_overtaken():
        at = page.moment.cleaned_data["at"]
        if page.put_on_site(at):
            told = f"The page goes on the site on {spoken(at)}{with_others(page.others)}."
            messages.success(page.request, told)
            return HttpResponseRedirect(article_url("publish", page.stand.article))
    return page.answer()


def unschedule(request: HttpRequest, stand: Standing, number: str) -> HttpResponse:
    revision = stand.article.revisions.filter(number=number_in(number)).first()
    try:
        if revision is None:
            raise publishing.Refused("This revision is not on the schedule.")
        others = with_others(publishing.unschedule(revision, by=request.user))
        words = f"Revision {revision.number} was taken off the schedule{others}."
        messages.success(request, words)
    except publishing.Refused as reason:
        messages.error(request, str(reason))
    return HttpResponseRedirect(article_url("publish", stand.article))


def scheduled(stand: Standing) -> list[dict]:
    ahead = stand.article.revisions.scheduled()
    light = ahead.only("number", "title", "published_at", "article")
    return [
        {
            "number": revision.number,
            "title": revision.title,
            "on": spoken(revision.published_at),
            "others": with_others(bound(revision)),
        }
        for revision in light
    ]


def zone() -> str:
    """The clinic's clock by name, like “Los Angeles time”."""
    city = timezone.get_default_timezone_name().rpartition("/")[2]
    return f"{city.replace('_', ' ')} time"


def urls(wrap) -> list[URLPattern]:
    return [path("<int:pk>/publish/", wrap(publish), name="content_article_publish")]
