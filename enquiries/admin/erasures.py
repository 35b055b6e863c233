"""What the next run erases, what is held back from it, and the receipts of what is gone."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from enquiries.admin.screen import enquiry_url, moment, needs, page_links, show, str_name
from enquiries.handling import erasing, retention
from enquiries.handling.due import DUTIES, erase
from enquiries.handling.rights import ERASE
from enquiries.models import Duty, Enquiry, ErasureReceipt, RetentionPolicy

PAGE_SIZE = 50


@needs(ERASE)
def erasures(request: HttpRequest) -> HttpResponse:
    due = retention.dry_run()
    number = request.GET.get("page", "1")
    receipts = Paginator(ErasureReceipt.objects.all(), PAGE_SIZE).get_page(number)
    return show(
        request,
        "erasures",
        "Erasures",
        due={"total": due.total, "categories": _categories(due)},
        due_rows=[_due(row) for row in due.rows],
        holds=[_hold(enquiry, why) for enquiry, why in erasing.held(by=request.user)],
        receipts=[_receipt(receipt) for receipt in receipts],
        pages=page_links(receipts, lambda page: f"{enquiry_url('erasures')}?page={page}"),
        rules=[_rule(rule, request.user) for rule in RetentionPolicy.objects.all()],
        **_runs(),
    )


def _runs() -> dict:
    work = next(work for work in DUTIES if work.run is erase)
    ran_at = Duty.objects.filter(name=work.name).values_list("ran_at", flat=True).first()
    ahead = max(ran_at + work.every, timezone.now() + timedelta(minutes=1)) if ran_at else None
    return {"last_run": moment(ran_at), "next_run": moment(ahead)}


def _categories(due: retention.DryRun) -> list[dict]:
    rules = retention.rules_by_category()
    return [
        {
            "label": str(rules[category]),
            "count": count,
            "days": rules[category].days,
            "reason": rules[category].reason,
        }
        for category, count in due.counts.items()
    ]


def _due(row: retention.Due) -> dict:
    return {
        "reference": row.reference,
        "url": enquiry_url("change", row.pk),
        "category": row.category,
        "closed": moment(row.closed_at),
        "because": row.why,
    }


def _hold(enquiry: Enquiry, why: str) -> dict:
    return {
        "reference": enquiry.reference,
        "url": enquiry_url("change", enquiry.pk),
        "until": retention.long_date(enquiry.hold_until),
        "reason": why,
        "by": str_name(enquiry.hold_by) or "Somebody",
        "is_over": not enquiry.is_held(),
    }


def _receipt(receipt: ErasureReceipt) -> dict:
    closed = receipt.closed_on
    return {
        "number": receipt.number,
        "reference": receipt.reference,
        "category": receipt.get_category_display(),
        "received": retention.long_date(receipt.received_on),
        "closed": retention.long_date(closed) if closed else "–",
        "erased": moment(receipt.erased_at),
        "why": receipt.why,
        "by": receipt.by_name,
        "hash": receipt.hash,
    }


def _rule(rule: RetentionPolicy, user) -> dict:
    may = user.has_perm("enquiries.change_retentionpolicy")
    url = reverse("admin:enquiries_retentionpolicy_change", args=[rule.pk]) if may else ""
    return {"category": str(rule), "days": rule.days, "reason": rule.reason, "url": url}
