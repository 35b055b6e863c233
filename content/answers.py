"""Short answers, taken from the question blocks of public articles, for home and search."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz, process, utils

from content.models import ArticleEntry, Guide
from content.models.editions import kept_with_guide
from content.rendering.results import Question

# How much of the question a search must say; found by trying the starter articles' questions.
NEAR_ENOUGH = 85
SMALL_WORDS = frozenset(
    "a an and are can do does i if in is it my of on or the to what when will".split()
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


def for_home(guide: Guide, limit: int = 6) -> list[Answer]:
    """The first question of each article that is marked for the home page."""
    chosen = (
        entry
        for topic in guide.topics
        for entry in topic.articles
        if entry.quick_answer and entry.questions
    )
    return [answer(entry, entry.questions[0]) for entry in islice(chosen, limit)]


def all_of(entries: Iterable[ArticleEntry]) -> list[Answer]:
    """Every question of these pages. One that folds its answers gives none."""
    return [answer(entry, question) for entry in entries for question in entry.questions]


def for_search(guide: Guide, query: str) -> Answer | None:
    """The one question that says nearly what was searched for, if there is one."""
    words = [word for word in utils.default_process(query[:200]).split() if word not in SMALL_WORDS]
    if not words:
        return None
    known = asked_in(guide)
    texts = {at: known.texts[at] for at in sorted(known.near(words))}
    best = process.extractOne(
        " ".join(words), texts, scorer=fuzz.token_set_ratio, score_cutoff=NEAR_ENOUGH
    )
    return answer(*known.questions[best[2]]) if best else None


@dataclass(frozen=True)
class Asked:
    """Every question of a guide with its article, in plain words, and where each word stands.
    `lengths` are of the words side by side, each of them once."""

    questions: list[tuple[ArticleEntry, Question]]
    texts: list[str]
    lengths: Sequence[int]
    with_word: dict[str, list[int]]
    with_length: dict[int, list[int]]

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
    questions = [(entry, one) for entry in guide.articles() for one in entry.questions]
    texts = [plain(question.text) for _, question in questions]
    with_word: dict[str, list[int]] = {}
    with_length: dict[int, list[int]] = {}
    lengths = array("L")
    for at, text in enumerate(texts):
        words = set(text.split())
        lengths.append(len(" ".join(words)))
        with_length.setdefault(lengths[at], []).append(at)
        for word in words:
            with_word.setdefault(word, []).append(at)
    return Asked(questions, texts, lengths, with_word, with_length)


def plain(text: str) -> str:
    return " ".join(w for w in utils.default_process(text).split() if w not in SMALL_WORDS)


def answer(entry: ArticleEntry, question: Question) -> Answer:
    return Answer(
        question.text,
        question.answer,
        f"{entry.url}#{question.anchor}",
        entry,
    )
