"""Short answers, taken from the question blocks of public articles, for home and search.

They are read when they are shown: with ten thousand pages they would be half of what a process
keeps of the guide.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz, process, utils

from content.models import ArticleEntry, Guide, Revision
from content.models.editions import kept_with_guide
from content.rendering.results import Question

# How much of the question a search must say; found by trying the starter articles' questions.
NEAR_ENOUGH = 85
WORD_LIKE = 75  # of one word
ON_HOME = 6
AT_ONCE = 500  # pages
SMALL_WORDS = frozenset(
    "a an and are can do does i if in is it my of on or the to what whats when will".split()
)


@dataclass(frozen=True)
class Answer:
    """A question with its answer (plain text) and the place it comes from."""

    question: str
    answer: str
    url: str
    article: ArticleEntry

    @property
    def anchor(self) -> str:
        """Of its own on a page that holds the answers of many articles."""
        return f"{self.article.slug}-{self.url.partition('#')[2]}"

    @property
    def article_title(self) -> str:
        return self.article.title


@kept_with_guide
def for_home(guide: Guide) -> list[Answer]:
    """The first question of each article that is marked for the home page."""
    marked = (entry for topic in guide.topics for entry in topic.articles if entry.quick_answer)
    asked = (answer(entry, found[0]) for entry, found in questions(marked) if found)
    return list(islice(asked, ON_HOME))


def all_of(entries: Iterable[ArticleEntry]) -> list[Answer]:
    """Every question of these pages. One that folds its answers gives none."""
    return [one for found in by_page(entries).values() for one in found]


def by_page(entries: Iterable[ArticleEntry]) -> dict[ArticleEntry, list[Answer]]:
    return {entry: [answer(entry, one) for one in found] for entry, found in questions(entries)}


def questions(
    entries: Iterable[ArticleEntry],
) -> Iterator[tuple[ArticleEntry, list[Question]]]:
    """Those of each page in turn; a page that was deleted since is left out."""
    told = (entry for entry in entries if not entry.is_folded)
    while some := list(islice(told, AT_ONCE)):
        ids = [entry.revision_id for entry in some]
        rows = Revision.objects.filter(pk__in=ids).values_list("pk", "questions")
        asked = {pk: [Question(**one) for one in found] for pk, found in rows}
        for entry in some:
            if entry.revision_id in asked:
                yield entry, asked[entry.revision_id]


def for_search(guide: Guide, query: str) -> Answer | None:
    """The one question that says nearly what was searched for, if there is one."""
    words = [word for word in utils.default_process(query[:200]).split() if word not in SMALL_WORDS]
    if not words:
        return None
    known, asked = asked_in(guide), " ".join(words)
    texts = {at: known.texts[at] for at in sorted(known.near(words))}
    near = process.extract(
        asked, texts, scorer=fuzz.token_set_ratio, score_cutoff=NEAR_ENOUGH, limit=None
    )
    # Those scores are of the words in common, so “What is in the shot?” is as near to “does the
    # shot hurt” as “Does the shot hurt?” is: the nearest is that of which the rest is alike, too.
    texts = {at: text for text, _, at in near}
    best = process.extractOne(asked, texts, scorer=fuzz.token_sort_ratio)
    return known.answer(best[2]) if best and has_every(words, best[0]) else None


def has_every(words: Iterable[str], text: str) -> bool:
    """Whether the text has each word or one much like it: no question about the shot answers what
    somebody asks about a flu shot."""
    known = text.split()
    return all(
        process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=WORD_LIKE) for word in words
    )


@dataclass(frozen=True)
class Asked:
    """Every question of a guide in plain words, with its article and its place among those of the
    article, and where each word stands. `lengths` are of the words side by side, each of them
    once."""

    entries: list[ArticleEntry]
    places: array
    texts: list[str]
    lengths: array
    with_word: dict[str, array]
    with_length: dict[int, array]

    def answer(self, at: int) -> Answer | None:
        """None for a page that was deleted since."""
        for entry, found in questions([self.entries[at]]):
            if self.places[at] < len(found):
                return answer(entry, found[self.places[at]])
        return None

    def add(self, entry: ArticleEntry, place: int, text: str) -> None:
        at, words = len(self.texts), set(text.split())
        self.entries.append(entry)
        self.places.append(place)
        self.texts.append(text)
        self.lengths.append(len(" ".join(words)))
        self.with_length.setdefault(self.lengths[at], array("L")).append(at)
        for word in words:
            self.with_word.setdefault(word, array("L")).append(at)

    def near(self, words: Iterable[str]) -> list[int]:
        """Those that have one of the words, or any when none has, as far as they can be near
        enough. rapidfuzz compares the words in common, and these with the rest of either side; so
        what they cover, or how long they are, already says how alike they can be at most."""
        words = set(words)
        length = len(" ".join(words))
        covered: dict[int, int] = {}
        for word in words:
            for at in self.with_word.get(word, ()):
                covered[at] = covered.get(at, -1) + len(word) + 1
        shortest, longest = bounds(length)
        if covered:
            return [
                at for at, common in covered.items()
                if common >= shortest or self.lengths[at] <= longest
            ]  # fmt: skip
        return self.as_long(range(shortest, longest + 1)) if len(words) > 1 else []

    def as_long(self, lengths: range) -> list[int]:
        """For when all words may be misspelt: then the whole of both is compared."""
        return [at for length in lengths for at in self.with_length.get(length, ())]


def bounds(length: int) -> tuple[int, int]:
    """How long a text near enough to one of this length is: in all, twice the shorter one can be
    alike."""
    rest = 200 - NEAR_ENOUGH
    return -(-length * NEAR_ENOUGH // rest), length * rest // NEAR_ENOUGH


@kept_with_guide
def asked_in(guide: Guide) -> Asked:
    asked = Asked([], array("H"), [], array("L"), {}, {})
    for entry, found in questions(guide.articles()):
        for place, question in enumerate(found):
            asked.add(entry, place, plain(question.text))
    return asked


def plain(text: str) -> str:
    return " ".join(w for w in utils.default_process(text).split() if w not in SMALL_WORDS)


def answer(entry: ArticleEntry, question: Question) -> Answer:
    return Answer(
        question.text,
        question.answer,
        f"{entry.url}#{question.anchor}",
        entry,
    )
