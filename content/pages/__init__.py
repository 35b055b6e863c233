"""What every page says about itself in its head, and how a page is answered."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from content.models import Guide, TopicEntry
from content.pages.frame import Frame
from content.pages.shared_pictures import SharedPicture, picture_of_all
from content.rendering.sanitizer import safe_json
from content.structured_data import absolute

GUIDE_NAME = "Trigger point guide"
# Where a page cache in front of Django finds the edition and the moments its page is good for.
MADE_FROM = "guide.page"
# A browser asks each time. A cache between it and us may answer for a minute by itself, goes on
# while we are away, and drops all pages at once by the key when it is told to.
FOR_EVERYONE = {
    "Cache-Control": "public, max-age=0, s-maxage=60, stale-while-revalidate=60, "
    "stale-if-error=86400",
    # For nginx, which cannot be told to drop pages: it asks us again after a second.
    "X-Accel-Expires": "1",
    "Surrogate-Key": "guide",
    "Cache-Tag": "guide",
}


@dataclass
class Page:
    """`title` and `description` are the page's own; `path` is its canonical path. A framed page
    stands in a staff screen, where no script of its own may run and links open elsewhere. `scripts`
    are those of the blocks that this page alone needs; what a template always needs it names
    itself. A page `for_everyone` is the same for all until the guide changes, so it may be kept and
    given to others. `picture` is the page's own one."""

    title: str
    description: str
    path: str
    language: str = "en"
    robots: str = ""
    is_framed: bool = False
    for_everyone: bool = False
    facts: list[dict] = field(default_factory=list)
    scripts: tuple[str, ...] = ()
    picture: SharedPicture | None = None
    language_url: str = field(default_factory=lambda: reverse("content:spanish"))

    @property
    def canonical(self) -> str:
        return absolute(self.path)

    @property
    def shared_picture(self) -> SharedPicture:
        return self.picture or picture_of_all(self.language)

    @property
    def host(self) -> str:
        """The site as it is written on paper: without the scheme."""
        return absolute("").partition("://")[2].rstrip("/")

    @property
    def structured_data(self) -> list[str]:
        return [safe_json(fact) for fact in self.facts]


def answer_page(
    request: HttpRequest,
    template: str,
    page: Page,
    guide: Guide,
    part: TopicEntry | None = None,
    *,
    status: int = 200,
    **context,
) -> HttpResponse:
    """A page in the frame that all public pages share."""
    frame = Frame(guide, page, part, request.path)
    context |= {"page": page, "guide": guide, "part": part, "frame": frame}
    response = render(request, template, context, status=status)
    if page.for_everyone and status == 200:
        for name, value in FOR_EVERYONE.items():
            response[name] = value
        request.META[MADE_FROM] = guide
    return response
