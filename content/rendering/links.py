"""Decides where a link may lead: our articles, our words, this page, and a few outside schemes.

Everything else is refused, so an address that nobody thought of shows as text and not as a link.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from content.rendering.work import Work


@dataclass(frozen=True)
class Address:
    """`href` as it goes into the page, not yet escaped."""

    href: str
    outside: bool = False
    own_anchor: str = ""
    css_class: str = ""


_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.*)")
# A browser takes these out or turns them round, and then follows another address than ours.
_NEVER = re.compile(r"[\x00-\x20\x7f\\]")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,120}")
_ARTICLE = re.compile(r"([A-Za-z0-9_-]{1,120})(?:#([A-Za-z0-9_-]{1,120}))?")
_WEB = re.compile(r"//([\w.-]+(?::[0-9]{1,5})?)([/?#].*)?")
_MAIL = re.compile(r"[\w.+-]+@[\w.-]+\.[A-Za-z]{2,}")
_PHONE = re.compile(r"\+?[0-9().-]{3,30}")
_LONGEST_NUMBER = 9
# Pages of the site itself, which nobody can move or take off.
_STEADY = frozenset({"/where-does-it-hurt/", "/words-to-know/"})


def resolve(address: str, work: Work, line: int | None) -> Address | None:
    """Where the link leads, or None after reporting why it leads nowhere."""
    if _NEVER.search(address):
        return _refused(address, work, line)
    found = _SCHEME.fullmatch(address)
    scheme, rest = (found[1].lower(), found[2]) if found else ("", address)
    follow = _SCHEMES.get(scheme)
    return follow(rest, work, line) if follow else _refused(address, work, line)


def phone_href(number: str) -> str:
    """The number for a link; ten digits are taken as a North American number."""
    digits = "".join(c for c in number if c in "0123456789")
    if number.strip().startswith("+"):
        return f"tel:+{digits}"
    return f"tel:+1{digits}" if len(digits) == 10 else f"tel:{digits}"


def anchor_id(name: str) -> str:
    """The id of a heading, whether or not the writer knows of the prefix."""
    return name if name.startswith("s-") else f"s-{name}"


def _refused(address: str, work: Work, line: int | None) -> None:
    work.report("link-refused", line, name=address)


def _article(rest: str, work: Work, line: int | None) -> Address | None:
    found = _ARTICLE.fullmatch(rest)
    name = found[1] if found else rest
    too_long = name.isdigit() and len(name) > _LONGEST_NUMBER
    article = work.lookups.article(name) if found and not too_long else None
    if article is None:
        return work.report("article-unknown", line, name=name)
    number, url = article
    work.articles[number] = None
    return Address(f"{url}#{anchor_id(found[2])}" if found[2] else url)


def _term(rest: str, work: Work, line: int | None) -> Address | None:
    for term in work.lookups.terms:
        if term.slug == rest:
            work.terms[rest] = None
            return Address(term.url, css_class="term")
    return work.report("term-unknown", line, name=rest)


def _web(scheme: str) -> Callable[[str, Work, int | None], Address | None]:
    def address(rest: str, work: Work, line: int | None) -> Address | None:
        found = _WEB.fullmatch(rest)
        if not found:
            return _refused(f"{scheme}:{rest}", work, line)
        path = quote(found[2] or "", safe="%/?#[]@!$&()*+,;=:~-._")
        return Address(f"{scheme}://{found[1]}{path}", outside=True)

    return address


def _mail(rest: str, work: Work, line: int | None) -> Address | None:
    if _MAIL.fullmatch(rest):
        return Address(f"mailto:{rest}")
    return _refused(f"mailto:{rest}", work, line)


def _phone(rest: str, work: Work, line: int | None) -> Address | None:
    digits = "".join(c for c in rest if c in "0123456789")
    if _PHONE.fullmatch(rest) and digits:
        return Address(f"tel:{'+' if rest.startswith('+') else ''}{digits}")
    return _refused(f"tel:{rest}", work, line)


def _here(rest: str, work: Work, line: int | None) -> Address | None:
    if rest.startswith("#") and _NAME.fullmatch(rest[1:]):
        anchor = anchor_id(rest[1:])
        return Address(f"#{anchor}", own_anchor=anchor)
    if not rest.startswith("/") or rest.startswith("//"):
        return _refused(rest, work, line)
    if rest not in _STEADY:
        work.report("link-unchecked", line, name=rest)
    return Address(quote(rest, safe="%/?#[]@!$&()*+,;=:~-._"))


_SCHEMES = {
    "article": _article,
    "term": _term,
    "http": _web("http"),
    "https": _web("https"),
    "mailto": _mail,
    "tel": _phone,
    "": _here,
}
