"""The front door, in English and, for now, a short one in Spanish."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from content import answers, body_map
from content.models import Guide, current_guide
from content.pages import GUIDE_NAME, Page, answer_page
from content.structured_data import clinic
from content.views.emergencies import AFTER_A_SHOT, emergency_pages


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    guide = current_guide()
    page = Page(
        f"{GUIDE_NAME}: help for a painful knot in your muscle",
        "Plain answers about trigger points, how the injection works, recovery, "
        "and when to seek spine care.",
        reverse("content:home"),
        facts=[clinic(guide)],
        for_everyone=True,
    )
    return answer_page(
        request,
        "content/home.html",
        page,
        guide,
        quick_answers=answers.for_home(guide),
        areas=body_map.groups(guide),
        pictures=body_map.ornaments(),
        **emergency_link(guide),
    )


def emergency_link(guide: Guide) -> dict[str, str]:
    entry = emergency_pages(guide).get(AFTER_A_SHOT)
    return {
        "emergency_url": entry.url if entry else "",
        "emergency_title": entry.title if entry else "",
    }


@require_safe
def spanish(request: HttpRequest) -> HttpResponse:
    page = Page(
        "Guía de puntos gatillo",
        "Esta guía aún no está en español.",
        reverse("content:spanish"),
        language="es",
        language_url=reverse("content:home"),
        for_everyone=True,
    )
    return answer_page(request, "content/spanish.html", page, current_guide())
