"""The public pages in the parts under which lists about the guide show them: the topics, then the
pages that no topic lists, which are the muscles of the body map."""

from collections.abc import Iterator
from dataclasses import dataclass

from content.models import ArticleEntry, Guide


@dataclass(frozen=True)
class Part:
    """`anchor` is its id on a page."""

    title: str
    anchor: str
    entries: tuple[ArticleEntry, ...]
    number: int | None = None

    @property
    def name(self) -> str:
        return f"Part {self.number}: {self.title}" if self.number else self.title


def parts(guide: Guide) -> Iterator[Part]:
    """Those that have pages."""
    listed = set()
    for topic in guide.topics:
        if topic.articles:
            listed |= {entry.article_id for entry in topic.articles}
            yield Part(topic.title, topic.slug, tuple(topic.articles), topic.number)
    others = tuple(entry for entry in guide.articles() if entry.article_id not in listed)
    if others:
        yield Part("Muscles of the body map", "muscles", others)
