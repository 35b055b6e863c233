"""Every address of the site with things in it that are there, and the forms that stand on them."""

import re
from collections.abc import Iterator
from html import unescape

from django.urls import URLResolver, get_resolver

ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
FIELD = re.compile(r"<(?:input|textarea|select|button)\b[^>]*?\bname=\"([^\"]+)\"[^>]*")
VALUE = re.compile(r"\bvalue=\"([^\"]*)\"")


def routes(resolver=None, before: str = "") -> Iterator[str]:
    """Like "/admin/content/article/<int:pk>/ask/"."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern).removesuffix("$").removesuffix("\\Z")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield f"/{route}"


def pieces(route: str) -> list[tuple[str, str]]:
    """Alternately what stands in the address as it is, ("", text), and (converter, name)."""
    found, at = [], 0
    for match in ARGUMENT.finditer(route):
        found.append(("", route[at : match.start()]))
        found.append((match[1] or "str", match[2] or match[3]))
        at = match.end()
    return [*found, ("", route[at:])]


def fields(html: str) -> dict[str, str]:
    """The names that stand on a page, each with a value that the page gives it."""
    return {
        match[1]: unescape((VALUE.search(match[0]) or ["", ""])[1])
        for match in FIELD.finditer(html)
    }
