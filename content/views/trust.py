"""Pages about the guide itself, generated from what is true of it now."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from content import body_map, publishing
from content.models import ArticleEntry, Guide, current_guide
from content.models.editions import kept_with_guide
from content.pages import GUIDE_NAME, Page, answer_page, numbers, unchecked
from content.pages.accessibility_record import record


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    guide = current_guide()
    page = Page(
        f"Who writes and checks this – {GUIDE_NAME}",
        "Who writes this guide, where its facts come from, who checks it, and who runs this site.",
        reverse("content:about"),
        for_everyone=True,
    )
    total, checked = signed(guide)
    listed = people(guide)
    return answer_page(
        request,
        "content/about.html",
        page,
        guide,
        counts={
            "articles": total,
            "checked": len(checked),
            "unchecked": total - len(checked),
            "overdue": sum(entry.review.is_overdue() for entry in checked),
        },
        people=listed,
        left=len(checked) - sum(person["count"] for person in listed),
    )


@kept_with_guide
def signed(guide: Guide) -> tuple[int, list[ArticleEntry]]:
    """How many pages there are, and those whose words a signature stands under."""
    entries = list(guide.articles())
    return len(entries), [entry for entry in entries if entry.is_checked]


@kept_with_guide
def people(guide: Guide) -> list[dict]:
    """Everyone whose signature stands under a page now and who may still sign, with the number of
    pages."""
    reviews = [entry.review for entry in signed(guide)[1]]
    signers = {review.reviewer_id for review in reviews}
    here = set(publishing.clinicians().filter(pk__in=signers).values_list("pk", flat=True))
    signatures = Counter(
        (review.name, review.credentials, review.role)
        for review in reviews
        if review.reviewer_id in here
    )
    return [
        {"name": name, "credentials": credentials, "role": role, "count": count}
        for (name, credentials, role), count in sorted(signatures.items())
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
        request, "content/accessibility.html", page, current_guide(), record=record()
    )


@require_safe
def not_yet_checked(request: HttpRequest) -> HttpResponse:
    guide = current_guide()
    page = Page(
        f"What is not yet checked – {GUIDE_NAME}",
        "Every page of this guide that no clinician has signed, or that is due for a new check.",
        reverse("content:not_yet_checked"),
        for_everyone=True,
    )
    parts = unchecked.by_part(guide)
    return answer_page(
        request,
        "content/not_yet_checked.html",
        page,
        guide,
        parts=parts,
        places=body_map.showing(
            guide, {page.entry.article_id for part in parts for page in part.pages}
        ),
        count=sum(len(part.pages) for part in parts),
        total=sum(1 for _ in guide.articles()),
    )


@require_safe
def our_numbers(request: HttpRequest) -> HttpResponse:
    guide = current_guide()
    page = Page(
        f"Our numbers – {GUIDE_NAME}",
        "How easy each page of this guide is to read and use, and how we found out.",
        reverse("content:our_numbers"),
        for_everyone=True,
    )
    parts = numbers.by_part(guide)
    return answer_page(
        request,
        "content/our_numbers.html",
        page,
        guide,
        parts=parts,
        summary=numbers.summary(parts),
        studies=numbers.published_scores(),
    )
