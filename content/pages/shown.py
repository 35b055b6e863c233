"""An article in the shape that its page prints: its words, its standing signature, its head."""

from dataclasses import dataclass

from django.urls import reverse

from content.models import ArticleEntry, Guide, Review, Revision
from content.pages import GUIDE_NAME, Page
from content.structured_data import breadcrumbs, medical_page


@dataclass(frozen=True)
class Shown:
    guide: Guide
    entry: ArticleEntry
    revision: Revision
    review: Review | None

    def page(self) -> Page:
        topic, revision = self.entry.topic, self.revision
        trail = [
            (GUIDE_NAME, reverse("content:home")),
            (topic.title, topic.url),
            (revision.title, self.entry.url),
        ]
        return Page(
            f"{revision.title} – {topic.title}",
            revision.summary,
            self.entry.url,
            language=revision.article.language,
            facts=[
                medical_page(self.guide, self.entry, revision, self.review),
                breadcrumbs(trail),
            ],
        )

    def context(self) -> dict:
        revision, author = self.revision, self.revision.created_by
        note = {"date": revision.published_at, "note": revision.change_note}
        return {
            "article": self.words(),
            "review": self.review,
            "written_by": author.get_full_name() if author else "",
            "changes": [note] if revision.change_note else [],
        }

    def words(self) -> dict:
        revision, parts = self.revision, [self.entry.topic.slug, self.entry.slug]
        return {
            "title": revision.title,
            "summary": revision.summary,
            "key_points": revision.key_point_list,
            "body_html": revision.safe_body,
            "references_html": revision.safe_references,
            "reference_count": revision.reference_count,
            "headings": [h for h in revision.headings if h["level"] == 2],
            "reading_minutes": revision.reading_minutes,
            "published_at": revision.first_published_at,
            "updated_at": revision.published_at,
            "url": self.entry.url,
            "print_url": reverse("content:print", args=parts),
            "large_print_url": reverse("content:large_print", args=parts),
        }
