"""Links the first use of each glossary word to its entry.

Words are looked up by their first word in an index, so the cost does not grow with the glossary.
The longest form wins, and inside it no shorter word is linked: "trigger point" is not a knot of its
own in "trigger point injection".
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from markdown_it.token import Token

from content.rendering.characters import escape, tidy
from content.rendering.lookups import TermEntry
from content.rendering.work import Work, markup_token

# A hyphen joins: "inflammatory" is not used in "anti-inflammatory".
_WORD = re.compile(r"\w+(?:-\w+)*")
_END = r"(?!\w|-\w)"

Index = dict[str, list[tuple[re.Pattern, TermEntry]]]


def linked(token: Token, work: Work) -> list[Token]:
    """The text token, or its pieces with links between them."""
    text, pieces, done = token.content, [], 0
    for start, end, term in _found(text, _index_of(work)):
        if term.slug in work.linked_terms:
            continue
        work.linked_terms.add(term.slug)
        work.terms[term.slug] = None
        pieces += [_text(text[done:start]), *_link(text[start:end], term)]
        done = end
    return [*pieces, _text(text[done:])] if pieces else [token]


def _found(text: str, index: Index) -> Iterator[tuple[int, int, TermEntry]]:
    done = 0
    for word in _WORD.finditer(text):
        candidates = index.get(word[0].casefold(), ()) if word.start() >= done else ()
        for pattern, term in candidates:
            form = pattern.match(text, word.start())
            if form:
                done = form.end()
                yield form.start(), done, term
                break


def _index_of(work: Work) -> Index:
    """Looked up once for each rendering: the key is the whole glossary."""
    if work.term_index is None:
        work.term_index = _index(tuple(work.lookups.terms))
    return work.term_index


@lru_cache(maxsize=8)
def _index(terms: tuple[TermEntry, ...]) -> Index:
    index = defaultdict(list)
    forms = [(tidy(form).strip(), term) for term in terms for form in term.forms]
    for form, term in sorted(forms, key=lambda pair: -len(pair[0])):
        first = _WORD.match(form)
        if first:
            index[first[0].casefold()].append((_pattern(form), term))
    return dict(index)


def _pattern(form: str) -> re.Pattern:
    """Writers break lines where they like, so a space in a form fits any run of spaces."""
    return re.compile(r"\s+".join(map(re.escape, form.split())) + _END, re.IGNORECASE)


def _link(words: str, term: TermEntry) -> list[Token]:
    opening = markup_token(f'<a class="term" href="{escape(term.url)}">')
    return [opening, _text(words), markup_token("</a>")]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
