"""Measures whether words that changed since they were signed are a small correction.

A small correction keeps the clinician's signature, so the measure looks for reasons against it: a
number, a word on which the sense turns, a health block, a heading, link, picture or source. Words
are compared with those that were signed and never with the correction before, so that small
corrections cannot add up to a large one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from content.editorial.comparing.pages import compare
from content.editorial.comparing.results import Words
from content.editorial.comparing.sections import body_parts
from content.editorial.comparing.sequences import Allowance, Span
from content.editorial.comparing.units import Unit, cut, cut_lines
from content.editorial.comparing.wording import is_word, pieces, word_gaps
from content.editorial.sentences import split_sentences
from content.editorial.weighty_words import (
    counts_something,
    is_negation,
    is_number,
    is_weighty,
    turns,
)

# Less than a plain sentence has, so that no new statement fits in.
LARGEST_SMALL_CORRECTION = 8

# Letters; what changes in a longer one is looked at by a clinician.
LONGEST_PARAGRAPH = 5_000

CARE = ("emergency", "urgent", "routine")
HELP_HEADING = "when to get help"
_STYLES = ("bold", "italic", "code")
_PLAIN = ("paragraph", "item", "quote", "key point")
# A slip of the hand: so many letters, for words shorter than five letters and for longer ones.
_SLIP, _LONG_SLIP, _LONG_WORD = 1, 2, 5


@dataclass(frozen=True)
class ChangeSize:
    """`words` counts a word that took the place of another one once. `touches_sense` means a word
    such as "not", "before" or a medicine, or words in another order; `touches_other` a title,
    heading, table, link, picture, clinic fact or source, or a paragraph that came or went."""

    words: int = 0
    touches_health_block: bool = False
    touches_number: bool = False
    touches_sense: bool = False
    touches_other: bool = False

    def __add__(self, other: "ChangeSize") -> "ChangeSize":
        return ChangeSize(
            self.words + other.words,
            self.touches_health_block or other.touches_health_block,
            self.touches_number or other.touches_number,
            self.touches_sense or other.touches_sense,
            self.touches_other or other.touches_other,
        )


def change_size(signed: Words, now: Words) -> ChangeSize:
    if signed.title.strip() != now.title.strip():
        return _rewritten(signed, now)
    old, new = [*_front(signed), *cut(signed.body)], [*_front(now), *cut(now.body)]
    if len(old) != len(new) or not all(map(_is_built_alike, old, new)):
        return _rewritten(signed, now)
    in_help = _in_help(old) | _in_help(new)
    size, allowance = ChangeSize(), Allowance()
    for one, other in zip(old, new, strict=True):
        if one.key != other.key:
            is_help = bool({id(one), id(other)} & in_help)
            size += _unit_size(one, other, is_help, allowance)
    return size


def is_small(size: ChangeSize) -> bool:
    return not why_not_small(size)


def why_not_small(size: ChangeSize) -> str:
    """A sentence for each reason why a clinician has to look again, or nothing."""
    reasons = [
        (size.touches_health_block, "It changes a health block or when to get help."),
        (size.touches_number, "It changes a number, or words that say what a number means."),
        (size.touches_sense, "It changes words on which the sense turns, like “not” or “before”."),
        (
            size.touches_other,
            "It changes a title, heading, table, link, picture, clinic fact or source, or whole "
            "sentences.",
        ),
        (
            size.words > LARGEST_SMALL_CORRECTION,
            f"It changes {size.words} words; a small correction changes "
            f"{LARGEST_SMALL_CORRECTION} at most.",
        ),
    ]
    return " ".join(sentence for is_so, sentence in reasons if is_so)


def _rewritten(signed: Words, now: Words) -> ChangeSize:
    """For pages that are built differently; which blocks changed does not matter any more."""
    counts = compare(signed, now).counts
    cards = [
        [unit.key for unit in cut(words.body) if unit.kind == "card"] for words in (signed, now)
    ]
    return ChangeSize(max(counts.added, counts.removed), cards[0] != cards[1], touches_other=True)


def _front(words: Words) -> list[Unit]:
    return [*cut_lines(words.summary, "paragraph"), *cut_lines(words.key_points, "key point")]


def _is_built_alike(old: Unit, new: Unit) -> bool:
    if (old.kind, old.card, old.level) != (new.kind, new.card, new.level):
        return False
    if old.text == new.text:
        return True
    if max(len(old.text), len(new.text)) > LONGEST_PARAGRAPH:
        return False
    return len(split_sentences(old.text)) == len(split_sentences(new.text))


def _in_help(units: list[Unit]) -> set[int]:
    """The identities of all units below a heading that tells when to get help."""
    found: set[int] = set()
    for part in body_parts(units):
        is_help = part.heading and part.heading.text.casefold() == HELP_HEADING
        if is_help or (part.heading and any(unit.card in CARE for unit in part.units)):
            found |= set(map(id, part.units))
    return found


def _unit_size(old: Unit, new: Unit, is_help: bool, allowance: Allowance) -> ChangeSize:
    size = _text_size(old.text, new.text, allowance)
    in_block = "card" in (old.kind, new.kind) or is_help
    is_other = old.kind not in (*_PLAIN, "card") or _things(old) != _things(new)
    return size + ChangeSize(touches_health_block=in_block, touches_other=is_other)


def _things(unit: Unit) -> list[tuple[str, str]]:
    return [(mark.kind, mark.name) for mark in unit.marks if mark.kind not in _STYLES]


def _text_size(old: str, new: str, allowance: Allowance) -> ChangeSize:
    olds = [piece.strip() for piece in pieces(old)]
    news = [piece.strip() for piece in pieces(new)]
    changes = [(i, j) for kind, i, j in word_gaps(olds, news, allowance) if kind == "other"]
    size = ChangeSize(touches_sense=_is_reordered(olds, news, changes))
    # So many changes are no small correction, whatever stands around them.
    look_around = len(changes) <= LARGEST_SMALL_CORRECTION
    for i, j in changes:
        around = [*_around(olds, i), *_around(news, j)] if look_around else []
        size += _group_size(olds[slice(*i)], news[slice(*j)], around)
    return size


def _group_size(gone: list[str], come: list[str], around: list[str]) -> ChangeSize:
    """One change, and all words of the sentences that it stands in."""
    changed = [word.casefold() for word in (*gone, *come)]
    words = max(sum(map(is_word, gone)), sum(map(is_word, come)))
    is_slip = _is_slip(gone, come)
    nearby = [word.casefold() for word in around]
    counts = any(map(is_number, changed)) or (any(map(counts_something, nearby)) and not is_slip)
    turned = len(gone) == len(come) == 1 and turns(*changed)
    denies = any(map(is_negation, nearby)) and not is_slip
    return ChangeSize(
        words=max(words, 1),
        touches_number=counts,
        touches_sense=turned or denies or any(map(is_weighty, changed)),
    )


def _is_slip(gone: list[str], come: list[str]) -> bool:
    """A spelling that was put right, or a sign such as a comma."""
    if not any(map(is_word, (*gone, *come))):
        return True
    if len(gone) != len(come):
        return False
    return all(map(_is_one_slip, gone, come))


def _is_one_slip(old: str, new: str) -> bool:
    most = _LONG_SLIP if min(len(old), len(new)) >= _LONG_WORD else _SLIP
    return OSA.distance(old, new, score_cutoff=most) <= most


def _around(words: Sequence[str], span: Span) -> list[str]:
    """The words from the full stop before the change to the one after it."""
    start, end = span
    while start > 0 and words[start - 1] not in _STOPS:
        start -= 1
    while end < len(words) and (end == 0 or words[end - 1] not in _STOPS):
        end += 1
    return list(words[start:end])


_STOPS = frozenset(".!?…")


def _is_reordered(olds: list[str], news: list[str], changes: list[tuple[Span, Span]]) -> bool:
    """A word that is gone at one place and new at another."""
    gone = set(_words_of(olds, (i for i, _ in changes)))
    return bool(gone & set(_words_of(news, (j for _, j in changes))))


def _words_of(words: Sequence[str], spans: Iterator[Span]) -> Iterator[str]:
    for start, end in spans:
        for word in words[start:end]:
            if is_word(word) and word.casefold() not in _SMALL_WORDS:
                yield word.casefold()


_SMALL_WORDS = frozenset("a an and of the to el la los las un una y de".split())
