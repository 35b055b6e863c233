"""Reads rendered HTML with suspicion: tags that close in order, and nothing that could run."""

from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib

VOID = {"br", "hr", "img", "source", "circle", "input"}
SCHEMES = {"", "http", "https", "mailto", "tel"}
ELEMENTS = set(
    "a blockquote br button caption circle code dd details div dl dt em figcaption figure form h2 "
    "h3 h4 h5 h6 hr img input label li ol p picture pre section small source span strong sub "
    "summary sup svg table tbody td textarea th thead tr ul html head body".split()
)
ATTRIBUTES = set(
    "alt aria-describedby aria-hidden aria-label aria-labelledby autocomplete class data-days "
    "data-label decoding height hidden href id inputmode loading maxlength novalidate r rel role "
    "rows scope sizes src srcset start type viewBox width".split()
)
# What the scripts of a page find their places by.
HOOKS = set(
    "back calendar clear cleared date day diary-days diary-hours forgotten full keep kept "
    "lost print-day print-page remember safe say time".split()
)
# Of boxes that stand on a page once.
IDS = {"today-title", "keep", "keep-title", "keep-hint"}
TYPES = {"button", "checkbox", "date", "submit", "text", "time", "image/avif", "image/webp"}


class _Stack(HTMLParser):
    """Fails on the first tag that does not close the one opened last."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        assert tag in VOID

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_comment(self, data):
        raise AssertionError("a comment")

    handle_decl = handle_pi = unknown_decl = handle_comment


def assert_balanced(html: str) -> None:
    stack = _Stack()
    stack.feed(html)
    stack.close()
    assert stack.open == []


def assert_harmless(html: str, container: str = "div") -> list[Element]:
    """Reads the fragment as a browser does, in strict mode, and looks at all it holds."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    elements = [
        element
        for element in parser.parseFragment(html, container=container).iter()
        if isinstance(element.tag, str) and element.tag != "DOCUMENT_FRAGMENT"
    ]
    for element in elements:
        assert element.tag.rpartition("}")[2] in ELEMENTS, element.tag
        for name, value in element.attrib.items():
            assert name in ATTRIBUTES or name.removeprefix("data-") in HOOKS, name
            assert name != "type" or value in TYPES, value
            _assert_address(name, value)
    ids = [element.get("id") for element in elements if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(id.startswith(("s-", "ref-", "cite-", "cell-")) or id in IDS for id in ids)
    return elements


def _assert_address(name: str, value: str) -> None:
    if name not in ("href", "src"):
        return
    parts = urlsplit(value)
    assert parts.scheme in SCHEMES, value
    assert not value.startswith(("//", "/\\", "\\")), value
    assert parts.scheme or value.startswith(("/", "#")), value
