"""Finds the words to know."""

from collections.abc import Iterable
from dataclasses import dataclass

from content.models import Term
from content.search.plain import Matcher, Plain, name
from content.search.words import clean

MOST_ENTRIES = 3


@dataclass(frozen=True)
class Entry:
    """A glossary word as it is searched. `names` holds the roots of the word and of its forms."""

    word: str
    slug: str
    definition: str
    names: frozenset[tuple[str, ...]]
    forms: Plain
    everything: Plain

    @classmethod
    def of(cls, term: Term) -> "Entry":
        definition = clean(term.definition)
        return cls(
            word=clean(term.word),
            slug=term.slug,
            definition=definition,
            names=frozenset(name(form, term.language) for form in term.form_list),
            forms=Plain(term.form_list, term.language),
            everything=Plain((*term.form_list, definition), term.language),
        )


def matching(
    entries: Iterable[Entry], asked: str, matcher: Matcher, language: str, *, every: bool
) -> tuple[list[Entry], list[Entry]]:
    """The entries whose name is what was asked for, and others that match; few of them in all."""
    asked_name = name(asked, language)
    found = [entry for entry in entries if matcher.matches(entry.everything, every)]
    same = [entry for entry in found if asked_name in entry.names][:MOST_ENTRIES]
    others = [entry for entry in found if entry not in same]
    others.sort(key=lambda entry: not matcher.matches(entry.forms, every))
    return same, others[: MOST_ENTRIES - len(same)]
