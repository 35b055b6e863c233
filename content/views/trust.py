"""Pages about the guide itself, generated from what is true of it now."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from content.models import Guide, current_guide
from content.pages import GUIDE_NAME, Page, answer_page

# True of every release: tests/browser does this, and a red run is not released.
TESTED = (
    "Before each new version of this site, a program opens every page that comes with it. It looks "
    "for known problems in light and dark colors, on small and large screens. It also tries the "
    "keyboard. It does not look at pages that the clinic has added or changed.\n"
    "No person who uses a screen reader or another aid has tested the pages yet."
)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    guide = current_guide()
    page = Page(
        f"Who writes and checks this – {GUIDE_NAME}",
        "Who writes this guide, who checks it, and which pages no clinician has checked yet.",
        reverse("content:about"),
        for_everyone=True,
    )
    entries = list(guide.articles())
    unchecked = [entry for entry in entries if not entry.review]
    return answer_page(
        request,
        "content/about.html",
        page,
        guide,
        counts={
            "articles": len(entries),
            "checked": len(entries) - len(unchecked),
            "unchecked": len(unchecked),
            "overdue": sum(1 for entry in entries if entry.review and entry.review.is_overdue()),
        },
        people=people(guide),
        unchecked=unchecked,
    )


def people(guide: Guide) -> list[dict]:
    """Everyone whose signature stands under a page now, with the number of pages."""
    signed = Counter(
        (entry.review.name, entry.review.credentials, entry.review.role)
        for entry in guide.articles()
        if entry.review
    )
    return [
        {"name": name, "credentials": credentials, "role": role, "count": count}
        for (name, credentials, role), count in sorted(signed.items())
    ]


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    page = Page(
        f"Privacy – {GUIDE_NAME}",
        "What this guide keeps about you when you read it: no cookies and no tracking.",
        reverse("content:privacy"),
        for_everyone=True,
    )
    return answer_page(request, "content/privacy.html", page, current_guide())


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    page = Page(
        f"Accessibility – {GUIDE_NAME}",
        "How this guide is built for everyone, how it was tested, and what is not tested yet.",
        reverse("content:accessibility"),
        for_everyone=True,
    )
    return answer_page(
        request, "content/accessibility.html", page, current_guide(), statement=TESTED
    )
