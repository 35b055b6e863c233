"""The two depths of a stored page: the short version, and more detail for those who want it.

More detail stands in `<details class="more">`, which a reader opens one by one. The whole page at
once is the same HTML with all of them open.
"""

from django.utils.safestring import SafeString

from content.rendering.elements import outermost
from content.rendering.sanitizer import stored_part

_CLOSED = '<details class="more">'
_OPEN = '<details class="more" open>'


def has_more(html: str) -> bool:
    return _CLOSED in html


def all_open(html: str) -> SafeString:
    """The stored page, or a part of it, with nothing left to open."""
    opened = html.replace(_CLOSED, _OPEN)
    return stored_part(opened, 0, len(opened))


def words_of_more(html: str) -> int:
    """How many words stand in what is closed."""
    if not has_more(html):
        return 0
    elements = outermost(html) or []
    return sum(len(one.text.split()) for one in elements if "more" in one.classes)
