"""Decides which unit of the old text became which of the new one."""

from collections.abc import Sequence

from content.editorial.comparing.sequences import Allowance, gaps, likeness
from content.editorial.comparing.units import Unit

# Below this, two paragraphs are two paragraphs and not one that changed.
ALIKE = 0.4
MOST_PAIRS = 2_500
ONLY_AMONG_THEMSELVES = {"card", "source", "heading"}

Pair = tuple[int | None, int | None]


def pairs(old: Sequence[Unit], new: Sequence[Unit], allowance: Allowance) -> list[Pair]:
    """Places in old and new, in an order that both have. A unit without partner stands alone."""
    done: list[Pair] = []
    found = gaps([unit.key for unit in old], [unit.key for unit in new], allowance)
    for kind, (i, i_end), (j, j_end) in found:
        if kind == "same":
            done += zip(range(i, i_end), range(j, j_end), strict=True)
        else:
            inner = _by_likeness(old[i:i_end], new[j:j_end], allowance)
            done += [(_plus(one, i), _plus(other, j)) for one, other in inner]
    return done


def alike(old: Unit, new: Unit) -> float:
    """From 0 to 1; 0 for units that are never the same thing."""
    kinds = {old.kind, new.kind}
    if len(kinds) == 2 and kinds & ONLY_AMONG_THEMSELVES:
        return 0.0
    if not old.bag and not new.bag:
        return 0.6 if old.kind == new.kind else 0.0
    same_kind = (old.kind, old.card) == (new.kind, new.card)
    share = likeness(old.bag, new.bag)
    # A block of the same kind in the same place is the same block, rewritten.
    floor = 0.45 if old.kind == new.kind == "card" and old.card == new.card else 0.0
    return max(floor, share if same_kind else share * 0.9)


def _by_likeness(old: Sequence[Unit], new: Sequence[Unit], allowance: Allowance) -> list[Pair]:
    """The pairs with the greatest likeness in all that keep the order of both."""
    cells = len(old) * len(new)
    if not cells or cells > MOST_PAIRS or not allowance.grants(_cost(old, new)):
        return [*((i, None) for i in range(len(old))), *((None, j) for j in range(len(new)))]
    scores = [[_score(one, other) for other in new] for one in old]
    best = _best_sums(scores, len(old), len(new))
    i = j = 0
    done: list[Pair] = []
    while i < len(old) and j < len(new):
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            done.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            done.append((i, None))
            i += 1
        else:
            done.append((None, j))
            j += 1
    done += [(k, None) for k in range(i, len(old))]
    return done + [(None, k) for k in range(j, len(new))]


def _score(old: Unit, new: Unit) -> float:
    score = alike(old, new)
    return score if score >= ALIKE else 0.0


def _best_sums(scores: list[list[float]], rows: int, columns: int) -> list[list[float]]:
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    return best


def _cost(old: Sequence[Unit], new: Sequence[Unit]) -> int:
    """Words that are looked at."""
    words = sum(len(unit.bag) for unit in old) * len(new)
    return words + sum(len(unit.bag) for unit in new) * len(old)


def _plus(place: int | None, start: int) -> int | None:
    return None if place is None else place + start
