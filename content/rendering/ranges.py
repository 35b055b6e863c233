"""Keeps a short range of numbers, with its unit, on one line, and a short number to call with its
verb: “2 to 8 weeks”, “call 911”.

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
_TO_CALL = r"(?i:call|llame(?:\s+ahora)?\s+al)\s+\d{3}"
_KEPT = re.compile(
    rf"(?<![\w.,%/-])(?:(?P<call>{_TO_CALL})"
    rf"|(?P<numbers>{_NUMBER}(?:\s+(?:to|or|a|o)\s+|\s*–\s*){_NUMBER})"
    rf"(?P<unit>\s+(?:{'|'.join(_UNITS)}))?)(?![\w%/-]|[.,]\d)"
)


def markup(text: str) -> SafeString:
    """The text as HTML, with its ranges and its numbers to call marked."""
    done, pieces = 0, []
    for found in _KEPT.finditer(text):
        name = "phone" if found["call"] else "range"
        kept = found[0] if found["call"] or len(found[0]) <= _LONGEST else found["numbers"]
        end = found.start() + len(kept)
        pieces += [
            escape(text[done : found.start()], quote=False),
            f'<span class="{name}">{kept}</span>',
        ]
        done = end
    return to_be_cleaned("".join([*pieces, escape(text[done:], quote=False)]))
