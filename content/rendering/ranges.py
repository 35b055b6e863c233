"""Keeps a short range of numbers, with its unit, on one line: “2 to 8 weeks”.

Only the HTML of a page has this: what is searched, graded and signed are the words alone.
"""

import re
from html import escape

from django.utils.safestring import SafeString

from content.rendering.sanitizer import to_be_cleaned

# The longest that still fits where text is narrowest: a list in a box on the smallest phone.
_LONGEST = 18
_NUMBER = r"\d+(?:[.,]\d+)*%?"
_UNITS = """
    seconds? minutes? hours? days? weeks? months? years? times? points? people
    segundos? minutos? horas? días? semanas? mes(?:es)? años? vez|veces puntos? personas?
""".split()
_RANGE = re.compile(
    rf"(?<![\w.,%/-])(?P<numbers>{_NUMBER}(?:\s+(?:to|or|a|o)\s+|\s*–\s*){_NUMBER})"
    rf"(?P<unit>\s+(?:{'|'.join(_UNITS)}))?(?![\w%/-]|[.,]\d)"
)


def markup(text: str) -> SafeString:
    """The text as HTML, with its ranges marked."""
    done, pieces = 0, []
    for found in _RANGE.finditer(text):
        kept = found[0] if len(found[0]) <= _LONGEST else found["numbers"]
        end = found.start() + len(kept)
        pieces += [
            escape(text[done : found.start()], quote=False),
            f'<span class="range">{kept}</span>',
        ]
        done = end
    return to_be_cleaned("".join([*pieces, escape(text[done:], quote=False)]))
