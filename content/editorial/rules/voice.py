"""Who does what: passive voice, pages that do not speak to the reader, shouting."""

import re
from collections.abc import Iterator

from content.editorial.results import Finding, Mend
from content.editorial.rule import OWN, PEMAT, PEMAT_ACTION, Rule
from content.editorial.sheet import Sheet

PASSIVE = Rule(
    "passive",
    "warning",
    "Passive voice",
    "“We clean your skin” is easier to picture than “your skin is cleaned”: it says who does it.",
    PEMAT,
)
NO_YOU = Rule(
    "no-you",
    "warning",
    "The page does not speak to the reader",
    "People act on a page that says “you”.",
    PEMAT_ACTION,
)
SHOUTING = Rule(
    "exclamation",
    "warning",
    "Exclamation mark",
    "A calm voice keeps people calm. Say how sure or how urgent it is in words.",
    OWN,
)
FEWEST_WORDS = 150
WORDS_FOR_ONE_YOU = 150

_IRREGULAR = (
    "begun bitten brought built caught chosen cut drawn driven felt found given held injected kept "
    "known laid led left lost made meant met paid put read rubbed run said seen sent set shown "
    "shut spent stuck taken taught thought told understood worn written done sewn bought"
)
_PASSIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|[’'](?:s|re))\s+"
    r"(?:(?:not|also|often|always|never|usually|sometimes|still|then|only|first|just|now|"
    r"already|mostly|seldom|rarely|soon|\w+ly)\s+){0,2}"
    rf"(?P<participle>\w{{2,}}ed|{'|'.join(_IRREGULAR.split())})\b",
    re.IGNORECASE,
)
# States and names: these look like a passive and hide nobody.
_STATES = frozenset(
    (
        "accused advanced afraid agreed allowed armed based blurred bored broken bruised called "
        "closed complicated concerned confused controlled covered cracked curved damaged "
        "depressed detailed diabetic disabled done embarrassed excited exhausted expected "
        "experienced exposed finished fixed fractured frightened gifted healed herniated impaired "
        "infected inflamed injured interested involved known left limited located lost loved "
        "married meant mixed named needed numbed obliged overweight pinched pleased prepared "
        "pressed proposed raised rated red related relaxed relieved reserved retired satisfied "
        "scared seed set shaped shut sized slipped squeezed stressed stuck supposed surprised "
        "swollen tired torn trained twisted unchanged undecided unexplained upset varied weakened "
        "worn worried wounded"
    ).split()
)
_BY = re.compile(
    r"\W+by\s+(?!\w+ing\b|(?:yourself|itself|hand|then|now|noon|next|tomorrow|the time)\b)\w+",
    re.IGNORECASE,
)
# "Is used" hides who uses it; "is used to" may say that somebody knows it well.
_USED_TO = re.compile(r"\s+to\b", re.IGNORECASE)
_YOU = re.compile(r"\b(?:you|your|yours|usted|ustedes|su|sus|le|les)\b", re.IGNORECASE)
_EXCLAMATION = re.compile(r"!+")


def passives(sheet: Sheet) -> Iterator[Finding]:
    if not sheet.english:
        return
    for passage, sentence in sheet.sentences():
        if passage.kind == "cell" or passage.kind == "heading":
            continue
        found = next(filter(_hides_someone, _PASSIVE.finditer(sentence.text)), None)
        if found:
            start = sentence.start + found.start()
            yield PASSIVE.finding(
                f"“{found[0]}” does not say who does it. Begin with who acts, like “we” or “you”.",
                passage.place(start, start + len(found[0])),
                sentence.text,
            )


def _hides_someone(found: re.Match) -> bool:
    """A state tells how something is; with “by somebody” after it, it is an act after all."""
    participle = found["participle"].lower()
    if participle == "used" and _USED_TO.match(found.string, found.end()):
        return False
    if participle not in _STATES:
        return True
    return bool(_BY.match(found.string, found.end()))


def speaks_to_nobody(sheet: Sheet) -> Iterator[Finding]:
    read = [p.text for p in sheet.passages if p.field == "body"]
    words = sum(len(text.split()) for text in read)
    if words < FEWEST_WORDS:
        return
    spoken = sum(len(_YOU.findall(text)) for text in read)
    if spoken < words / WORDS_FOR_ONE_YOU:
        yield NO_YOU.finding(
            f"“You” and “your” come up {spoken} times in {words} words. Tell the reader what they "
            "may feel and what they can do.",
            None,
            "Page",
        )


def shouting(sheet: Sheet) -> Iterator[Finding]:
    for passage in sheet.passages:
        for found in _EXCLAMATION.finditer(passage.text):
            yield SHOUTING.finding(
                "End the sentence with a full stop.",
                passage.place(*found.span()),
                passage.text,
                Mend("Write “.”", "."),
            )
