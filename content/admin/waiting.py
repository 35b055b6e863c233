"""What waits, for the home of the admin: for this person, for a check, for a signature, for its
day."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from content import publishing
from content.admin.screen import article_url, no_longer_signs, str_name
from content.models import Article, ClinicDetails, ClinicFact, Review, ReviewRequest, Revision
from content.models.stamps import valid_reviews

MOST = 10
VIEW, SIGN = "content.view_article", "content.sign_revision"
PUBLISH = "content.publish_revision"
FILL_IN = "content.change_clinicdetails"
State = ReviewRequest.State


def waiting_for(request: HttpRequest) -> list[dict] | None:
    """Lists of {title, rows, more_url, nothing}, each of ten rows at most; None for those who may
    not see articles. `more_url` is set when there is more."""
    user = request.user
    if not user.has_perm(VIEW):
        return None
    signed = valid_reviews(timezone.now())
    late = [due_row(*found) for found in overdue(signed)]
    bare = [live_row(revision) for revision in unsigned(signed)]
    screen = "publish" if user.has_perm(PUBLISH) else "history"
    ahead = [scheduled_row(revision, screen) for revision in scheduled()[: MOST + 1]]
    first = to_fill_in() if user.has_perm(FILL_IN) else []
    return [
        *([listed("Before patients use this guide", first, "", "")] if first else []),
        listed("Waiting for you", mine(user), "review", "Nothing waits for you."),
        listed("Check is overdue", late, "overdue", "No check is overdue."),
        listed("Scheduled", ahead, "scheduled", "Nothing is scheduled."),
        listed("On the site without a signature", bare, "unsigned", "All pages are signed."),
    ]


def to_fill_in() -> list[dict]:
    """What a clinic has to say of itself, until it has replaced the example's details."""
    details = ClinicDetails.objects.filter(is_example=True).first()
    if details is None:
        return []
    facts = ClinicFact.objects.all()
    opened = sum(not fact.answer.strip() for fact in facts)
    return [
        {
            "title": "Clinic details",
            "url": reverse("admin:content_clinicdetails_change", args=[details.pk]),
            "words": "The name, phone number, address and hours on all pages are examples.",
        },
        {
            "title": "Clinic facts",
            "url": reverse("admin:content_clinicfact_changelist"),
            "words": f"{opened} of {len(facts)} have no answer yet. Until then, pages say to ask.",
        },
    ]


def listed(title: str, rows: list[dict], state: str, nothing: str) -> dict:
    """`rows` may hold one more than is shown, which says that there is more."""
    more = f"{reverse('admin:content_article_changelist')}?state={state}"
    return {
        "title": title,
        "rows": rows[:MOST],
        "more_url": more if len(rows) > MOST else "",
        "nothing": nothing,
    }


def mine(user) -> list[dict]:
    asked = [(found.asked_at, asked_row(found, user)) for found in asked_of(user)[: MOST + 1]]
    back = [(request.answered_at, back_row(request)) for request in back_to(user)[: MOST + 1]]
    return [row for _, row in sorted(asked + back, key=lambda found: found[0])]


def requests() -> QuerySet[ReviewRequest]:
    """Oldest first, with what a row says of them."""
    people = ("asked_by", "answered_by", "reviewer")
    found = ReviewRequest.objects.select_related("article", "revision", *people)
    return found.only(
        "article", "revision__title", "revision__number", "asked_at", "answered_at",
        *(f"{who}__{name}" for who in people
          for name in ("first_name", "last_name", "username")),
    )  # fmt: skip


def asked_of(user) -> QuerySet[ReviewRequest]:
    """Requests that this person can answer with a signature; also those to somebody who cannot any
    more."""
    if not user.has_perm(SIGN):
        return ReviewRequest.objects.none()
    whom = Q(reviewer=user) | Q(reviewer=None) | ~Q(reviewer__in=publishing.clinicians())
    theirs = Q(revision__created_by=user)
    return requests().filter(whom, ~theirs, state=State.OPEN).order_by("asked_at")


def back_to(user) -> QuerySet[ReviewRequest]:
    """Drafts that came back to this person and that nobody has changed or asked about since."""
    newer = Revision.objects.kept().filter(
        article=OuterRef("article"), number__gt=OuterRef("revision__number")
    )
    later = ReviewRequest.objects.filter(
        article=OuterRef("article"), asked_at__gt=OuterRef("answered_at")
    )
    theirs = Q(asked_by=user) | Q(asked_by=None, article__owner=user)
    found = requests().filter(theirs, state=State.SENT_BACK, revision__discarded_at=None)
    return found.exclude(Exists(newer)).exclude(Exists(later)).order_by("answered_at")


def overdue(signed: dict[int, Review]) -> list[tuple[Revision, Review]]:
    """What patients read under a signature whose next check was missed, the oldest first."""
    late = [(review.next_due, pk) for pk, review in signed.items() if review.is_overdue()]
    found = titles([pk for _, pk in sorted(late)[: MOST + 1]])
    return [(revision, signed[revision.pk]) for revision in found]


def unsigned(signed: dict[int, Review]) -> list[Revision]:
    """What patients read without a signature, in the order of the guide."""
    order = ("article__topic__position", "article__position", "article__slug")
    live = Revision.objects.published().order_by(*order).values_list("pk", flat=True)
    return titles([pk for pk in live if pk not in signed][: MOST + 1])


def titles(keys: list[int]) -> list[Revision]:
    """These revisions in this order, with what a row says of them."""
    found = Revision.objects.select_related("article").only("title", "article").in_bulk(keys)
    return [found[key] for key in keys]


def scheduled() -> QuerySet[Revision]:
    ahead = Revision.objects.scheduled().select_related("article")
    return ahead.only("title", "number", "published_at", "article")


def asked_row(request: ReviewRequest, user) -> dict:
    by, whom = str_name(request.asked_by), "everyone who may sign"
    if request.reviewer:
        whom = "you" if request.reviewer == user else no_longer_signs(request.reviewer)
    words = f"{by} asked {whom} to read it on {day(request.asked_at)}"
    return row_of("review", request.article, request.revision.title, words)


def back_row(request: ReviewRequest) -> dict:
    words = f"{str_name(request.answered_by)} sent it back on {day(request.answered_at)}"
    return row_of("review", request.article, request.revision.title, words)


def due_row(revision: Revision, review: Review) -> dict:
    words = f"Was due on {date_format(review.next_due, 'F j, Y')}, signed by {review.name}"
    return row_of("review", revision.article, revision.title, words)


def live_row(revision: Revision) -> dict:
    return row_of("review", revision.article, revision.title, "")


def scheduled_row(revision: Revision, screen: str) -> dict:
    words = f"Revision {revision.number}, {day(revision.published_at)}"
    if revision.article.withdrawn_at:
        words += ", once the page is back on the site"
    return row_of(screen, revision.article, revision.title, words)


def row_of(screen: str, article: Article, title: str, words: str) -> dict:
    return {"title": title, "url": article_url(screen, article), "words": words}


def day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "F j, Y")
