"""Finds articles and glossary words for what somebody typed, whatever that is."""

from math import ceil

from django.urls import reverse
from rapidfuzz import fuzz, process

from content.search.engines import engine
from content.search.glossary import Entry, matching
from content.search.marks import marked
from content.search.plain import plain_title, with_marks
from content.search.query import Query
from content.search.results import Hit, Results
from content.search.shelf import Shelf, current_shelf
from content.search.spelling import LIKE_ENOUGH
from content.search.understanding import Reader

PER_PAGE = 20
MOST_NEAREST = 5
# Engines weigh a word in the title; these best hits are looked at once more so that one with
# everything in its title comes first on either of them.
REORDERED = 100

Found = int | Entry


def find(text: str, language: str = "en", page: int = 1) -> Results:
    """Searches what patients may read now. A page past the last gives the last."""
    shelf = current_shelf(language)
    query = Reader(language, shelf.vocabulary, shelf.synonyms).read(text)
    found = search(query, shelf)
    if not found:
        return Results(query.text, nearest=nearest(query, shelf))
    pages = ceil(len(found) / PER_PAGE)
    page = min(max(page, 1), pages)
    return Results(
        query=query.text,
        hits=hits(found[(page - 1) * PER_PAGE : page * PER_PAGE], query, shelf),
        total=len(found),
        page=page,
        pages=pages,
        suggestion=query.suggestion,
    )


def search(query: Query, shelf: Shelf) -> list[Found]:
    """What matches every word or, when nothing does, any of them; the best first."""
    for every in (True, False)[: len(query.groups)]:
        same, others = matching(shelf.entries, query, every, shelf.language)
        ids = engine().rank(query, every, shelf.language)
        articles = [pk for pk in ids if pk in shelf.articles]
        if found := [*same, *titles_first(articles, query, shelf), *others]:
            return found
    return []


def titles_first(ids: list[int], query: Query, shelf: Shelf) -> list[int]:
    def misses(pk: int) -> bool:
        title = plain_title(shelf.articles[pk].title, shelf.language)
        return not title.has(query, every=True)

    return sorted(ids[:REORDERED], key=misses) + ids[REORDERED:]


def hits(found: list[Found], query: Query, shelf: Shelf) -> tuple[Hit, ...]:
    ids = [pk for pk in found if isinstance(pk, int)]
    snippets = engine().snippets(query, ids, shelf.language) if ids else {}
    return tuple(
        entry_hit(one, query, shelf)
        if isinstance(one, Entry)
        else article_hit(one, snippets.get(one, ""), shelf)
        for one in found
    )


def article_hit(pk: int, snippet: str, shelf: Shelf) -> Hit:
    article = shelf.articles[pk]
    return Hit(
        kind="article",
        title=article.title,
        url=reverse("content:article", args=[article.topic.slug, article.slug]),
        snippet=marked(snippet),
        revision_id=pk,
        topic_number=article.topic.number,
        topic_title=article.topic.title,
    )


def entry_hit(entry: Entry, query: Query, shelf: Shelf) -> Hit:
    return Hit(
        kind="term",
        title=entry.word,
        url=f"{reverse('content:glossary')}#term-{entry.slug}",
        snippet=marked(with_marks(entry.definition, query, shelf.language)),
    )


def nearest(query: Query, shelf: Shelf) -> tuple[str, ...]:
    """Titles and words that remind of what was typed, the most alike first."""
    titles = [article.title for article in shelf.articles.values()]
    found = process.extract(
        query.text, titles, scorer=fuzz.ratio, processor=str.casefold,
        score_cutoff=LIKE_ENOUGH, limit=MOST_NEAREST,
    )  # fmt: skip
    scored = [(likeness, title) for title, likeness, _ in found]
    for word in query.words:
        scored += shelf.vocabulary.like(word, MOST_NEAREST)
    scored.sort(key=lambda pair: -pair[0])
    return tuple(dict.fromkeys(like for _, like in scored))[:MOST_NEAREST]
