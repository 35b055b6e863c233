"""The whole guide as patients may see it now: the clinic, the topics, their articles.

It is read from the database once for each edition and kept by the process, so that a page costs
one short query to learn that nothing has changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from content.models.articles import Article
from content.models.clinic import EMERGENCY_NUMBER, ClinicDetails
from content.models.editions import Keeper
from content.models.reviews import Review
from content.models.revisions import Revision, minutes_to_read
from content.models.stamps import Correction, Stamp, Stamps, standing_stamps
from content.models.topics import Topic, drawing_template, split_line

GUIDE_LANGUAGE = "en"
NO_MUSCLE: dict = {}
UNKNOWN_CLINIC = ClinicDetails(name="Your spine clinic")
# Stands wherever the summary of a page would stand whose treatment claims are folded away.
BEING_CHECKED = (
    "We are checking what this page says about treatment. When to get help is still here for you."
)


@dataclass(eq=False, slots=True)
class TopicEntry:
    """A topic and its public articles in order; muscles are not among them. `number` is its place
    among the public topics, from 1; 0 for one that is not public. `basics` are (label, value)
    pairs, `figures` (drawing, title, caption)."""

    number: int
    title: str
    slug: str
    url: str
    summary: str
    invitation: str
    icon: str
    basics: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str, str], ...]
    articles: list["ArticleEntry"] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class ArticleEntry:
    """A public article without its body. `stamp` is set only while the signed words are shown.

    While its treatment claims are folded away, lists get neither its summary nor its answers.
    `muscle` holds what the body map shows, see `Revision.muscle`; empty for every other page.
    """

    article_id: int
    revision_id: int
    title: str
    summary: str
    slug: str
    topic: TopicEntry
    reading_minutes: int
    published_at: datetime
    first_published_at: datetime
    quick_answer: bool
    stamp: Stamp | None
    related_ids: tuple[int, ...]
    is_folded: bool
    muscle: dict

    @property
    def url(self) -> str:
        # As `reverse` gives it, which took two fifths of the time to read a guide of 10,000.
        return f"{self.topic.url}{self.slug}/"

    @property
    def review(self) -> Review | None:
        return self.stamp and self.stamp.review

    @property
    def corrections(self) -> tuple[Correction, ...]:
        return self.stamp.corrections if self.stamp else ()

    @property
    def is_checked(self) -> bool:
        return self.stamp is not None


@dataclass(eq=False, slots=True, weakref_slot=True)
class Guide:
    """Kept for an edition, see `editions.Kept`. `topics` are those with a public article, `closed`
    those of which every page was withdrawn, by slug."""

    edition: str
    since: datetime
    until: datetime | None
    clinic: "Clinic"
    topics: list[TopicEntry]
    by_slug: dict[str, ArticleEntry] = field(default_factory=dict)
    by_article: dict[int, ArticleEntry] = field(default_factory=dict)
    muscles: list[ArticleEntry] = field(default_factory=list)
    closed: dict[str, TopicEntry] = field(default_factory=dict)

    def articles(self) -> Iterator[ArticleEntry]:
        """Every public article along the journey, then the muscles."""
        yield from (entry for topic in self.topics for entry in topic.articles)
        yield from self.muscles

    def topic(self, slug: str) -> TopicEntry | None:
        return next((topic for topic in self.topics if topic.slug == slug), None)

    def beside(self, topic: TopicEntry) -> tuple[TopicEntry | None, TopicEntry | None]:
        """The topics before and after this one."""
        around = [None, *self.topics, None]
        place = around.index(topic)
        return around[place - 1], around[place + 1]

    def article(self, topic_slug: str, slug: str) -> ArticleEntry | None:
        entry = self.by_slug.get(slug)
        return entry if entry and entry.topic.slug == topic_slug else None

    def related(self, entry: ArticleEntry) -> list[ArticleEntry]:
        found = (self.by_article.get(pk) for pk in entry.related_ids)
        return [other for other in found if other]


@dataclass(frozen=True, slots=True)
class Clinic:
    """The clinic's details in the shapes that pages print."""

    name: str
    phone: str
    phone_href: str
    after_hours: str
    address_lines: tuple[str, ...]
    hours_lines: tuple[str, ...]
    opening_hours: str
    is_example: bool
    emergency_number: str = EMERGENCY_NUMBER


def current_guide() -> Guide:
    """The guide of the current edition; one query when this process has it already."""
    return _keeper.current()


def last_known_clinic() -> Clinic | None:
    """As this process read it last, for pages that must not touch the database."""
    return _keeper.kept.clinic if _keeper.kept else None


def read_guide(edition: str, at: datetime) -> Guide:
    stamps = standing_stamps(at)
    guide = Guide(edition, at, next_change(at, stamps), read_clinic(), [])
    entries = {topic.pk: topic_entry(topic) for topic in Topic.objects.all()}
    public = set()
    related = related_ids()
    # A few at a time: the models take many times the memory of the entries made of them.
    for revision in live_revisions(at).iterator(chunk_size=500):
        topic = entries[revision.article.topic_id]
        public.add(revision.article.topic_id)
        entry = article_entry(revision, topic, stamps, related, at)
        (guide.muscles if entry.muscle else topic.articles).append(entry)
        guide.by_slug[entry.slug] = guide.by_article[entry.article_id] = entry
    guide.topics.extend(entry for pk, entry in entries.items() if pk in public)
    for number, topic in enumerate(guide.topics, start=1):
        topic.number = number
    if empty := entries.keys() - public:
        gone = Article.objects.gone(at).filter(language=GUIDE_LANGUAGE, topic__in=empty)
        closed = (entries[pk] for pk in gone.values_list("topic", flat=True))
        guide.closed.update((topic.slug, topic) for topic in closed)
    return guide


def guide_with(guide: Guide, topic: Topic) -> Guide:
    """The guide as it will be once that topic has its first public article. One query."""
    known = {entry.slug: entry for entry in guide.topics} | {topic.slug: topic_entry(topic)}
    slugs = [slug for slug in Topic.objects.values_list("slug", flat=True) if slug in known]
    topics = [replace(known[slug], number=number) for number, slug in enumerate(slugs, start=1)]
    return replace(guide, topics=topics)


_keeper = Keeper(read_guide)


def read_clinic() -> Clinic:
    details = ClinicDetails.objects.first() or UNKNOWN_CLINIC
    return Clinic(
        name=details.name,
        phone=details.phone,
        phone_href=details.phone_href if details.phone else "",
        after_hours=details.after_hours,
        address_lines=tuple(details.address.splitlines()),
        hours_lines=tuple(details.hours.splitlines()),
        opening_hours=details.opening_hours,
        is_example=details.is_example,
    )


def live_revisions(at: datetime):
    """Public revisions in reading order, without the columns that only their own page needs."""
    return (
        Revision.objects.published(at)
        .with_first_moment()
        .filter(article__language=GUIDE_LANGUAGE)
        .select_related("article")
        .only(
            "title",
            "summary",
            "published_at",
            "word_count",
            "muscle",
            "article__kind",
            "article__slug",
            "article__topic_id",
            "article__quick_answer",
        )
        .order_by("article__topic__position", "article__position", "article__slug")
    )


def related_ids() -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    links = Article.related.through.objects.order_by("pk")
    for source, target in links.values_list("from_article_id", "to_article_id"):
        found[source] = (*found.get(source, ()), target)
    return found


def next_change(at: datetime, stamps: Stamps) -> datetime | None:
    """The next moment at which a publication or a withdrawal takes effect, a check is missed or
    its days of grace are over."""
    moments = [
        Revision.objects.filter(published_at__gt=at).aggregate(at=Min("published_at"))["at"],
        Article.objects.filter(withdrawn_at__gt=at).aggregate(at=Min("withdrawn_at"))["at"],
        *(moment for stamp in stamps.values() for moment in stamp.moments()),
    ]
    return min((moment for moment in moments if moment and moment > at), default=None)


def topic_entry(topic: Topic) -> TopicEntry:
    """Without a number and articles, which its guide knows."""
    return TopicEntry(
        number=0,
        title=topic.title,
        slug=topic.slug,
        url=reverse("content:topic", args=[topic.slug]),
        summary=topic.summary,
        invitation=topic.invitation,
        icon=topic.icon,
        basics=tuple(cells for line in topic.basics.splitlines() if (cells := split_line(line, 2))),
        figures=tuple(
            cells
            for line in topic.figures.splitlines()
            if (cells := split_line(line, 3)) and drawing_template(cells[0])
        ),
    )


def article_entry(
    revision: Revision,
    topic: TopicEntry,
    stamps: Stamps,
    related: dict[int, tuple[int, ...]],
    at: datetime | None = None,
) -> ArticleEntry:
    article, stamp = revision.article, stamps.get(revision.pk)
    folded = stamp is not None and stamp.is_folded(at or timezone.now())
    published, first = revision.published_at, revision.first_published_at
    return ArticleEntry(
        article_id=article.pk,
        revision_id=revision.pk,
        title=revision.title,
        summary=BEING_CHECKED if folded else revision.summary,
        slug=article.slug,
        topic=topic,
        reading_minutes=minutes_to_read(revision.word_count),
        published_at=published,
        first_published_at=published if first == published else first,
        quick_answer=article.quick_answer,
        stamp=stamp,
        related_ids=related.get(article.pk, ()),
        is_folded=folded,
        muscle=revision.muscle if article.kind == Article.Kind.MUSCLE else NO_MUSCLE,
    )
