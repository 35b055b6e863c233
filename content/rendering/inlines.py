"""Resolves everything inside a line of text: facts, links, pictures, sources and glossary words.

Runs over the tokens in the order of the page, because sources are numbered and words are linked at
their first use. Afterwards only plain Markdown tokens and ready `markup` tokens are left.
"""

import re
from itertools import zip_longest

from markdown_it.token import Token

from content.rendering import facts, footnotes, links, pictures, terms
from content.rendering.characters import escape
from content.rendering.footnotes import Footnotes
from content.rendering.text import plain
from content.rendering.work import Work, broken, line_of, markup_token

_HTML = re.compile(r"</?[a-zA-Z][^<>]*>")


def resolve(tokens: list[Token], work: Work, notes: Footnotes | None) -> None:
    """Resolves the tokens in place. `notes` is None inside a source, where no word is linked."""
    quiet = notes is None
    for token in tokens:
        if token.type in ("heading_open", "th_open"):
            quiet = True
        elif token.type in ("heading_close", "th_close"):
            quiet = notes is None
        elif token.type == "fence_open":
            token.meta["title"] = facts.fill(token.meta["title"], work, line_of(token))
        elif token.type == "inline":
            _report_fences(token, work)
            token.children = _Line(token, work, notes, quiet).resolved()


def note_linked_terms(tokens: list[Token], work: Work) -> None:
    """Words the writer links by hand keep that link as their only one."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open" and child.attrs["href"].startswith("term:"):
                work.linked_terms.add(child.attrs["href"].removeprefix("term:"))


def refuse_lost_anchors(work: Work) -> None:
    """Turns links to headings that this page does not have into broken text."""
    known = {heading.id for heading in work.headings}
    for anchor, line, opening, closing in work.anchors:
        if anchor not in known:
            work.report("anchor-unknown", line, name=anchor.removeprefix("s-"))
            opening.content, closing.content = '<span class="broken">', "</span>"
    work.anchors.clear()


def _report_fences(token: Token, work: Work) -> None:
    """A fence that is still text stands where no block may begin."""
    first = line_of(token)
    if ":::" not in token.content or not first:
        return
    for offset, line in enumerate(token.content.split("\n")):
        if line.lstrip().startswith(":::"):
            work.report("block-stray", first + offset)


class _Line:
    """One inline token on its way: the line it has come to and the links that are open."""

    def __init__(self, token: Token, work: Work, notes: Footnotes | None, quiet: bool):
        self.children, self.work, self.notes, self.quiet = token.children, work, notes, quiet
        self.line = line_of(token)
        self.done: list[Token] = []
        self.closings: list[Token] = []

    def resolved(self) -> list[Token]:
        children = _joined(self.children or [])
        for child, following in zip_longest(children, children[1:]):
            if child.type == "link_open":
                self._open_link(child, following)
            else:
                self._HANDLERS.get(child.type, _Line._keep)(self, child)
        return self.done

    def _keep(self, token: Token) -> None:
        self.done.append(token)

    def _text(self, token: Token) -> None:
        self._check_text(token.content)
        linking = not self.quiet and not self.closings
        self.done += terms.linked(token, self.work) if linking else [token]
        if self.line:
            self.line += token.content.count("\n")

    def _hardbreak(self, token: Token) -> None:
        self.done.append(token)
        if self.line:
            self.line += 1

    def _fact(self, token: Token) -> None:
        name, source = token.meta["name"], token.meta["source"]
        text = facts.value(name, self.work, self.line)
        free = not self.quiet and not self.closings
        token.content = facts.spoken(text or "")
        token.meta["html"] = facts.markup(name, text, source, link=free)
        self.done.append(token)

    def _footnote(self, token: Token) -> None:
        html = footnotes.citation(token.meta["name"], self.notes, self.work, self.line)
        self.done.append(markup_token(html))

    def _image(self, token: Token) -> None:
        alt = self._alternative(token.children or [])
        html = pictures.from_address(token.attrs["src"], alt, self.work, self.line)
        self.done.append(markup_token(html))

    def _alternative(self, children: list[Token]) -> str:
        for child in children:
            if child.type == "fact":
                text = facts.value(child.meta["name"], self.work, self.line)
                child.content = facts.spoken(text or "")
        return plain(children)

    def _link_close(self, token: Token) -> None:
        self.done.append(self.closings.pop())

    def _open_link(self, token: Token, following: Token | None) -> None:
        opening, closing = markup_token('<span class="broken">'), markup_token("</span>")
        href = token.attrs["href"]
        address = links.resolve(href, self.work, self.line)
        if following and following.type == "link_close":
            self.work.report("link-wordless", self.line)
            opening.content = broken(href).removesuffix("</span>")
        elif address:
            opening.content, closing.content = _anchor(address), "</a>"
            if address.own_anchor:
                self.work.anchors.append((address.own_anchor, self.line, opening, closing))
        self.done.append(opening)
        self.closings.append(closing)

    def _check_text(self, text: str) -> None:
        if html := _HTML.search(text):
            self.work.report("html-shown", self.line, name=html[0])
        if "{{" in text:
            self.work.report("fact-form", self.line)

    _HANDLERS = {
        "text": _text,
        "hardbreak": _hardbreak,
        "fact": _fact,
        "footnote": _footnote,
        "image": _image,
        "link_close": _link_close,
    }


def _anchor(address: links.Address) -> str:
    css_class = f' class="{address.css_class}"' if address.css_class else ""
    outside = ' rel="noopener"' if address.outside else ""
    return f'<a{css_class} href="{escape(address.href)}"{outside}>'


def _joined(children: list[Token]) -> list[Token]:
    """Soft breaks become part of the text, so that "trigger" and "point" meet across lines."""
    joined: list[Token] = []
    for child in children:
        if child.type == "softbreak":
            child = Token("text", "", 0, content="\n")
        if child.type == "text" and joined and joined[-1].type == "text":
            joined[-1].content += child.content
        else:
            joined.append(child)
    return joined
