"""Pictures of the collection and drawings, put into the page after cleaning.

A `srcset` passes the cleaner unchecked and a drawing would be taken apart by it, so both are built
here from trusted values and stand in the text as placeholders meanwhile.
"""

import re

from content.rendering.characters import escape
from content.rendering.lookups import PictureMarkup
from content.rendering.work import Work, broken

_ADDRESS = re.compile(r"img:([0-9]{1,9})")
# The text column is 44rem wide, and less than the window only on wide screens.
_SIZES = "(min-width: 48rem) 44rem, 100vw"


def from_address(address: str, alt: str, work: Work, line: int | None) -> str:
    """HTML for `![alt](address)`: a placeholder, or visible text after reporting why."""
    found = _ADDRESS.fullmatch(address)
    if not found:
        work.report("picture-address", line)
        return broken(alt or address or "?")
    return numbered(found[1], alt, work, line)


def numbered(digits: str, alt: str, work: Work, line: int | None) -> str:
    """HTML for the picture with that number; its own alternative text unless another is given."""
    fits = digits.isdigit() and len(digits) < 10
    picture = work.lookups.picture(int(digits)) if fits else None
    if picture is None:
        work.report("picture-unknown", line, name=digits)
        return broken(alt or f"img:{digits}")
    work.pictures[int(digits)] = picture.digest
    return work.piece(_markup(picture, alt or picture.alt))


def drawing(name: str, work: Work, line: int | None) -> str:
    """HTML for a drawing of ours."""
    svg = work.lookups.drawing(name)
    if svg is None:
        work.report("drawing-unknown", line, name=name)
        return broken(f"drawing:{name}")
    if name in work.drawings:
        work.report("drawing-twice", line, name=name)
    work.drawings[name] = None
    return work.piece(svg)


def _markup(picture: PictureMarkup, alt: str) -> str:
    sources = "".join(
        f'<source type="{escape(source.type)}" srcset="{escape(source.srcset)}" sizes="{_SIZES}">'
        for source in picture.sources
    )
    image = (
        f'<img src="{escape(picture.src)}" width="{picture.width}" height="{picture.height}"'
        f' alt="{escape(alt)}" loading="lazy" decoding="async">'
    )
    credit = f' <small class="credit">{escape(picture.credit)}</small>' if picture.credit else ""
    return f"<picture>{sources}{image}</picture>{credit}"
