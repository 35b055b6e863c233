"""Finding things: the glossary and the search."""

from itertools import groupby
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content import answers
from content import body_map as bodies
from content import search as engine
from content.models import Guide, Term, current_guide
from content.models.editions import kept_with_guide
from content.pages import GUIDE_NAME, Page, answer_page
from content.pages.parts import parts
from content.search.words import folded
from content.views.emergencies import emergency_url

LONGEST_QUERY = 200


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    guide = current_guide()
    page = Page(
        f"Words to know – {GUIDE_NAME}",
        "Plain meanings of the medical words in this guide.",
        reverse("content:glossary"),
        for_everyone=True,
    )
    return answer_page(request, "content/glossary.html", page, guide, letters=letters(guide))


@kept_with_guide
def letters(guide: Guide) -> list[dict]:
    """The words under their letters."""
    terms = sorted(
        (folded(term.word), term.pk, term) for term in Term.objects.filter(language="en")
    )
    return [
        {"letter": letter, "id": f"letter-{letter.lower()}", "terms": [term for *_, term in group]}
        for letter, group in groupby(terms, key=lambda row: "".join(row[0])[:1].upper())
    ]


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    guide = current_guide()
    page = Page(
        f"Questions and answers – {GUIDE_NAME}",
        "Short answers to what people ask about knots, the shot, recovery and the spine.",
        reverse("content:questions"),
        for_everyone=True,
    )
    asked = answers.by_page(guide.articles())
    found = [(part, [a for e in part.entries for a in asked.get(e, ())]) for part in parts(guide)]
    return answer_page(
        request,
        "content/questions.html",
        page,
        guide,
        parts=[(part, some) for part, some in found if some],
    )


@require_safe
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    guide = current_guide()
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    page = Page(
        f"Search – {GUIDE_NAME}",
        "Search the guide.",
        reverse("content:search"),
        robots="noindex",
    )
    searched = engine.without_self_harm(query)
    context = {"query": query, "searched": searched, "results": None, "nearest": ()}
    meant, places = "", []
    if searched:
        found = engine.find(searched, page=page_number(request.GET.get("page", "")))
        meant = found.suggestion
        places = bodies.named(guide, meant or searched) if found.page == 1 else []
        context |= {
            "results": results(guide, query, searched, found),
            "nearest": found.nearest,
            "places": places,
        }
    if engine.is_urgent(query) or engine.is_urgent(meant) or hurts_where_it_is_urgent(places):
        context |= {"is_urgent": True, "emergency_url": emergency_url(guide)}
    return answer_page(request, "content/search.html", page, guide, **context)


def hurts_where_it_is_urgent(places: list[tuple[str, str]]) -> bool:
    """“Chest” is taken to mean that it hurts there."""
    return bool(places) and all(engine.is_urgent(f"{name} pain") for name, _ in places)


def page_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 6 else 1


def results(guide, query: str, searched: str, found) -> dict:
    def address(number: int) -> str:
        return f"?{urlencode({'q': query, 'page': number})}"

    return {
        "total": found.total,
        "hits": [{"title": hit.title, "url": hit.url, "snippet": hit.snippet, "label": label(hit)}
                 for hit in found.hits],
        "suggestion": found.suggestion,
        "quick": answers.for_search(guide, searched) if found.page == 1 else None,
        "page": found.page,
        "pages": found.pages,
        "next_url": address(found.page + 1) if found.page < found.pages else "",
        "previous_url": address(found.page - 1) if found.page > 1 else "",
    }  # fmt: skip


def label(hit) -> str:
    if hit.kind == "term":
        return "Words to know"
    return f"Part {hit.topic_number}: {hit.topic_title}"
