"""The starter guide: Markdown files and tables in this folder, and how they get into a database.

Loading only ever adds what is missing by name. Nothing that staff have written or changed is
touched, so it may run as often as one likes.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from content import publishing
from content.lookups import lookups
from content.models import Article, ClinicDetails, ClinicFact, Revision, Synonym, Term, Topic
from content.rendering import Lookups
from content.starter.sheets import FilledSheet, read_sheet

FOLDER = Path(__file__).parent
FENCE = "+++\n"


@dataclass(frozen=True)
class StarterArticle:
    """One file: `head` is its front matter, `body` its Markdown. Its sheet lies beside it."""

    path: Path
    head: dict
    body: str

    @property
    def topic(self) -> str:
        return self.path.parent.name

    @property
    def slug(self) -> str:
        return self.path.stem

    @property
    def words(self) -> publishing.Words:
        return publishing.Words(
            title=self.head["title"],
            summary=self.head["summary"],
            key_points="\n".join(self.head["key_points"]),
            body=self.body,
        )

    @property
    def sheet(self) -> FilledSheet:
        return read_sheet(self.path.with_suffix(".sheet.toml"))


def starter_articles(language: str = "en") -> list[StarterArticle]:
    """Every article file, in the order of topics and positions."""
    topics = [topic["slug"] for topic in table("topics")["topics"]]
    articles = [read_article(path) for path in sorted((FOLDER / language).glob("*/*.md"))]
    return sorted(articles, key=lambda a: (topics.index(a.topic), a.head["position"]))


def read_article(path: Path) -> StarterArticle:
    _, head, body = path.read_text(encoding="utf-8").split(FENCE, 2)
    return StarterArticle(path, tomllib.loads(head), body.strip() + "\n")


def table(name: str) -> dict:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@transaction.atomic
def load() -> int:
    """Adds what is missing; returns the number of articles that were added."""
    load_clinic()
    load_topics()
    load_words()
    return load_articles()


def load_clinic() -> None:
    clinic = table("clinic")
    if not ClinicDetails.objects.exists():
        publishing.save_shared(ClinicDetails(**clinic["details"]), by=None)
    known = set(ClinicFact.objects.values_list("name", flat=True))
    for fact in clinic["facts"]:
        if fact["name"] not in known:
            publishing.save_shared(ClinicFact(**fact), by=None)


def load_topics() -> None:
    known = set(Topic.objects.values_list("slug", flat=True))
    for position, topic in enumerate(table("topics")["topics"], start=1):
        if topic["slug"] not in known:
            lines = {name: bars(topic.get(name, [])) for name in ("basics", "figures")}
            publishing.save_topic(Topic(**topic | lines, position=position), by=None)


def bars(rows: list[list[str]]) -> str:
    return "\n".join(" | ".join(row) for row in rows)


def load_words() -> None:
    known = set(Term.objects.filter(language="en").values_list("slug", flat=True))
    for term in table("glossary")["terms"]:
        if term["slug"] not in known:
            spanish = term.pop("spanish", "")
            forms = "\n".join(term.pop("forms", []))
            publishing.save_shared(Term(**term, forms=forms, other_word=spanish), by=None)
    groups = set(Synonym.objects.values_list("words", flat=True))
    for group in table("synonyms")["groups"]:
        words = ", ".join(group)
        if words not in groups:
            publishing.save_shared(Synonym(words=words), by=None)


def load_articles() -> int:
    """Addresses first, because articles link to each other, then words, then all public at once."""
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    known = set(Article.objects.filter(language="en").values_list("slug", flat=True))
    added = {}
    for source in starter_articles():
        if source.slug not in known:
            added[source.slug] = (source, address(source, topics[source.topic]))
    world = lookups()
    drafts = [save(source, article, world) for source, article in added.values()]
    relate(added)
    if drafts:
        publishing.publish(*drafts, by=None)
    return len(drafts)


def save(source: StarterArticle, article: Article, world: Lookups) -> Revision:
    sheet = source.sheet
    return publishing.save_draft(
        article,
        source.words,
        by=None,
        world=world,
        checklist=sheet.answers,
        checklist_reasons=sheet.reasons,
    )


def address(source: StarterArticle, topic: Topic) -> Article:
    article = Article(
        topic=topic,
        slug=source.slug,
        position=source.head["position"],
        kind=source.head.get("kind", Article.Kind.ARTICLE),
        quick_answer=source.head.get("quick_answer", False),
    )
    publishing.save_article(article, by=None)
    return article


def relate(added: dict[str, tuple[StarterArticle, Article]]) -> None:
    for source, article in added.values():
        slugs = source.head.get("related", [])
        found = {a.slug: a for a in Article.objects.filter(language="en", slug__in=slugs)}
        for slug in slugs:
            if slug in found:
                article.related.add(found[slug])
