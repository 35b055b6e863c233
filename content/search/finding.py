"""Finds articles and glossary words for what somebody typed, whatever that is."""

from collections.abc import Container, Mapping
from math import ceil

from django.urls import reverse
from rapidfuzz import fuzz, process

from content.models import Revision
from content.models.guide import BEING_CHECKED
from content.search.engines import engine
from content.search.glossary import Entry, matching
from content.search.marks import marked
from content.search.plain import Matcher, Plain, name, plain_title, title_name, with_marks
from content.search.query import Query
from content.search.results import Hit, Results
from content.search.shelf import Shelf, current_shelf
from content.search.spelling import LIKE_ENOUGH
from content.search.understanding import Reader

PER_PAGE = 10
LAST_PAGE = 10_000
MOST_NEAREST = 5
# Engines weigh a word in the title; these best hits are looked at once more so that one with
# everything in its title comes first on either of them.
REORDERED = 100
# A page that is due for a check stands behind so many of those that matched the words nearly as
# well: half a page of results. It is still found, and ahead of what matches far less.
PLACES_LOST = 5
# So does, further, a page about a muscle when neither this nor a place where it can hurt was typed:
# it is short and names drives, desks and showers as what brings a knot, so it scored above the page
# that says when to drive again. That is two pages of results: there are 18 muscles.
PLACES_LOST_IN_PASSING = 20
# A page that asks what was typed answers it, while others that say the word more often may do so in
# passing. It moves up by so many places, and the best stays the best.
PLACES_WON = 5
QUESTIONS_READ = 20  # of so many best hits: who turns to the third page wants something else
MOST_KEPT = 2000  # pages whose questions are kept

Found = int | Entry


def find(text: str, language: str = "en", page: int = 1) -> Results:
    """Searches what patients may read now. A page past the last gives the last."""
    shelf = current_shelf(language)
    query = Reader(language, shelf.vocabulary, shelf.synonyms).read(text)
    page = min(max(page, 1), LAST_PAGE)
    lean = engine().lean(query, shelf.language, shelf.known)
    found, total = search(query, lean, shelf, page * PER_PAGE)
    if not found:
        return Results(query.text, nearest=nearest(query, shelf))
    pages = ceil(total / PER_PAGE)
    page = min(page, pages)
    return Results(
        query=query.text,
        hits=hits(found[(page - 1) * PER_PAGE : page * PER_PAGE], query, lean, shelf),
        total=total,
        page=page,
        pages=pages,
        suggestion=query.suggestion,
    )


def search(query: Query, lean: Query, shelf: Shelf, limit: int) -> tuple[list[Found], int]:
    """The best of what matches every word or, when nothing does, any of them, `limit` or a few
    more; and how much there is in all. `lean` is the query as the engine gets it."""
    matcher = Matcher(query, shelf.language)
    asked = query.suggestion or query.text
    for every in (True, False)[: len(query.groups)]:
        same, others = matching(shelf.entries, asked, matcher, shelf.language, every=every)
        ids, count = engine().rank(
            lean, shelf.language, every=every, hidden=shelf.hidden, limit=max(limit, REORDERED)
        )
        if total := len(same) + count + len(others):
            articles = in_order([pk for pk in ids if pk in shelf.articles], asked, matcher, shelf)
            return [*same, *articles, *(others if len(ids) == count else ())], total
    return [], 0


def in_order(ids: list[int], asked: str, matcher: Matcher, shelf: Shelf) -> list[int]:
    """Those with every word in the title first, of these the one that is called just so, then the
    others; in both, pages that ask what was typed some places further up, and pages that are due
    for a check, or that say it in passing, some further down."""
    asking = that_ask(ids[:QUESTIONS_READ], matcher, shelf)
    named, others = [], []
    for pk in ids[:REORDERED]:
        title = plain_title(shelf.articles[pk].title, shelf.language)
        (named if matcher.matches(title, every=True) else others).append(pk)
    asked_name = name(asked, shelf.language)
    named.sort(key=lambda pk: title_name(shelf.articles[pk].title, shelf.language) != asked_name)
    lost = {pk: places_lost(pk, matcher, shelf) for pk in ids[:REORDERED]}
    return [*placed(named, asking, lost), *placed(others, asking, lost), *ids[REORDERED:]]


def places_lost(pk: int, matcher: Matcher, shelf: Shelf) -> int:
    where = shelf.articles[pk].where
    in_passing = where is not None and not matcher.matches(where, every=False)
    return PLACES_LOST * (pk in shelf.overdue) + PLACES_LOST_IN_PASSING * in_passing


def that_ask(ids: list[int], matcher: Matcher, shelf: Shelf) -> set[int]:
    """The pages one of whose questions has every word."""
    asked = questions(ids, shelf)
    return {pk for pk in ids if any(matcher.matches(one, every=True) for one in asked[pk])}


def questions(ids: list[int], shelf: Shelf) -> dict[int, tuple[Plain, ...]]:
    """What these pages ask; read once for an edition."""
    kept = shelf.questions
    if unread := [pk for pk in ids if pk not in kept]:
        if len(kept) > MOST_KEPT:
            kept.clear()
            unread = ids
        asked = dict(Revision.objects.filter(pk__in=unread).values_list("pk", "questions"))
        for pk in unread:
            texts = (one["text"] for one in asked.get(pk, ()))
            kept[pk] = tuple(Plain((text,), shelf.language) for text in texts)
    return {pk: kept[pk] for pk in ids}


def placed(ids: list[int], asking: Container[int], lost: Mapping[int, int]) -> list[int]:
    """The pages with those that lose places behind as many that followed them, and then those that
    ask before up to PLACES_WON that were ahead of them, but for the first."""

    def behind(ranked: tuple[int, int]) -> tuple[int, int]:
        rank, pk = ranked
        return rank + lost[pk], lost[pk]

    def ahead(ranked: tuple[int, int]) -> int:
        rank, pk = ranked
        return max(rank - PLACES_WON * (pk in asking), 0)

    ids = [pk for _, pk in sorted(enumerate(ids), key=behind)]
    return [pk for _, pk in sorted(enumerate(ids), key=ahead)]


def hits(found: list[Found], query: Query, lean: Query, shelf: Shelf) -> tuple[Hit, ...]:
    ids = [pk for pk in found if isinstance(pk, int)]
    snippets = engine().snippets(lean, shelf.language, ids) if ids else {}
    return tuple(
        entry_hit(one, query, shelf)
        if isinstance(one, Entry)
        else article_hit(one, snippets.get(one, ""), shelf)
        for one in found
    )


def article_hit(pk: int, snippet: str, shelf: Shelf) -> Hit:
    article = shelf.articles[pk]
    snippet = BEING_CHECKED if pk in shelf.folded else snippet
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
