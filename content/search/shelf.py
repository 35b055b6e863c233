"""What a process keeps between searches: which articles are live, the glossary, the synonyms and
the vocabulary. Read once for each edition of the guide."""

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from content.models import Article, Revision, SearchDocument, Synonym, Term, Topic
from content.models.editions import Keeper
from content.models.guide import next_change
from content.models.stamps import standing_stamps
from content.search.documents import distinct_words
from content.search.glossary import Entry
from content.search.plain import Plain
from content.search.query import Phrase
from content.search.spelling import Vocabulary
from content.search.synonyms import Synonyms
from content.search.urgent import SPANISH
from content.search.words import clean, folded, roots


@dataclass(frozen=True, slots=True)
class Line:
    """A live article as it is listed. A page about a muscle has `where`: the muscle, and the places
    where it can hurt."""

    title: str
    slug: str
    topic: "Place"
    where: Plain | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A topic with a live article; the number is its place among these, from 1."""

    number: int
    title: str
    slug: str


@dataclass(frozen=True)
class Shelf:
    """`articles` by revision id; `hidden` are indexed revisions that are not live, `overdue` live
    ones that are due for a check, and `folded` those of them whose claims are folded away; `known`
    belongs to `engines.lean`, `questions` by revision id to `finding`. Kept for an edition, see
    `editions.Kept`."""

    language: str
    edition: str
    since: datetime
    until: datetime | None
    articles: dict[int, Line]
    hidden: frozenset[int]
    overdue: frozenset[int]
    folded: frozenset[int]
    entries: list[Entry]
    synonyms: Synonyms
    vocabulary: Vocabulary
    known: dict[Phrase, object] = field(default_factory=dict)
    questions: dict[int, tuple[Plain, ...]] = field(default_factory=dict)


@cache
def _keeper(language: str) -> Keeper[Shelf]:
    return Keeper(lambda edition, at: read_shelf(edition, at, language))


def current_shelf(language: str) -> Shelf:
    """One query when this process has the current edition already."""
    return _keeper(language).current()


def read_shelf(edition: str, at: datetime, language: str) -> Shelf:
    articles, stamps = read_articles(at, language), standing_stamps(at)
    counts, hidden = read_documents(articles, language)
    terms = list(Term.objects.filter(language=language))
    for term in terms:
        counts.update(distinct_words(clean(" ".join((*term.form_list, term.definition)))))
    groups = [synonym.word_list for synonym in Synonym.objects.filter(language=language)]
    single = {word.casefold() for group in groups for word in group if len(folded(word)) == 1}
    return Shelf(
        language=language,
        edition=edition,
        since=at,
        until=next_change(at, stamps),
        articles=articles,
        hidden=hidden,
        overdue=frozenset(pk for pk, stamp in stamps.items() if stamp.is_overdue(at)),
        folded=frozenset(pk for pk, stamp in stamps.items() if stamp.is_folded(at)),
        entries=[Entry.of(term) for term in terms],
        synonyms=Synonyms([*groups, *(term.form_list for term in terms)], language),
        vocabulary=Vocabulary(counts, language, single, foreign_words(terms, language)),
    )


def foreign_words(terms: Iterable[Term], language: str) -> dict[str, set[str]]:
    """The words of the glossary in the other language and those of danger in Spanish, folded, each
    with the roots of the words of its entry: “infección” may be searched as “infection”."""
    found: dict[str, set[str]] = {word: set() for word in SPANISH}
    for term in terms:
        entry = roots(folded(" ".join((*term.form_list, term.definition))), language)
        for word in folded(term.other_word):
            found.setdefault(word, set()).update(entry)
    return found


def read_articles(at: datetime, language: str) -> dict[int, Line]:
    live = Revision.objects.published(at).filter(article__language=language)
    # Evaluated before the topics, so that no article of a new topic comes without it.
    fields = ("title", "article__slug", "article__topic_id", "article__kind", "muscle")
    rows = list(live.values_list("pk", *fields))
    used = {topic for _, _, _, topic, _, _ in rows}
    topics = [topic for topic in Topic.objects.all() if topic.pk in used]
    places = {
        topic.pk: Place(number, topic.title, topic.slug)
        for number, topic in enumerate(topics, start=1)
    }
    return {
        pk: Line(title, slug, places[topic], where(title, kind, muscle, language))
        for pk, title, slug, topic, kind, muscle in rows
    }


def where(title: str, kind: str, muscle: dict, language: str) -> Plain | None:
    if kind != Article.Kind.MUSCLE:
        return None
    return Plain((title, *(pain["words"] for pain in muscle.get("pains", ()))), language)


def read_documents(articles: Container[int], language: str) -> tuple[Counter[str], frozenset[int]]:
    """In how many live documents each word stands, and which documents are not live. Words that
    are still to come are not counted, so that no suggestion gives them away."""
    counts: Counter[str] = Counter()
    hidden = set()
    documents = SearchDocument.objects.filter(language=language).values_list("pk", "words")
    for pk, words in documents.iterator(chunk_size=1000):
        if pk in articles:
            counts.update(words.split())
        else:
            hidden.add(pk)
    return counts, frozenset(hidden)
