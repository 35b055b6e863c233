"""Turns one language's file into plain data that Python and the browser match with alike.

Words that no phrase tells apart share one symbol, so a message becomes a short string of symbols,
and each phrase a regular expression over it: no nested repeats, every gap bounded.
"""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import chain

from . import phrases
from .phrases import Choice, Gap, Maybe, Sequence, Slot

# What is no word of any phrase. None of these means anything inside a regular expression.
OTHER, COMMA, PAUSE, STOP = "_", ",", "/", "!"
SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
FURTHER = 0x4E00  # beyond the letters come signs that never combine or change
LAST = "\uffff"
LIST = 24  # words that a list of denied things may be long
LISTED = ("may_follow_noun", "may_follow_verb", "listed", "or")
NEGATIVE = ("nouns_after", "verbs_after", "asks", "negative")
RANGES = (*LISTED, *NEGATIVE, "without", "verbs")


class Alphabet:
    """Which symbol each word has: `words` and `stems`, both {text: symbol}."""

    def __init__(self, places: Iterable[Slot], fillers: str):
        kinds = sorted(set(places), key=lambda slot: sorted(slot.terms))
        self._symbols: dict[Slot, set[str]] = {slot: set() for slot in kinds}
        self.words, self.stems = {}, {}
        fitting = _fitting(kinds)
        # The busiest words get the shortest symbols, for the sake of what is sent.
        alike = {tuple(fits) for fits in fitting.values()}
        alike = sorted(alike, key=lambda fits: (-len(fits), fits))
        known = {fits: _nth_symbol(number) for number, fits in enumerate(alike)}
        for term, fits in fitting.items():
            symbol = known[tuple(fits)]
            (self.stems if term.endswith("*") else self.words)[term.rstrip("*")] = symbol
            for number in fits:
                self._symbols[kinds[number]].add(symbol)
        if clash := set(fillers.split()) & set(self.words):
            raise phrases.PhraseError(f"both a filler and a word of a phrase: {sorted(clash)}")
        self.words |= dict.fromkeys(fillers.split(), "")

    def fitting(self, *places: Slot) -> str:
        """The symbols that fit any of the places, in order."""
        return "".join(sorted(set().union(*(self._symbols[slot] for slot in places))))


def _fitting(kinds: list[Slot]) -> dict[str, list[int]]:
    """{word or stem*: numbers of the places it fits}; numbness* fits where numb* may stand."""
    terms = sorted(set(chain.from_iterable(slot.terms for slot in kinds)))
    fitting: dict[str, list[int]] = {term: [] for term in terms}
    for number, slot in enumerate(kinds):
        for term in set().union(*(_covered(term, terms) for term in slot.terms)):
            fitting[term].append(number)
    return fitting


def _covered(term: str, terms: list[str]) -> list[str]:
    """The term itself; if it is a stem, every one of the sorted terms that begins with it."""
    if not term.endswith("*"):
        return [term]
    stem = term[:-1]
    return terms[bisect_left(terms, stem) : bisect_left(terms, stem + LAST)]


def _nth_symbol(number: int) -> str:
    return SYMBOLS[number] if number < len(SYMBOLS) else chr(FURTHER + number)


def compiled(source: dict) -> dict:
    """Return the "words", "stems", "harmless", "flags", "denial" of a language's file.

    Raises PhraseError when a phrase cannot be read.
    """
    names = source["words"]
    flags = {flag["id"]: _read(flag["phrases"], names) for flag in source["flags"]}
    masks, unless = (_read(source[key], names) for key in ("harmless", "unless"))
    denial = {key: _words(source["denial"][key]) for key in RANGES}
    everything = chain(masks, unless, *flags.values())
    places = [*chain.from_iterable(map(phrases.slots, everything)), *denial.values()]
    alphabet = Alphabet(places, source["fillers"])
    writer = _Writer(alphabet, denial)
    return {
        "words": _by_symbol(alphabet.words),
        "stems": _by_symbol(alphabet.stems),
        "harmless": writer.any_of(masks),
        "flags": [
            {
                "id": flag["id"],
                "level": flag["level"],
                "deniable": flag.get("deniable", True),
                "phrases": writer.with_first(flags[flag["id"]]),
            }
            for flag in source["flags"]
        ],
        "denial": writer.denial(unless),
    }


def _read(lines: list[str], names: dict[str, str]) -> list[Sequence]:
    return [order for line in lines for order in phrases.read(line, names)]


def _words(text: str) -> Slot:
    return Slot(frozenset(text.split()))


def _by_symbol(symbols: dict[str, str]) -> dict[str, str]:
    """{symbol: its words, parted by spaces}: half the size of the other way round."""
    gathered: dict[str, list[str]] = {}
    for word, symbol in symbols.items():
        gathered.setdefault(symbol, []).append(word)
    return {symbol: " ".join(words) for symbol, words in gathered.items()}


class _Writer:
    """Writes sequences as regular expressions over the symbols of one alphabet."""

    def __init__(self, alphabet: Alphabet, denial: dict[str, Slot]):
        self._alphabet, self._denial = alphabet, denial
        negators = alphabet.fitting(denial["nouns_after"], denial["verbs_after"])
        self._negators = negators
        # A gap that held a “not” would turn “my chest does not hurt” into a hit.
        self._gap = f"[^{STOP}{negators}{alphabet.fitting(denial['asks'])}]"

    def any_of(self, sequences: list[Sequence]) -> str:
        return "|".join(dict.fromkeys(map(self._expression, sequences)))

    def with_first(self, sequences: list[Sequence]) -> list[list[str]]:
        """[the symbols it can begin with, the expression] of each sequence."""
        pairs = {}
        for sequence in sequences:
            first = self._alphabet.fitting(*phrases.first_slots(sequence))
            pairs[self._expression(sequence)] = first
        return [[first, expression] for expression, first in pairs.items()]

    def denial(self, unless: list[Sequence]) -> dict[str, str]:
        """Expressions for what stands before and after a phrase, and symbols to look for in it.

        `before`, `before_or`, `before_comma` and `twice` end where the phrase begins; `then_or` and
        `unless` begin where it ends.
        """
        fit = self._alphabet.fitting
        parts = {key: fit(self._denial[key]) for key in RANGES}
        either = f"[{self._negators}]"
        head = f"(?:^|[^{self._negators}])"
        follow = f"[{parts['may_follow_noun']}]*"
        listed = f"[{fit(*(self._denial[k] for k in LISTED))}{COMMA}]"
        nouns = f"[{parts['nouns_after']}]{follow}"
        verbs = f"[{parts['verbs_after']}][{parts['may_follow_verb']}{parts['may_follow_noun']}]*"
        negative = fit(*(self._denial[key] for key in NEGATIVE))
        return {
            "before": f"{head}(?:{nouns}|{verbs})$",
            "before_or": f"{head}{either}{listed}{{0,{LIST}}}[{parts['or']}]{follow}$",
            "before_comma": f"{head}{either}{listed}{{1,{LIST}}}{COMMA}{follow}$",
            "then_or": f"^{listed}{{0,{LIST}}}?[{parts['or']}]",
            "twice": f"[{negative}][^{STOP}{COMMA}]{{1,8}}[{parts['without']}]{follow}$",
            "unless": f"^[^{STOP}]{{0,12}}?(?:{self.any_of(unless)})",
            "or": parts["or"],
            "verbs": parts["verbs"],
            "negative": negative,
        }

    def _expression(self, sequence: Sequence) -> str:
        text = ""
        for part, following in zip(sequence, (*sequence[1:], None), strict=True):
            text += self._part(part)
            # A line break between two words of a phrase does not part them.
            if following and not isinstance(part, Gap | Maybe) and not isinstance(following, Gap):
                text += f"{PAUSE}?"
        return text

    def _part(self, part: Slot | Gap | Maybe | Choice) -> str:
        if isinstance(part, Gap):
            return f"{self._gap}{{0,{part.most}}}?"
        if isinstance(part, Maybe):
            return f"(?:{self._part(part.part)}{PAUSE}?)?"
        if isinstance(part, Choice):
            return f"(?:{self.any_of(list(part.sequences))})"
        symbols = self._alphabet.fitting(part)
        return symbols if len(symbols) == 1 else f"[{symbols}]"
