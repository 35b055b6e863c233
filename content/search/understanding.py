"""Understands what somebody typed: which words count, which belong together, which other words
mean the same, and which are probably misspelt."""

from collections.abc import Iterator
from dataclasses import dataclass

from content.search.query import Alternative, Group, Phrase, Query
from content.search.spelling import Vocabulary
from content.search.synonyms import Synonyms, Words
from content.search.words import WORD, clean, fold, is_stop_word

LONGEST_TEXT = 300
MOST_WORDS = 12
SHORTEST_START = 2


@dataclass(frozen=True)
class Token:
    """A word as typed and folded. `instead_of` is the folded word whose place it takes."""

    typed: str
    word: str
    instead_of: str = ""


@dataclass(frozen=True)
class Piece:
    """Words that are one idea: a known phrase with the others that mean the same, or one word."""

    tokens: list[Token]
    others: list[Words]
    is_phrase: bool
    is_last: bool

    @property
    def start(self) -> str:
        """The last word of the query when it may be the beginning of a longer one."""
        word = self.tokens[-1].word
        return word if self.is_last and len(word) >= SHORTEST_START else ""


@dataclass(frozen=True)
class Reader:
    language: str
    vocabulary: Vocabulary
    synonyms: Synonyms

    def read(self, text: str) -> Query:
        """Any text whatever gives a query; when there are no words in it, one without groups."""
        text = clean(text)[:LONGEST_TEXT].strip()
        typed = [Token(word, fold(word)) for word in WORD.findall(text)]
        tokens = self._that_count([token for token in typed if token.word])
        spelt = [token for piece in self._pieces(tokens) for token in self._spell(piece)]
        return Query(
            text=text,
            words=tuple(token.word for token in tokens),
            groups=tuple(dict.fromkeys(self._groups(spelt))),
            suggestion="" if spelt == tokens else " ".join(token.typed for token in spelt),
        )

    def _that_count(self, tokens: list[Token]) -> list[Token]:
        """The tokens up to the last that still counts as a word of its own."""
        counting = [i for i, token in enumerate(tokens) if not self._is_small(token)]
        ends = counting or range(len(tokens))
        return tokens[: ends[MOST_WORDS - 1] + 1] if len(ends) > MOST_WORDS else tokens

    def _pieces(self, tokens: list[Token]) -> Iterator[Piece]:
        while tokens:
            count, others = self.synonyms.at_start([token.word for token in tokens])
            taken, tokens = tokens[: count or 1], tokens[count or 1 :]
            yield Piece(taken, others, is_phrase=count > 0, is_last=not tokens)

    def _spell(self, piece: Piece) -> list[Token]:
        token = piece.tokens[0]
        if piece.is_phrase or self._is_small(token) or self._is_known(piece):
            return piece.tokens
        better = self.vocabulary.correct(token.word)
        return [Token(word, fold(word), token.word) for word in better] or piece.tokens

    def _is_known(self, piece: Piece) -> bool:
        known = self.vocabulary.knows(piece.tokens[0].word)
        return known or bool(piece.start and self.vocabulary.completions(piece.start))

    def _groups(self, tokens: list[Token]) -> Iterator[Group]:
        has_big_words = not all(map(self._is_small, tokens))
        for piece in self._pieces(tokens):
            counting = [
                token for token in piece.tokens if not (has_big_words and self._is_small(token))
            ]
            if counting:
                others = ((Phrase(words),) for words in piece.others)
                yield (*self._alternatives(piece, counting), *others)

    def _alternatives(self, piece: Piece, counting: list[Token]) -> Iterator[Alternative]:
        # Small words are what makes some phrases: “what to wear” asks for no wear of the spine.
        if piece.is_phrase and len(counting) < len(piece.tokens):
            yield (Phrase(tuple(token.word for token in piece.tokens)),)
            return
        start = self._start(piece)
        yield tuple(Phrase((token.word,), is_open=token.word == start) for token in counting)
        if len(counting) == 1 and counting[0].instead_of:
            yield (Phrase((counting[0].instead_of,)),)
        # Stemming and beginnings do not go together: “injecti” begins no stem. So the words that
        # begin so are named.
        if start and not self.vocabulary.knows(start):
            yield from ((Phrase((word,)),) for word in self.vocabulary.completions(start))

    def _start(self, piece: Piece) -> str:
        """A word that is whole already begins no other: “red” is not “reduce”, nor “kids” kidneys,
        as its stem would have it."""
        is_whole = piece.is_phrase or self.vocabulary.has(piece.start)
        return "" if is_whole else piece.start

    def _is_small(self, token: Token) -> bool:
        return is_stop_word(token.word, self.language)
