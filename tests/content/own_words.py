"""The words of a page that are not an article's: what the site itself says to patients."""

import html5lib

from content.editorial.reading_grade import Grade, grade
from content.rendering.results import Block

KINDS = {"p": "paragraph", "li": "item", "dd": "item"}
# What others wrote or what only counts: tables, names of pages, tallies, questions and answers.
NOT_OURS = {"table", "nav", "form"}
NOT_OURS_BY_CLASS = ("tally", "rated", "chain", "people", "asked", "start", "review")


def main(html: str):
    page = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    return page.find(".//main")


def text(html: str) -> str:
    return " ".join("".join(main(html).itertext()).split())


def own_grade(html: str) -> Grade:
    return grade(list(blocks(main(html))))


def blocks(element):
    for child in element:
        if not isinstance(child.tag, str) or is_not_ours(child):
            continue
        if child.tag in KINDS and not any(
            inner.tag in KINDS for inner in child.iter() if inner is not child
        ):
            yield Block(KINDS[child.tag], " ".join("".join(child.itertext()).split()), 0)
        else:
            yield from blocks(child)


def is_not_ours(element) -> bool:
    names = (element.get("class") or "").split()
    return element.tag in NOT_OURS or any(name in NOT_OURS_BY_CLASS for name in names)
