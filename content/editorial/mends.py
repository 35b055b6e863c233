"""Proposals that turn what was typed into safer words, and keep silent when unsure."""

import re
from dataclasses import dataclass

# What follows "Avoid" is a noun or an -ing word; a command needs the plain verb.
_VERBS = {
    "bending": "bend",
    "carrying": "carry",
    "driving": "drive",
    "drinking": "drink",
    "eating": "eat",
    "exercising": "exercise",
    "getting": "get",
    "giving": "give",
    "having": "have",
    "holding": "hold",
    "leaving": "leave",
    "lifting": "lift",
    "lying": "lie",
    "making": "make",
    "massaging": "massage",
    "moving": "move",
    "pressing": "press",
    "pulling": "pull",
    "pushing": "push",
    "putting": "put",
    "raising": "raise",
    "riding": "ride",
    "rubbing": "rub",
    "running": "run",
    "sitting": "sit",
    "sleeping": "sleep",
    "smoking": "smoke",
    "soaking": "soak",
    "standing": "stand",
    "starting": "start",
    "stopping": "stop",
    "stretching": "stretch",
    "swimming": "swim",
    "taking": "take",
    "touching": "touch",
    "turning": "turn",
    "twisting": "twist",
    "using": "use",
    "waiting": "wait",
    "walking": "walk",
    "wearing": "wear",
    "working": "work",
}  # fmt: skip
_NOUNS = {
    "alcohol": "drink",
    "aspirin": "take",
    "ice": "use",
    "heat": "use",
    "baths": "take",
    "hot": "use",
    "heavy": "do",
    "hard": "do",
    "strenuous": "do",
    "sports": "do",
    "exercise": "do",
    "stress": "",
}
# Words that begin a statement, which "Do not" in front would not turn into a command.
_NO_COMMAND = frozenset(
    "a an any and because but he i if in it many most no not our she some that the there these "
    "they this those we when while you your".split()
)
_LEADS = re.compile(
    r"(?P<how>avoid|never|try not to|you should not|you should never|refrain from|stop)\s+"
    r"(?P<rest>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def begin_with_do_not(words: str) -> str:
    """The line as a full command, or nothing when that cannot be said for sure."""
    words = words.strip()
    lead = _LEADS.fullmatch(words)
    if lead:
        return _from_lead(lead["how"].lower(), lead["rest"])
    first = words.partition(" ")[0].strip("*_").lower()
    if not first.isalpha() or first in _NO_COMMAND or first.endswith("ing"):
        return _from_lead("avoid", words) if first in _VERBS else ""
    if first in _NOUNS:
        return _from_lead("avoid", words)
    letter = next(place for place, character in enumerate(words) if character.isalpha())
    return f"Do not {words[:letter]}{words[letter].lower()}{words[letter + 1 :]}"


def _from_lead(how: str, rest: str) -> str:
    if how in ("never", "try not to", "you should not", "you should never"):
        return f"Do not {rest}"
    first, _, others = rest.partition(" ")
    ending = first[len(first.rstrip(".,;:")) :]
    word = first.rstrip(".,;:").lower()
    if word in _VERBS:
        return f"Do not {_VERBS[word]}{ending} {others}".strip()
    verb = _NOUNS.get(word, "")
    return f"Do not {verb} {rest[0].lower()}{rest[1:]}" if verb else ""


def keep_case(plain: str, hard: str) -> str:
    """The plain word with a capital where the hard one had it."""
    return plain[0].upper() + plain[1:] if hard[:1].isupper() else plain


@dataclass(frozen=True)
class Swap:
    """Words of a text and what to put in their place."""

    start: int
    end: int
    text: str


_ARTICLE = re.compile(r"\b(an?) $", re.IGNORECASE)
_SPANISH_ARTICLE = re.compile(r"\b(?:el|la|los|las|un|una|unos|unas|del|al) $", re.IGNORECASE)
_JOINS = ("but", "so")


def plainer(text: str, start: int, end: int, plain: str, *, english: bool) -> Swap | None:
    """The plain word put in so that the sentence stays whole; None where a person must decide."""
    hard = text[start:end]
    if not english:
        if _SPANISH_ARTICLE.search(text[max(start - 6, 0) : start]):
            return None
        return Swap(start, end, keep_case(plain, hard))
    if not plain:
        return _left_out(text, start, end)
    if plain in _JOINS and text[end : end + 1] == ",":
        end += 1
    near = max(start - 4, 0)
    article = _ARTICLE.search(text[near:start])
    if article:
        right = "an" if plain[0] in "aeiou" and not plain.startswith(("use", "one")) else "a"
        return Swap(near + article.start(), end, f"{keep_case(right, article[1])} {plain}")
    return Swap(start, end, keep_case(plain, hard))


def _left_out(text: str, start: int, end: int) -> Swap | None:
    following = text[end : end + 2]
    if len(following) < 2 or not following[1].isalpha():
        return None
    return Swap(start, end + 2, keep_case(following[1], text[start:end]))
