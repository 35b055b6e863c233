"""What the page promises and the numbers it gives."""

import re
from collections.abc import Iterator

from content.editorial.passages import Passage, SentenceSpan
from content.editorial.results import Finding, Mend
from content.editorial.rule import CDC, DISCERN, Rule
from content.editorial.sheet import Sheet

PERCENT = Rule(
    "percent",
    "warning",
    "Percent without people",
    "“25 in 100 people” is easier to picture than “25%”.",
    CDC,
)
ABSOLUTE = Rule(
    "absolute-claim",
    "warning",
    "Promise that nobody can keep",
    "No treatment is safe for everyone or works for everyone. A page must not promise it.",
    DISCERN,
)

_PERCENT = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)\s?(?:%|percent\b|por ciento\b)(?P<of> (?:of|de)(?: the| los| las)?"
    r" (?=people|patients|adults|women|men|cases|treatments|personas|pacientes|adultos))?",
    re.IGNORECASE,
)
_NATURAL = re.compile(r"\b\d[\d,.]* (?:in|of|out of|de cada|en)(?: every)? \d", re.IGNORECASE)
# A strength of a medicine is no share of people.
_STRENGTH = re.compile(r"\s*(?:lidocaine|solution|cream|gel|saline|alcohol|lidoca[ií]na)", re.I)

_ABSOLUTES = {
    "en": re.compile(
        r"\b(?:cures?|cured|painless(?:ly)?|pain-free|guarantee[sd]?|guaranteed|risk-free|"
        r"(?:always|completely|totally|perfectly|entirely|absolutely|100% ?) ?(?:safe|effective|"
        r"works?)|no (?:risks?|side effects|danger)|without (?:any )?(?:risks?|side effects)|"
        r"never (?:fails?|hurts?)|works? (?:for everyone|every time)|permanent(?:ly)? "
        r"(?:relief|cure|solution|fix(?:es)?)|miracles?|deactivat\w+|instant relief|"
        r"eliminates? (?:the |your |all )?pain|will (?:cure|heal|fix|end) (?:the |your |all )?\w+)"
        r"\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:cura[rn]?|indolor[ao]s?|sin (?:ningún )?(?:riesgos?|dolor)|garantiza\w*|"
        r"(?:siempre|totalmente|completamente) (?:seguro|segura|eficaz)|milagros\w*|"
        r"alivio (?:permanente|inmediato))\b",
        re.IGNORECASE,
    ),
}
_DENIED = re.compile(
    r"\b(?:not|no|never|cannot|can[’']t|isn[’']t|nobody|none|nothing|neither|nor|hardly|"
    r"nadie|nunca|ningún|ninguna|tampoco)\b|n[’']t\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]{0,300}”|\"[^\"]{0,300}\"|«[^»]{0,300}»")
_CLAUSE = 200


def percents(sheet: Sheet) -> Iterator[Finding]:
    for passage, sentence in _said(sheet):
        if _NATURAL.search(sentence.text):
            continue
        for found in _PERCENT.finditer(sentence.text):
            if _STRENGTH.match(sentence.text, found.end()):
                continue
            start, end = sentence.start + found.start(), sentence.start + found.end()
            better = natural(found["number"])
            yield PERCENT.finding(
                f"Say how many people this is, like “{better} people”.",
                passage.place(start, end),
                sentence.text,
                Mend(f"Write “{better}”", better + " ") if found["of"] and sheet.english else None,
            )


def natural(number: str) -> str:
    """ "25" becomes "25 in 100", "0.4" becomes "4 in 1,000"."""
    whole, _, rest = number.partition(".")
    rest = rest.rstrip("0")
    people = 100 * 10 ** len(rest)
    return f"{int(whole + rest):,} in {people:,}"


def absolutes(sheet: Sheet) -> Iterator[Finding]:
    pattern = _ABSOLUTES["en" if sheet.english else "es"]
    for passage, sentence in _said(sheet):
        if sentence.text.endswith("?"):
            continue
        quoted = [span.span() for span in _QUOTED.finditer(sentence.text)]
        for found in pattern.finditer(sentence.text):
            if _is_denied(
                sentence.text[max(found.start() - _CLAUSE, 0) : found.start()]
            ) or _inside(found.start(), quoted):
                continue
            start, end = sentence.start + found.start(), sentence.start + found.end()
            yield ABSOLUTE.finding(
                f"“{found[0]}” promises too much. Say what may happen, how often, and that it "
                "does not happen for everyone.",
                passage.place(start, end),
                sentence.text,
            )


def _said(sheet: Sheet) -> Iterator[tuple[Passage, SentenceSpan]]:
    """Sentences, and the cells and headings that are none."""
    yield from sheet.sentences()


def _is_denied(before: str) -> bool:
    """Only what stands in the same clause counts."""
    clause = re.split(r"[;:—]|, but |, pero ", before)[-1]
    return bool(_DENIED.search(clause))


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)
