"""Words: hard ones that have a plain twin, medical ones without a meaning, short forms."""

import re
from collections.abc import Iterator

from content.editorial.lists import Use, known_abbreviations, medical_terms, plain_words
from content.editorial.mends import plainer
from content.editorial.passages import Passage
from content.editorial.results import Finding, Mend
from content.editorial.rule import CDC, NLM, PEMAT, Rule
from content.editorial.sheet import Sheet

HARD_WORD = Rule(
    "hard-word",
    "warning",
    "Hard word",
    "Words that people use every day are read faster and by more people.",
    NLM,
)
MEDICAL_TERM = Rule(
    "medical-term",
    "warning",
    "Medical word without its meaning",
    "Teach a medical word at its first use: say the everyday word, then the medical one.",
    PEMAT,
)
ABBREVIATION = Rule(
    "abbreviation",
    "warning",
    "Short form not spelled out",
    "Write the whole name at first, with the short form after it in parentheses.",
    CDC,
)

_ABBREVIATION = re.compile(r"(?<![\w-])[A-Z]{2,5}(?=s?(?![\w-]))")
# Said loudly: they stand for themselves, alone or in a row of three and more.
_LOUD = re.compile(
    r"\b[A-Z]{2,}(?:\W+[A-Z]{2,}){2,}\b|\b(?:ALL|AND|DO|MUST|NEVER|NO|NOT|ONLY|OR|STOP)\b"
)
_MEANING_AFTER = re.compile(
    r"[”\"’]?(?:(?: \w+)?(?: \(|, when\b)|\s*[:–—]|,? (?:which|that) (?:is|are|means)\b|"
    r",? also (?:called|known)|,? or |\s+(?:means?|is (?:a|an|the|when)|are (?:a|the) )\b|"
    r",? (?:es decir|o sea)\b|\s+(?:significan?|es un|es una|son)\b)",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(
    r"\b(?:called|known as|names?(?: is| for it is)?|says?|word(?: is)?|term(?: is)?|or|"
    r"llamad[oa]s?|se llaman?|conocid[oa] como)\s+"
    r"(?:an?\s|the\s|un[ao]?\s|el\s|la\s)?[“\"]?$",
    re.IGNORECASE,
)
# How far around a word its meaning is looked for.
NEAR = 120
_TEACHING = ("paragraph", "item", "cell")


def hard_words(sheet: Sheet) -> Iterator[Finding]:
    words = plain_words(_language(sheet))
    explained = _glossary_forms(sheet)
    for passage in sheet.passages:
        if _is_muscle_name(passage):
            continue
        for use in words.uses(passage.text):
            if use.entry.head in explained or _is_name(passage.text, use):
                continue
            if not _is_explained(passage, use.start, use.end):
                yield _hard_word(sheet, passage, use)


def _hard_word(sheet: Sheet, passage: Passage, use: Use) -> Finding:
    hard = passage.text[use.start : use.end]
    better = plainer(passage.text, use.start, use.end, use.entry.plain, english=sheet.english)
    if not use.entry.plain:
        message = f"“{hard}” says nothing. Leave it out."
    else:
        message = f"“{use.entry.plain}” is plainer than “{hard}”."
    if better is None or not _is_as_typed(sheet, passage, better.start, better.end):
        return HARD_WORD.finding(message, passage.place(use.start, use.end), hard)
    label = f"Write “{better.text}”" if use.entry.plain else "Leave it out"
    place = passage.place(better.start, better.end)
    return HARD_WORD.finding(message, place, hard, Mend(label, better.text))


def medical_words(sheet: Sheet) -> Iterator[Finding]:
    """Once a word, at its first use; not at all when the page explains it anywhere."""
    explained = {*_glossary_forms(sheet)}
    first: dict[str, tuple[Passage, Use]] = {}
    for passage in sheet.passages:
        for use in medical_terms(_language(sheet)).uses(passage.text):
            if _is_explained(passage, use.start, use.end):
                explained.add(use.entry.head)
            if passage.kind in _TEACHING and passage.tag not in ("th", "dt"):
                first.setdefault(use.entry.head, (passage, use))
    for head, (passage, use) in first.items():
        if head not in explained and " ".join(use.entry.words) not in explained:
            yield _medical_word(sheet, passage, use)


def _medical_word(sheet: Sheet, passage: Passage, use: Use) -> Finding:
    word = passage.text[use.start : use.end]
    meaning = use.entry.plain
    better = f"{word} ({meaning})"
    mend = Mend(f"Write “{better}”", better)
    whole = _is_as_typed(sheet, passage, use.start, use.end) and passage.field == "body"
    return MEDICAL_TERM.finding(
        f"Say what “{word}” means, here or where it comes first: {meaning}.",
        passage.place(use.start, use.end),
        word,
        mend if whole else None,
    )


def abbreviations(sheet: Sheet) -> Iterator[Finding]:
    explained = {*known_abbreviations(), *_glossary_abbreviations(sheet)}
    first: dict[str, tuple[Passage, int, int]] = {}
    for passage in sheet.passages:
        if passage.text.isupper():
            continue
        loud = [found.span() for found in _LOUD.finditer(passage.text)]
        for found in _ABBREVIATION.finditer(passage.text):
            if any(start <= found.start() and found.end() <= end for start, end in loud):
                continue
            if _is_explained(passage, *found.span()):
                explained.add(found[0])
            first.setdefault(found[0], (passage, *found.span()))
    for short, (passage, start, end) in first.items():
        if short not in explained:
            yield ABBREVIATION.finding(
                f"Write out what “{short}” stands for, or use an everyday word.",
                passage.place(start, end),
                short,
            )


def _is_explained(passage: Passage, start: int, end: int) -> bool:
    before = passage.text[max(start - NEAR, 0) : start]
    after = passage.text[end : end + NEAR]
    if passage.tag == "dt" or before.rfind("(") > before.rfind(")"):
        return True
    if any(link.start <= start and end <= link.end for link in passage.links):
        return True  # the link leads to the meaning
    return bool(_MEANING_AFTER.match(after) or _NAME_BEFORE.search(before))


def _is_muscle_name(passage: Passage) -> bool:
    """It stands below the everyday name, which is the title of the page."""
    return passage.block == "muscle" and passage.tag == "fence"


def _is_name(text: str, use: Use) -> bool:
    """A capital inside a sentence is part of a name."""
    inside = text[: use.start].rstrip(' “"(')
    return text[use.start].isupper() and bool(inside) and inside[-1] not in ".!?:"


def _is_as_typed(sheet: Sheet, passage: Passage, start: int, end: int) -> bool:
    """Whether the place holds these words and nothing else, such as a link that a mend would
    break."""
    return sheet.typed(passage.place(start, end)) == passage.text[start:end]


def _glossary_forms(sheet: Sheet) -> set[str]:
    """Every word that this page links to its meaning."""
    linked = set(sheet.rendered.uses.terms)
    forms = (form for term in sheet.world.terms if term.slug in linked for form in term.forms)
    return {part for form in forms for part in _parts(form.casefold().split())}


def _parts(words: list[str]) -> Iterator[str]:
    """Every run of words in a form: whoever learns “myofascial pain” has learned “myofascial”."""
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            yield " ".join(words[start:end]).strip("()")


def _glossary_abbreviations(sheet: Sheet) -> set[str]:
    return {form for term in sheet.world.terms for form in term.forms if form.isupper()}


def _language(sheet: Sheet) -> str:
    return "en" if sheet.english else "es"
