"""Reads one line of tokens as a reader does: its words, and what belongs to them but is no word."""

from dataclasses import dataclass

from markdown_it.token import Token

from content.rendering import labels
from content.rendering.characters import one_line


@dataclass(frozen=True)
class Mark:
    """`kind` is link, picture, drawing, fact, citation, bold, italic, code, name for the name of a
    source, days for those of a day block, place or muscle for one of the body map, or say for how
    to say it; `name` is where it leads or what it shows, `words` are the words it stands on."""

    kind: str
    name: str
    words: str = ""


_WRAPS = {"link_open": "link", "strong_open": "bold", "em_open": "italic"}
_CLOSES = {"link_close", "strong_close", "em_close"}


def read_inline(children: list[Token]) -> tuple[str, list[Mark]]:
    """The words with clinic facts as they are typed, {{ phone }}, and the marks in order."""
    text = ""
    marks: list[Mark] = []
    opened: list[tuple[str, str, int]] = []
    for child in children:
        if child.type in _WRAPS:
            opened.append((_WRAPS[child.type], str(child.attrs.get("href", "")), len(text)))
        elif child.type in _CLOSES:
            kind, name, start = opened.pop()
            marks.append(Mark(kind, name, one_line(text[start:])))
        else:
            words, found = _leaf(child)
            text += words
            marks += found
    return one_line(text), marks


def label_of(paragraph: Token) -> str:
    """The label that the parser cut off: "Time: 5 minutes", "You may feel:"."""
    label = paragraph.meta.get("label")
    if not label:
        return ""
    return f"{labels.words(label)}: {paragraph.meta.get('time', '')}".strip()


def _leaf(token: Token) -> tuple[str, list[Mark]]:
    match token.type:
        case "text":
            return token.content, []
        case "softbreak" | "hardbreak":
            return " ", []
        case "code_inline":
            return token.content, [Mark("code", "", one_line(token.content))]
        case "fact":
            name = token.meta["name"]
            return f"{{{{ {name} }}}}", [Mark("fact", name)]
        case "footnote":
            return "", [Mark("citation", token.meta["name"])]
        case "image":
            words, inside = read_inline(token.children or [])
            address = str(token.attrs.get("src", "")).removeprefix("img:")
            return "", [Mark("picture", address, words), *inside]
    return "", []
