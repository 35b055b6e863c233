"""What every screen about enquiries shares: its frame, its rights and its words for times."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from enquiries.handling import rights
from enquiries.handling.reading import str_name
from enquiries.hours import clock_time, spoken_short

RIGHTS = {
    "change": rights.HANDLE,
    "add": rights.LOG_CALLS,
    "reply": rights.REPLY,
    "export": rights.EXPORT,
    "erase": rights.ERASE,
    "see_previous": rights.SEE_PREVIOUS,
    "review": rights.REVIEW,
    "settings": "enquiries.view_inboxsettings",
}


@dataclass(frozen=True)
class Moment:
    """A time, and how people say it."""

    at: datetime
    words: str

    @property
    def inline(self) -> str:
        """Within a sentence."""
        is_name = not self.words.startswith(("Today", "Yesterday"))
        return self.words if is_name else self.words[0].lower() + self.words[1:]


def moment(at: datetime | None) -> Moment | None:
    return Moment(at, spoken_short(at, timezone.now())) if at else None


def clock(at: datetime | None) -> Moment | None:
    """The time of day alone, for what is near."""
    return Moment(at, clock_time(at)) if at else None


def choice(value: str, label: str) -> dict[str, str]:
    return {"key": value, "label": label}


def status_of(enquiry) -> dict[str, str]:
    return choice(enquiry.status, enquiry.get_status_display())


def may_of(user) -> dict[str, bool]:
    return {name: user.has_perm(right) for name, right in RIGHTS.items()}


def enquiry_url(name: str, *args) -> str:
    return reverse(f"admin:enquiries_enquiry_{name}", args=args)


def show(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **context
) -> HttpResponse:
    """One screen in the frame of the admin; `title` tells nobody's name."""
    frame = admin.site.each_context(request) | {
        "title": title,
        "inbox_url": enquiry_url("changelist"),
        "may": may_of(request.user),
    }
    answer = render(request, f"admin/enquiries/{template}.html", frame | context, status=status)
    add_never_cache_headers(answer)
    return answer


def errors(*forms) -> dict:
    """What the summary on top of a form that came back needs."""
    found = [
        {"field_id": _focus_id(field), "words": words}
        for form in forms
        if form is not None and form.is_bound
        for field in [None, *form]
        for words in (field.errors if field else form.non_field_errors())
    ]
    return {"has_errors": bool(found), "error_list": found}


def _focus_id(field) -> str:
    """Of a group of choices, the first one."""
    if field is None:
        return ""
    return f"{field.auto_id}_0" if field.widget_type == "radioselect" else field.auto_id


def needs(*wanted: str) -> Callable:
    """For views: only people with one of these rights come in."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def inner(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not any(request.user.has_perm(right) for right in wanted):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return inner

    return decorate


def page_links(page, url_of: Callable[[int], str]) -> dict | None:
    """Back and on; None for a list of one page."""
    if page.paginator.num_pages < 2:
        return None
    return {
        "previous_url": url_of(page.previous_page_number()) if page.has_previous() else "",
        "next_url": url_of(page.next_page_number()) if page.has_next() else "",
        "words": f"{page.start_index()} to {page.end_index()} of {page.paginator.count:,}",
    }


__all__ = [
    "Moment",
    "choice",
    "clock",
    "enquiry_url",
    "errors",
    "may_of",
    "moment",
    "needs",
    "page_links",
    "show",
    "status_of",
    "str_name",
]
