"""The first panel of the admin's home: what waits, and whether due work still runs."""

from datetime import timedelta

from django.db.models import Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from enquiries import handling
from enquiries.admin.screen import enquiry_url, moment
from enquiries.handling.rights import READ
from enquiries.models import Duty, Enquiry

LATE_AFTER = timedelta(minutes=15)
Numbers = dict[str, int]


def inbox_summary(request: HttpRequest) -> dict | None:
    """None for those who may not read enquiries."""
    if not request.user.has_perm(READ):
        return None
    return {
        "items": _items(request.user, handling.summary(request.user)),
        "due_work": due_work(),
        "inbox_url": enquiry_url("changelist"),
    }


def _items(user, counts: Numbers) -> list[dict]:
    inbox = enquiry_url("changelist")
    items = [
        _item("Urgent", counts["urgent"], f"{inbox}?tab=new&urgent=on", is_loud=True),
        _item("New", counts["new"], f"{inbox}?tab=new"),
        _item("Mine", counts["mine"], f"{inbox}?tab=mine"),
        _item("Due today", counts["due_today"], f"{inbox}?tab=new", is_loud=counts["overdue"] > 0),
    ]
    if user.has_perm("enquiries.view_outboxmessage"):
        mails = f"{reverse('admin:enquiries_outboxmessage_changelist')}?trouble=yes"
        label = "Mails that could not be sent"
        items.append(_item(label, counts["failed_mails"], mails, is_loud=True))
    return items


def _item(label: str, count: int, url: str, *, is_loud: bool = False) -> dict:
    return {"label": label, "count": count, "url": url, "is_loud": is_loud}


def due_work() -> dict:
    """Late when nothing has run for a while: then no mail leaves and nothing is erased."""
    ran_at = Duty.objects.aggregate(newest=Max("ran_at"))["newest"]
    failed = Duty.objects.exclude(problem="").values_list("name", flat=True)
    if ran_at is None:
        words = "Mails and other due work have not run yet. Ask whoever runs this site."
    else:
        words = f"Mails and other due work ran last {moment(ran_at).inline}."
    if failed:
        words += f" This went wrong: {', '.join(failed)}."
    is_late = ran_at is None or ran_at < timezone.now() - LATE_AFTER
    return {"words": words, "is_late": is_late or bool(failed)}


def new_enquiries(request: HttpRequest) -> int | None:
    """For the bar on top of every screen; counted once for each request."""
    if not request.user.has_perm(READ):
        return None
    if not hasattr(request, "new_enquiries"):
        request.new_enquiries = Enquiry.objects.filter(status=Enquiry.Status.NEW).count()
    return request.new_enquiries
