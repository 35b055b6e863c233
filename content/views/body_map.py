"""Where does it hurt? The figure with its places, and a page for each place."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from content import body_map as bodies
from content.models import Guide, current_guide
from content.pages import GUIDE_NAME, Page, answer_page
from content.rendering.body_map import VIEWS, figure, whole
from content.structured_data import breadcrumbs
from content.views.emergencies import emergency_url

NAME = "Where does it hurt?"
LONGEST_QUERY = 80
LABELS = {"back": "The back of the body", "front": "The front of the body"}


@require_safe
def body_map(request: HttpRequest, side: str = "back") -> HttpResponse:
    """Both sides; `side` is the one that small screens show."""
    guide = known_guide()
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    page = Page(
        f"{NAME} – {GUIDE_NAME}",
        "Choose the place that hurts. See which muscles can send pain there, what to check first, "
        "and what to try.",
        reverse("content:body_map"),
        robots="noindex" if query else "",
        for_everyone=not query,
        facts=[breadcrumbs(trail())],
    )
    response = answer_page(
        request,
        "content/body_map.html",
        page,
        guide,
        side=side,
        query=query,
        found=bodies.find(guide, query) if query else [],
        emergency_url=emergency_url(guide),
        **choices(guide),
    )
    if query:
        add_never_cache_headers(response)
    return response


@require_safe
def body_close(request: HttpRequest, group: str) -> HttpResponse:
    """A part of the body so near that a finger finds each of its places."""
    guide = known_guide()
    shown = bodies.group_called(guide, group)
    if shown is None:
        return unknown_place(request, guide)
    page = page_below(
        request,
        shown.name,
        f"{shown.name}, up close. Choose the place that hurts, and see what to check first.",
    )
    return answer_page(
        request,
        "content/body_close.html",
        page,
        guide,
        shown=shown,
        pictures=shown.pictures,
        places=with_urls(shown.places),
        others=[other for other in bodies.groups(guide) if other.name != shown.name],
        emergency_url=emergency_url(guide),
    )


@require_safe
def body_place(request: HttpRequest, place: str) -> HttpResponse:
    guide = known_guide()
    shown = bodies.page_of(guide, place)
    if shown is None:
        return unknown_place(request, guide)
    name = shown.place.name
    page = page_below(
        request,
        name,
        f"Pain here: {name.lower()}. What to check first, and which muscles can send pain there.",
    )
    group = next(g for g in bodies.groups(guide) if g.name == shown.place.group)
    return answer_page(
        request,
        "content/body_place.html",
        page,
        guide,
        shown=shown,
        warnings=bodies.warnings(shown.senders),
        is_emergency=any(sender.entry.muscle["is_emergency"] for sender in shown.senders),
        group=group,
        others=with_urls(other for other in group.places if other is not shown.place),
    )


def page_below(request: HttpRequest, name: str, description: str) -> Page:
    """A part or a place of the body, one step below the map."""
    return Page(
        f"{name} – {NAME}",
        description,
        request.path,
        facts=[breadcrumbs(trail((name, request.path)))],
        for_everyone=True,
    )


def unknown_place(request: HttpRequest, guide: Guide) -> HttpResponse:
    """404 with every place that there is."""
    page = Page("Place not found", "There is no such place.", home(), robots="noindex")
    return answer_page(
        request, "content/body_unknown.html", page, guide, status=404, **choices(guide)
    )


def known_guide() -> Guide:
    """The guide, once it has a page about a muscle."""
    guide = current_guide()
    if not guide.muscles:
        raise Http404
    return guide


def home() -> str:
    return reverse("content:body_map")


def trail(*further: tuple[str, str]) -> list[tuple[str, str]]:
    return [(GUIDE_NAME, reverse("content:home")), (NAME, home()), *further]


def choices(guide: Guide) -> dict:
    """The pictures and the lists, which lead to the same pages."""
    groups = bodies.groups(guide)
    found = bodies.targets(guide)
    by_url = {target.url: target for target in found}
    places = [(place, bodies.place_url(place)) for group in groups for place in group.places]
    return {
        "pictures": [whole(figure().views[view], LABELS[view], places) for view in VIEWS],
        "groups": [
            {
                "name": group.name,
                "url": group.url,
                "targets": [by_url[url] for _, url in with_urls(group.places)],
            }
            for group in groups
        ],
        "muscles": [target for target in found if target.is_muscle],
    }


def with_urls(places) -> list[tuple]:
    return [(place, bodies.place_url(place)) for place in places]
