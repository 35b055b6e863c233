"""Which pages should have answered what patients asked, from three questions up."""

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from enquiries.admin import months
from enquiries.admin.screen import needs, show
from enquiries.models import FEWEST_SHOWN, PageGap
from enquiries.site import site

ALL = "All months"


@needs("enquiries.view_pagegap")
def gaps(request: HttpRequest) -> HttpResponse:
    oldest = PageGap.objects.order_by("month").values_list("month", flat=True).first()
    offered = months.since(oldest or timezone.localdate())
    month = months.chosen_of(request.GET.get("month", ""), offered)
    every = {"value": "", "label": ALL, "chosen": month is None}
    return show(
        request,
        "gaps",
        "What patients could not find",
        rows=_rows(month),
        months=[every, *months.picker(offered, month)],
        fewest=FEWEST_SHOWN,
    )


def _rows(month) -> list[dict]:
    chosen = PageGap.objects.filter(month=month) if month else PageGap.objects.all()
    counted = chosen.order_by().values_list("page", "reason").annotate(questions=Sum("count"))
    shown = counted.filter(questions__gte=FEWEST_SHOWN).order_by("-questions", "page", "reason")
    titles = {page.url: page.title for page in site().pages()}
    return [
        {
            # A page that is gone keeps its address, which leads nowhere.
            "title": titles.get(page, page),
            "url": page if page in titles else "",
            "reason": PageGap.Reason(reason).label,
            "month": months.label(month) if month else ALL,
            "count": questions,
        }
        for page, reason, questions in shown
    ]
