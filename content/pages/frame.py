"""The header and the footer around every page, rendered once for a guide and not for each page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from content.models import Guide, TopicEntry
from content.models.editions import kept_with_guide

if TYPE_CHECKING:
    from content.pages import Page

# The pages, besides those of the topics, that header and footer mark when one is there.
MARKED = ("content:questions", "content:glossary", "content:about", "enquiries:contact")
BODY_MAP = "content:body_map"


@dataclass(frozen=True)
class Frame:
    """Of one page. Only its part of the guide, its language and a few addresses make a difference,
    so few headers and footers serve all pages."""

    guide: Guide
    page: "Page"
    part: TopicEntry | None
    path: str

    def header(self) -> SafeString:
        return self._kept("header", hide_search=False)

    def header_without_search(self) -> SafeString:
        return self._kept("header", hide_search=True)

    def footer(self) -> SafeString:
        return self._kept("footer")

    def _kept(self, name: str, **more) -> SafeString:
        page, known = self.page, rendered(self.guide)
        place = place_of(self.path, self.guide)
        number = self.part.number if self.part else None
        key = (name, place, number, page.language, page.language_url, *more.values())
        if key not in known:
            world = {"guide": self.guide, "page": page, "part": self.part}
            world |= {"request": {"path": place}} | more
            known[key] = render_to_string(f"components/{name}.html", world)
        return known[key]


@kept_with_guide
def rendered(guide: Guide) -> dict[tuple, SafeString]:
    return {}


def place_of(path: str, guide: Guide) -> str:
    """The path as far as header and footer look at it; one stands for all pages below the map."""
    marked, body_map = marked_places(guide)
    if path in marked:
        return path
    return f"{body_map}below/" if body_map in path else ""


@kept_with_guide
def marked_places(guide: Guide) -> tuple[frozenset[str], str]:
    body_map = reverse(BODY_MAP)
    marked = (*map(reverse, MARKED), *(topic.url for topic in guide.topics), body_map)
    return frozenset(marked), body_map
