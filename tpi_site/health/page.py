"""The screen “How is the site?”, for staff, in plain words."""

import platform
from datetime import datetime, timedelta

import django
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat, pluralize
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from content.models import Edition
from enquiries.admin.screen import moment
from tpi_site.health import process
from tpi_site.health.looking import look
from tpi_site.health.part import Part, State
from tpi_site.health.work import DutyState, duty_states
from tpi_site.staff import may_see_health

TITLE = "How is the site?"
TAGS = {State.GOOD: "Good", State.AMBER: "Look at this", State.BAD: "Broken"}
ICONS = {State.GOOD: "check", State.AMBER: "warning", State.BAD: "cross"}
ORDER = [State.BAD, State.AMBER, State.GOOD]
NAMES = {
    "database": "Database",
    "tables": "Tables of the database",
    "disk": "Room on the disk",
    "due work": "Work by the clock",
    "mail": "Mail",
    "backup": "Backups",
    "clock": "Clock",
}


@require_safe
def how_is_the_site(request: HttpRequest) -> HttpResponse:
    if not may_see_health(request):
        raise PermissionDenied
    now = timezone.now()
    # What wants a look stands first.
    parts = sorted(look(now), key=lambda part: ORDER.index(part.state))
    context = admin.site.each_context(request) | {
        "title": TITLE,
        "back_url": reverse("admin:index"),
        "back_label": "Staff home",
        "summary": summary(parts),
        "parts": [part_row(part) for part in parts],
        "duties": [duty_row(duty, now) for duty in duty_states(now)],
        "facts": [fact for fact in facts() if fact[1]],
    }
    response = render(request, "admin/health.html", context)
    add_never_cache_headers(response)
    return response


def summary(parts: list[Part]) -> dict:
    worst = [part for part in parts if part.state != State.GOOD]
    if not worst:
        return {"words": "All is well.", "is_good": True}
    count = len(worst)
    words = "One thing wants a look." if count == 1 else f"{count} things want a look."
    return {"words": words, "is_good": False}


def part_row(part: Part) -> dict:
    return {
        "name": NAMES[part.name],
        "state": part.state,
        "tag": TAGS[part.state],
        "icon": ICONS[part.state],
        "words": part.words,
        "advice": part.advice,
    }


def duty_row(duty: DutyState, now: datetime) -> dict:
    is_ahead = duty.next_at is not None and duty.next_at > now
    return {
        "name": duty.name[0].upper() + duty.name[1:],
        "every": every(duty.every),
        "ran": moment(duty.ran_at),
        "failed": moment(duty.failed_at),
        "problem": duty.problem,
        "next": moment(duty.next_at) if is_ahead else None,
        "is_late": duty.is_late or bool(duty.problem),
    }


def every(span: timedelta) -> str:
    if not span:
        return "All the time"
    if span < timedelta(days=1):
        hours = int(span.total_seconds() // 3600)
        return "Each hour" if hours == 1 else f"Every {hours} hours"
    return "Each day" if span.days == 1 else f"Every {span.days} days"


def facts() -> list[tuple[str, str]]:
    """(what, how much)"""
    changed = Edition.objects.filter(pk=1).values_list("changed_at", flat=True).first()
    return [
        ("Patients’ pages changed last", _spoken(changed)),
        ("Pages in memory", pages_in_memory()),
        ("Mail goes to", settings.MAIL_GOES_TO),
        ("Database", database_version()),
        ("Program", f"Django {django.get_version()}, Python {platform.python_version()}"),
    ]


def _spoken(at: datetime | None) -> str:
    return moment(at).words if at else ""


def pages_in_memory() -> str:
    """Of the server process that answers now: each keeps its own."""
    cache = process.page_cache
    if cache is None:
        return "None: this server keeps no pages"
    answered = f"{cache.hits} request{pluralize(cache.hits)}"
    others = f"{cache.misses} other{pluralize(cache.misses)}"
    return (
        f"{len(cache.pages)} in the process that made this page ({filesizeformat(cache.weight)} of "
        f"its {filesizeformat(process.memory())}). They answered {answered}; {others} went on to "
        "the program."
    )


def database_version() -> str:
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    return f"{name} {'.'.join(map(str, connection.get_database_version()))}"
