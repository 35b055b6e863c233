"""Back and next along the patient's journey: each part's own page, then its articles in order."""

from dataclasses import dataclass

from content.models import ArticleEntry, Guide, TopicEntry


@dataclass(frozen=True)
class Step:
    url: str
    title: str
    topic: TopicEntry
    kind: str  # "topic" or "article"


def article_neighbours(guide: Guide, entry: ArticleEntry) -> tuple[Step, Step | None]:
    part = entry.topic
    place = part.articles.index(entry)
    following = guide.beside(part)[1]
    if place + 1 < len(part.articles):
        after = article_step(part.articles[place + 1])
    else:
        after = topic_step(following) if following else None
    before = article_step(part.articles[place - 1]) if place else topic_step(part)
    return before, after


def article_step(entry: ArticleEntry) -> Step:
    return Step(entry.url, entry.title, entry.topic, "article")


def topic_step(part: TopicEntry) -> Step:
    return Step(part.url, part.title, part, "topic")
