"""Takes text apart into words the way both search engines do: letters and digits, without case and
accents. Also knows which words carry no meaning alone and which are forms of one another."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 40

# Control characters, half surrogates and marks that turn the direction of text: no database and
# no page can do anything good with them.
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\s]+")

ENGLISH = """
a about am an and any are as at be been but by can could d did do does for from get go had has
have he her him his how i if in into is it its ll m may me might my of on or our ours re s shall
she should so some t than that the their them then there these they this those to us ve was we
were what when where which who why will with would you your yours don dont didn didnt doesn doesnt
isn isnt wasn wasnt won wont cant cannot couldn couldnt id im ive
"""
SPANISH = """
a al algo como con cual cuando de del donde e el ella ellos en es esa ese esta este esto fue ha hay
la las le les lo los me mi mis muy nos o para pero por porque puedo que quien se ser si son su sus
te tengo tiene tu un una uno unos y ya yo debo estan estoy cuanta cuantas cuanto cuantos hace
hacer hago tener
"""
# The guide is in English, and some ask it in Spanish. These are English words too: “SI joint”.
ENGLISH_TOO = "con hay no si son"
STOP_WORDS = {
    "en": frozenset(f"{ENGLISH} {SPANISH}".split()) - frozenset(ENGLISH_TOO.split()),
    "es": frozenset(SPANISH.split()),
}

# From long to short: the first one that leaves three letters is taken off.
ENDINGS = {
    "en": (
        "nesses", "ations", "ation", "ness", "ings", "ions", "ing", "ion", "ed", "es", "ly", "s",
        "e",
    ),
    "es": ("aciones", "acion", "mente", "es", "os", "as", "s", "a", "o", "e"),
}  # fmt: skip


def clean(text: str) -> str:
    """The text on one line, composed, without what cannot be seen."""
    return unicodedata.normalize("NFC", UNSEEN.sub(" ", text)).strip()


def fold(word: str) -> str:
    """The word without case and accents; empty when nothing is left of it."""
    # Twice, because some letters have a case only after they are taken apart.
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return "".join(letter for letter in plain if letter.isalnum())[:LONGEST_WORD]


def folded(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(fold, WORD.findall(clean(text)))))


def root(word: str, language: str) -> str:
    """What a folded word shares with its plural and other common forms.

    Rougher than the stemmers of the databases; for what is compared outside of them.
    """
    for ending in ENDINGS.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    return f"{word[:-1]}i" if word.endswith("y") else word


def roots(words: Iterable[str], language: str) -> tuple[str, ...]:
    return tuple(root(word, language) for word in words)


def is_stop_word(word: str, language: str) -> bool:
    return word in STOP_WORDS.get(language, ())


def without_stop_words(words: Sequence[str], language: str) -> tuple[str, ...]:
    """The words that carry a meaning; all of them when none does."""
    kept = tuple(word for word in words if not is_stop_word(word, language))
    return kept or tuple(words)
