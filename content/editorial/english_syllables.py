"""Counts the syllables of an English word from its spelling.

Every run of vowels counts as one syllable. Before that, silent letters are
taken out and runs that are spoken in two parts are cut. Words that fit no rule
are listed in `english_exceptions`.
"""

import re
from functools import lru_cache
from unicodedata import normalize

from content.editorial.english_exceptions import EXCEPTIONS

_NOT_LETTERS = re.compile(r"[^a-z']")
_VOWELS = re.compile(r"[aeiouy]+")

# Second halves of compounds whose first half keeps its silent e: some+times.
_SECOND_HALVES = (
    "thing|time|what|where|how|body|day|way|line|long|work|town|style|span|guard|"
    "giver|taker|walk|step|load|book|ball|wear|bound|place|man|men|head|foot|sick|"
    "land|over|out|less|ful|by|fore|arm|hand|cast|ground|most|tell|finger|bone|"
    "back|life|made|apple|keeper|holder|lace|stick|board|care|side|room|proof|one|face|stamp|wise|ware"
)

# Letters that are written and not spoken, in the order in which they are taken out.
_SILENT = (
    (r"^every", "evry"),
    (r"^eye", "ey"),  # eyelid
    (r"qu(?=[aeiouy])", "q"),  # quick, equal
    (r"(?<!ar)gu(?=[ei])(?!ity)", "g"),  # guide, fatigue
    (r"gu(?=ar)(?!guar[yi])", "g"),  # guard
    (rf"([aeiouy][^aeiouy]{{1,3}})e(?=(?:{_SECOND_HALVES})(?:s|ly|ness)?$)", r"\1"),
    (r"([aeiouy][^aeiouy]{1,2})e(?=(?:ly|liness|ful|fully|less|ness)$)", r"\1"),  # safely
    (r"([aeiouy][^aeiouyl]?[^aeiouyrl]|ur)(?<!cr)e(?=ments?$)", r"\1"),  # movement
    (r"([aeiouy][tfvr])e(?=ty$)", r"\1"),  # safety
    (r"ache(?=[sd]$)", "ach"),  # headaches
    (r"(?<=[^aeiouytd])(?<![^aeiouylrw]l)ed$", "d"),  # injected keeps it, rubbed not
    (r"(?<=[^aeiouysxzcg])(?<!ch)(?<!sh)(?<![^aeiouylrw]l)es$", "s"),  # times
    (r"(?<=[^aeiou])(?<![^aeiouylrw]l)e$", ""),  # time; table keeps it
)

# Runs of vowels that are spoken in two parts, and m's that make a syllable alone.
_SPOKEN_APART = (
    (r"(?<=[aeou])(?=y[aeiou])", "|"),  # employer, beyond
    (r"(?<=[^aeiouw|]y)(?=[aeiou])", "|"),  # myalgia, dryer
    (r"(?<=i)(?=at)", "|"),  # psychiatry, initiate
    (r"(?<=i)(?=ac(?:$|s$|al))", "|"),  # cardiac
    (r"(?<=[^aeiouctslg]i)(?=a(?!ge?$))", "|"),  # tibial, media
    (r"(?<=li)(?=a(?!rs?$|nt|ns?$))", "|"),  # reliable
    (r"^([^aeiou]?[^aeiou]?i)(?=[ao])", r"\1|"),  # giant, lion
    (r"(?<=^sci)(?=[ae])", "|"),  # science
    (r"(?<=i)(?=olog)", "|"),  # physiology
    (r"(?<=physi)(?=o)|(?<=su)(?=ici)", "|"),  # physio, suicide
    (r"(?<=[aeiouy][^aeiouctsgxnlh]i)(?=o)", "|"),  # period
    (r"(?<=[bdrvpm]i)(?=o)", "|"),  # violent, biopsy
    (r"(?<=[tsgxnlh]i)(?=o(?![nu]|rs?$))", "|"),  # iliotibial
    (r"(?<=[^aeiou]i)(?=u)", "|"),  # calcium
    (r"(?<=[^aeiouctn]i)(?=en(?:[ct]|$))", "|"),  # audience
    (r"(?<=[^aeiou]i)(?=et)", "|"),  # quiet
    (r"([aeiouy][^aeiouy]+i)(?=e(?:r|st)$)", r"\1|"),  # easier
    (r"(?<=i)(?=i)", "|"),  # radii
    (r"(?<=[^aeiougq]u)(?=a(?!d[ei]|v))", "|"),  # manual
    (r"(?<=gu)(?=a[lt])", "|"),  # gradual is caught above; bilingual is rare
    (r"(?<=flu)(?=e)", "|"),  # influenza
    (r"(?<=[^aeiougq]u)(?=el(?:s|ed|ing)?$)", "|"),  # fuel
    (r"(?<=[lr]u)(?=i[dn])", "|"),  # fluid, ruin
    (r"(?<=po)(?=e[mt])", "|"),  # poem
    (r"(?<=[aeiouy][^aeiouy]u)(?=ity)", "|"),  # acuity
    (r"(?<=[^q]u)(?=ing$)", "|"),  # continuing
    (r"(?<=u)(?=ous)", "|"),  # continuous
    (r"(?<=[aeiouy][^aeiouy]o)(?=ing$)|(?<=^[dg]o)(?=ing$)", "|"),  # going
    (r"(?<=e)(?=ing)", "|"),  # being, seeing
    (r"(?<=e)(?=o)(?<!ge)(?<!che)(?!opl|opa|ous)", "|"),  # video
    (r"(?<=ge)(?=og|om)", "|"),  # geography
    (r"(?<=[^g]e)(?=ous)", "|"),  # subcutaneous
    (r"(?<=^re)(?=in|im|it|us|un|act|ali|ass|app|arr|e[nvx])", "|"),  # reinjure
    (r"(?<=^pre)(?=e[cmx])", "|"),  # preexisting
    (r"(?<=^contra)(?=in)|(?<=oste\|o)(?=a)", "|"),  # contraindicate
    (r"(?<=cre)(?=at)", "|"),  # create
    (r"([aeiouy][^aeiouyw]+e)(?=as?$)", r"\1|"),  # area
    (r"([aeiouy][^aeiouy]*[rnhgt]e)(?=al)", r"\1|"),  # corneal
    (r"(?<=a)(?=o)", "|"),  # aorta
    (r"(?<=co)(?=ag|ord|op|ex)", "|"),  # cooperate
    (r"(?<=e)(?=u[ms]$)", "|"),  # museum
    (r"(?<=s)m(?=s?$)", "em"),  # spasm
    (r"thm(?=s?$)", "them"),  # rhythm
)

_RULES = tuple((re.compile(pattern), new) for pattern, new in _SILENT + _SPOKEN_APART)
_SIBILANT_END = re.compile(r"(?:s|x|z|ch|sh|ce|ge|se|ze)$")
# "didn't" gains a syllable, "don't" does not.
_ENDINGS = (
    ("n't", re.compile(r"[dstp]$|(?:have|dare)$")),
    ("'s", _SIBILANT_END),
    ("'d", re.compile(r"[td]$")),
    ("'ll", re.compile(r"[^aeiouy]$")),
    ("'ve", re.compile(r"[^aeiouy]$")),
    ("'re", re.compile(r"[^aeiouyr]$")),
)

# Capitals that have a vowel and are spelled out all the same.
_SPELLED_OUT = re.compile("ADA|AM|CDC|EMG|ER|EU|FDA|ICU|ID|IRS|IUD|IV|MRI|NIH|OTC|PA|UK|USA?|VA")


def english_syllables(word: str) -> int:
    """Return how many syllables `word` has when spoken: at least 1.

    A hyphenated word is the sum of its parts. Capitals are counted letter by letter
    when they have no vowel ("CT") or are known to be spelled out ("MRI").
    """
    return max(1, sum(_part(part) for part in word.split("-") if part))


@lru_cache(maxsize=20_000)
def _part(word: str) -> int:
    if _SPELLED_OUT.fullmatch(word) or (word.isupper() and not _VOWELS.search(word.lower())):
        return _letters_spoken(word)
    return _lower(_plain_letters(word))


def _letters_spoken(word: str) -> int:
    return sum(3 if letter == "W" else 1 for letter in word)


def _plain_letters(word: str) -> str:
    straight = word.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return _NOT_LETTERS.sub("", normalize("NFKD", straight))


def _lower(word: str) -> int:
    for ending, adds_when in _ENDINGS:
        if word.endswith(ending):
            base = word.removesuffix(ending)
            return _plain(base) + bool(adds_when.search(base))
    return _plain(word.replace("'", ""))


def _plain(word: str) -> int:
    if word in EXCEPTIONS:
        return EXCEPTIONS[word]
    for pattern, new in _RULES:
        word = pattern.sub(new, word)
    return max(1, len(_VOWELS.findall(word)))
