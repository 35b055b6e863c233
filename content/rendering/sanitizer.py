"""The only exit for HTML, and the only place where text is declared safe.

Writers cannot write HTML, so nothing here should ever have work to do. It stands at the door in
case the parser, a component or a lookup lets something through.
"""

import json
import re
from collections.abc import Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe

from content.rendering.work import CLOSE, OPEN

_TAGS = """
    a blockquote br caption code dd details div dl dt em figcaption figure h2 h3 h4 h5 h6 hr li ol
    p pre section small span strong summary sup table tbody td th thead tr ul
"""

# A class that a component uses and this list lacks is dropped; a test compares the two.
_CLASSES = """
    across answers answers__title backlink broken button button--call button--emergency button--main
    button--second buttons calls calls--emergency calls--routine calls--urgent calls__level
    care care--emergency care--routine care--urgent care__action care__body
    care__head care__level care__note care__number care__title checklist cite credit days
    days__table days__title days__when diary do-dont do-dont__box
    do-dont__box--do do-dont__box--dont do-dont__title feel figure figure__caption figure__key
    figure__picture figure__title key-points key-points__title lift more more__body more__title
    notice notice--emergency notice--urgent notice__level notice__title phone prose question
    question__title range stage stage__cols stage__title step step__time step__title steps
    table-wrap term timeline visually-hidden worksheet worksheet__title
    check-first muscle muscle__facts muscle__figure muscle__key muscle__limits
    muscle__look muscle__note muscle__side muscle__view muscle__views swatch swatch--both
    swatch--knot swatch--muscle swatch--pain
    icon icon--arrow-down icon--arrow-left icon--arrow-right icon--calendar icon--chat icon--check
    icon--chevron icon--clock icon--cross icon--document icon--eye icon--globe icon--knot
    icon--large-print icon--menu icon--person icon--phone icon--print icon--search icon--shield
    icon--spine icon--strands icon--syringe icon--warning
"""

_OWN_ID = re.compile(r"(?:s|ref|cite|cell)-[a-z0-9_-]+")
_DAYS = re.compile(r"[0-9]{1,3}-[0-9]{1,3}")
_OWN_ADDRESS = re.compile(r"#[\w-]+|/(?![/\\])[^\s\\]*")
_JSON_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
_PIECE = re.compile(f"{OPEN}([0-9]+){CLOSE}")


def clean(html: str, pieces: Sequence[str] = ()) -> SafeString:
    """The allowed part of the HTML, with the trusted pieces put in for their placeholders."""
    return mark_safe(_PIECE.sub(lambda found: pieces[int(found[1])], _CLEANER.clean(html)))


def stored_html(html: str) -> SafeString:
    """HTML that came from `clean` and was kept in the database since."""
    return mark_safe(html)


def stored_part(html: str, start: int, end: int) -> SafeString:
    """A part of stored HTML, cut between two of its outermost elements."""
    return mark_safe(html[start:end])


def safe_json(value: object) -> SafeString:
    """JSON for a `<script type="application/ld+json">`, which no text in it can end."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_JSON_ESCAPES))


def to_be_cleaned(html: str) -> SafeString:
    """HTML of our own renderer on its way through a component; only `clean` may publish it."""
    return mark_safe(html)


def _filter(tag: str, attribute: str, value: str) -> str | None:
    """Ids without our prefixes could shadow names that scripts rely on (DOM clobbering)."""
    if attribute in ("id", "aria-labelledby") and not _OWN_ID.fullmatch(value):
        return None
    if attribute == "data-days" and not _DAYS.fullmatch(value):
        return None
    return value


def _own_address(address: str) -> str | None:
    """Refuses "//host", which looks like one of our addresses and is not."""
    return address if _OWN_ADDRESS.fullmatch(address) else None


# Built once at import: a mistake in this list makes nh3 panic with a BaseException, which must
# happen when the site starts and not when a page is saved.
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS.split()),
    clean_content_tags={"script", "style"},
    attributes={
        "*": {"id"},
        "a": {"href", "aria-label"},
        "ol": {"start"},
        "section": {"aria-labelledby"},
        "td": {"data-label"},
        "tr": {"data-days"},
    },
    tag_attribute_values={
        "a": {"rel": {"noopener"}},
        "div": {"role": {"note"}},
        "ol": {"role": {"list"}},
        "span": {"aria-hidden": {"true"}},
        "th": {"scope": {"col", "row"}},
    },
    allowed_classes={tag: set(_CLASSES.split()) for tag in _TAGS.split()},
    attribute_filter=_filter,
    # Internal links need no rel; links that leave the site get theirs from the renderer.
    link_rel=None,
    url_schemes={"http", "https", "mailto", "tel"},
    url_relative=_own_address,
)
