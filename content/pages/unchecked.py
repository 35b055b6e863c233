"""What no clinician stands behind now: every public page that is unsigned or due for a new check,
with the reason and since when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from content.models import ArticleEntry, Guide, Review, Revision
from content.pages.parts import Part, parts


@dataclass(frozen=True)
class Story:
    """The reason, and what happened on the day that is told after it: of a page, and of several."""

    of_one: str
    of_many: str


NEVER = Story(
    "No clinician has signed it. It has been on this site since",
    "No clinician has signed these pages. They have been on this site since",
)
CHANGED = Story(
    "It was changed after a clinician signed it. The new words have been here since",
    "They were changed after a clinician signed them. The new words have been here since",
)
OVERDUE = Story(
    "It is due for a new check. The check was due on",
    "They are due for a new check. The check was due on",
)
PART_CHANGED = Story(
    "A fact of the clinic or a picture on it changed after a clinician signed it. Signed on",
    "A fact of the clinic or a picture on them changed after a clinician signed them. Signed on",
)


TAKEN_BACK = Story(
    "A clinician signed it and took the signature back on",
    "A clinician signed these pages and took the signatures back on",
)


@dataclass(frozen=True)
class Unchecked:
    entry: ArticleEntry
    story: Story
    day: date


@dataclass(frozen=True)
class PartUnchecked:
    part: Part
    pages: tuple[Unchecked, ...]

    @property
    def shared(self) -> Unchecked | None:
        """One of several pages of which the very same is told, for it is told once then."""
        told = {(page.story, page.day) for page in self.pages}
        return self.pages[0] if len(self.pages) > 1 and len(told) == 1 else None


def by_part(guide: Guide) -> list[PartUnchecked]:
    """Two queries at most, whatever the number of pages."""
    now = timezone.now()
    open_pages = [entry for entry in guide.articles() if not entry.is_checked]
    stories = read_stories(open_pages)
    found = []
    for part in parts(guide):
        pages = [stories.get(e.article_id) or overdue(e, now) for e in part.entries]
        if listed := tuple(filter(None, pages)):
            found.append(PartUnchecked(part, listed))
    return found


def overdue(entry: ArticleEntry, now: datetime) -> Unchecked | None:
    if entry.stamp and entry.stamp.is_overdue(now):
        return Unchecked(entry, OVERDUE, entry.stamp.review.next_due)
    return None


def read_stories(entries: list[ArticleEntry]) -> dict[int, Unchecked]:
    """Why each of these unsigned pages is unsigned, by the article."""
    if not entries:
        return {}
    keys = [entry.revision_id for entry in entries]
    live = Revision.objects.filter(pk__in=keys).order_by()
    numbers = dict(live.values_list("article_id", "number"))
    articles = [entry.article_id for entry in entries]
    reviews = Review.objects.filter(revision__article__in=articles).select_related("revision")
    newest: dict[int, Review] = {}
    for review in reviews.defer("revision__body", "revision__body_html").order_by("signed_at"):
        # A signature on words that are not public yet says nothing of these.
        if review.revision.number <= numbers[review.revision.article_id]:
            newest[review.revision.article_id] = review
    return {e.article_id: story(e, newest.get(e.article_id)) for e in entries}


def story(entry: ArticleEntry, review: Review | None) -> Unchecked:
    if review is None:
        return Unchecked(entry, NEVER, timezone.localdate(entry.first_published_at))
    if review.taken_back_at:
        return Unchecked(entry, TAKEN_BACK, timezone.localdate(review.taken_back_at))
    if review.revision_id == entry.revision_id:
        return Unchecked(entry, PART_CHANGED, timezone.localdate(review.signed_at))
    return Unchecked(entry, CHANGED, timezone.localdate(entry.published_at))
