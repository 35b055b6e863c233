"""An article in the shape that its page prints: its words, its standing signature, its head."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils.safestring import SafeString

from content.models import EMERGENCY_NUMBER, ArticleEntry, Guide, Review, Revision
from content.models.guide import BEING_CHECKED
from content.models.revisions import minutes_to_read
from content.pages import GUIDE_NAME, Page
from content.pages.shared_pictures import picture_of
from content.rendering import ranges
from content.rendering.depths import all_open, has_more, words_of_more
from content.rendering.folding import fold
from content.rendering.leading import leading_length
from content.rendering.sanitizer import stored_html, stored_part
from content.rendering.urgency import tells_to_call, urgency
from content.structured_data import breadcrumbs, medical_page


@dataclass(frozen=True)
class Withdrawal:
    """Why and since when a page that can still be read is no part of the guide any more."""

    reason: str
    date: datetime


@dataclass(frozen=True)
class Shown:
    """`review` is the signature that counts for these very words."""

    guide: Guide
    entry: ArticleEntry
    revision: Revision
    review: Review | None
    withdrawal: Withdrawal | None = None

    @property
    def is_folded(self) -> bool:
        """Whether what it says about treatment is folded away. An unsigned page is never."""
        return self.entry.is_folded and self.review is not None

    @property
    def description(self) -> str:
        return BEING_CHECKED if self.is_folded else self.revision.summary

    def page(self) -> Page:
        topic, revision = self.entry.topic, self.revision
        trail = [
            (GUIDE_NAME, reverse("content:home")),
            (topic.title, topic.url),
            (revision.title, self.entry.url),
        ]
        return Page(
            f"{revision.title} – {topic.title}",
            self.description,
            self.entry.url,
            language=revision.article.language,
            robots="noindex" if self.withdrawal else "",
            for_everyone=not self.withdrawal,
            facts=[] if self.withdrawal else [
                medical_page(
                    self.guide, self.entry, revision, self.review, description=self.description
                ),
                breadcrumbs(trail),
            ],
            picture=None if self.withdrawal else picture_of(revision),
            scripts=scripts_for(revision.body_html),
        )  # fmt: skip

    def context(self) -> dict:
        revision, author = self.revision, self.revision.created_by
        corrections = self.entry.corrections if self.review else ()
        return {
            "article": self.words() | (self.folds() if self.is_folded else {}),
            "review": self.review,
            "withdrawal": self.withdrawal,
            "written_by": author.get_full_name() if author else "",
            "corrections": corrections,
            "change_note": "" if corrections else revision.change_note,
        }

    def folds(self) -> dict:
        """What stands in place of the words, with the treatment claims among them folded away."""
        revision = self.revision
        open_points = [p for p in revision.key_point_list if tells_to_call(p, EMERGENCY_NUMBER)]
        return {
            "summary": self.description,
            "key_points": list(map(_point, open_points)),
            "folded_summary": ranges.markup(revision.summary),
            "folded_points": [
                ranges.markup(p) for p in revision.key_point_list if p not in open_points
            ],
            "parts": fold(self.cut[1], EMERGENCY_NUMBER),
        }

    @cached_property
    def cut(self) -> tuple[SafeString, str]:
        """What the page shows before its list of contents, and the rest of the body: of a page
        about a muscle what to check first, of a page for emergencies its cards."""
        html, end = self.revision.body_html, self.revision.leading_length
        if end is None:
            end = leading_length(html)
        return stored_part(html, 0, end), html[end:]

    def words(self) -> dict:
        revision, parts = self.revision, [self.entry.topic.slug, self.entry.slug]
        first, rest = self.cut
        return {
            "title": revision.title,
            "summary": ranges.markup(revision.summary),
            "key_points": list(map(_point, revision.key_point_list)),
            "muscle": self.entry.muscle,
            "leading_html": first if self.entry.muscle else "",
            "emergency_html": "" if self.entry.muscle else first,
            "body_html": stored_html(rest),
            "references_html": revision.safe_references,
            "reference_count": revision.reference_count,
            "headings": [
                h for h in revision.headings if h["level"] == 2 and f'id="{h["id"]}"' not in first
            ],
            "reading_minutes": revision.reading_minutes,
            "has_depths": has_more(revision.body_html),
            "short_minutes": short_minutes(revision),
            "published_at": self.entry.first_published_at,
            "updated_at": revision.published_at,
            "url": self.entry.url,
            "print_url": reverse("content:print", args=parts),
            "large_print_url": reverse("content:large_print", args=parts),
            "how_checked_url": reverse("content:how_checked", args=parts),
        }


def _point(words: str) -> dict:
    """A key point, with how soon it says to call."""
    return {"level": urgency(words, EMERGENCY_NUMBER), "words": ranges.markup(words)}


def scripts_for(body: str) -> tuple[str, ...]:
    """The scripts of the blocks that stand in the page, each of which works without."""
    return ("js/fill_in.js",) if any(mark in body for mark in _FILLED_IN) else ()


# What is filled in on screen: the day of the injection, checklists and diaries.
_FILLED_IN = '<section class="today"', '<div class="keep"'


def short_minutes(revision: Revision) -> int | None:
    """How long it takes to read without more detail; None where that saves no minute."""
    if not has_more(revision.body_html):
        return None
    closed = revision.words_of_more
    if closed is None:
        closed = words_of_more(revision.body_html)
    minutes = minutes_to_read(revision.word_count - closed)
    return minutes if minutes < revision.reading_minutes else None


def with_all_open(article: dict) -> dict:
    """An article as its page prints it, with more detail open everywhere."""
    parts = [replace(part, html=all_open(part.html)) for part in article.get("parts", ())]
    return article | {
        "body_html": all_open(article["body_html"]),
        "emergency_html": all_open(article["emergency_html"]),
        "parts": parts,
        "is_open": True,
    }
