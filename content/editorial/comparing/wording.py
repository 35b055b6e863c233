"""Compares the words of two pieces of text."""

import re
from collections import Counter

from content.editorial.comparing.results import Run
from content.editorial.comparing.sequences import Allowance, Span, gaps

# A clinic fact, a number with what is written to it, a word, or a sign; each with its space after.
_PIECE = re.compile(
    r"(?:\{\{[^{}]*\}\}|\d+(?:[.,:/]\d+)*[%°]?\w*|[^\W\d_]\w*(?:[-'’‑][^\W\d_]\w*)*|[^\w\s]|_)\s*"
)
_WORD = re.compile(r"\w")


def pieces(text: str) -> list[str]:
    return _PIECE.findall(text)


def bag(text: str) -> Counter:
    """The words of a text in small letters, without their order."""
    return Counter(piece.strip().casefold() for piece in pieces(text) if is_word(piece))


def is_word(piece: str) -> bool:
    return bool(_WORD.search(piece))


def word_count(text: str) -> int:
    return sum(map(is_word, pieces(text)))


def runs(old: str, new: str, allowance: Allowance) -> tuple[Run, ...]:
    """What stayed, went and came. But for spaces, "same" and "del" together are the old text, and
    "same" and "ins" the new one."""
    if old == new:
        return (Run("same", new),) if new else ()
    olds, news = pieces(old), pieces(new)
    found = _without_crumbs(word_gaps(olds, news, allowance), olds, news)
    done: list[Run] = []
    for place, (kind, old_span, new_span) in enumerate(found):
        gone, come = "".join(olds[slice(*old_span)]), "".join(news[slice(*new_span)])
        if kind == "other":
            done += _changed(gone, come)
        else:
            goes_next = place + 1 < len(found) and _is_wide(found[place + 1][1])
            done.append(Run("same", _spaced(come, gone if goes_next else come)))
    return _tidy(done)


def word_gaps(
    olds: list[str], news: list[str], allowance: Allowance
) -> list[tuple[str, Span, Span]]:
    """Like `gaps`, for pieces of text whose spaces do not count."""
    return gaps([p.rstrip() for p in olds], [p.rstrip() for p in news], allowance)


def _without_crumbs(found, olds: list[str], news: list[str]):
    """A lone word that stayed between two longer changes makes them hard to read; it joins them."""
    done: list = []
    for entry in found:
        kind, old, new = entry
        if kind == "other" and len(done) > 1 and done[-1][0] == "same":
            stayed = sum(map(is_word, news[slice(*done[-1][2])]))
            before = _size(done[-2], olds, news)
            if stayed * 2 < min(before, _size(entry, olds, news)):
                first = done[-2]
                done[-2:] = [("other", (first[1][0], old[1]), (first[2][0], new[1]))]
                continue
        done.append(entry)
    return done


def _size(entry, olds: list[str], news: list[str]) -> int:
    """How many words changed."""
    _, old, new = entry
    return max(sum(map(is_word, olds[slice(*old)])), sum(map(is_word, news[slice(*new)])))


def _is_wide(span: Span) -> bool:
    return span[0] < span[1]


def _spaced(text: str, like: str) -> str:
    """The text with the space at its end that the other one has there."""
    return text.rstrip() + like[len(like.rstrip()) :]


def _changed(gone: str, come: str) -> list[Run]:
    """The space that both end with stays outside, so that only words are marked."""
    shared = ""
    if gone and come:
        space = gone[len(gone.rstrip()) :]
        shared = space if space and come.endswith(space) else ""
    end = len(shared)
    return [
        Run("del", gone[: len(gone) - end]),
        Run("ins", come[: len(come) - end]),
        Run("same", shared),
    ]


def _tidy(done: list[Run]) -> tuple[Run, ...]:
    """Without empty runs, neighbours of one kind together."""
    tidy: list[Run] = []
    for run in done:
        if not run.text:
            continue
        if tidy and tidy[-1].kind == run.kind:
            run = Run(run.kind, tidy.pop().text + run.text)
        tidy.append(run)
    return tuple(tidy)
