"""Keeps a form whose sender had just been signed out, until the same person is back.

It lies encrypted in the session for an hour, however often its page is loaded, and goes on only
when its sender presses the button: by then a colleague may have changed what the form was about.
"""

import json
import time
from contextlib import suppress

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from content import views
from enquiries import vault

PARKED = "parked"
KEPT_FOR = 60 * 60  # seconds
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


def pack(request: HttpRequest) -> str:
    """The form as it came, without passwords and files; "" when there is nothing to keep."""
    if request.method != "POST":
        return ""
    fields = [
        (name, values)
        for name, values in request.POST.lists()
        if name != TOKEN and "password" not in name
    ]
    if not fields:
        return ""
    about = {"by": request.user.pk, "at": int(time.time()), "path": request.get_full_path()}
    return vault.encrypt(json.dumps(about | {"fields": fields}))


def park(request: HttpRequest, packed: str) -> str:
    """Puts it into the session of now; the address at which it waits."""
    request.session[PARKED] = packed
    request.session.set_expiry(KEPT_FOR)
    return reverse("admin:kept")


def waiting(request: HttpRequest) -> dict:
    """What was packed for whoever is signed in; what is too old, or another's, is dropped."""
    packed = request.session.get(PARKED)
    if packed is None:
        return {}
    request.session.set_expiry(None)
    parked = {}
    with suppress(vault.Unreadable):
        parked = json.loads(vault.decrypt(packed))
    is_late = time.time() - parked.get("at", 0) > KEPT_FOR
    if not is_late and parked["by"] == request.user.pk:
        return parked
    del request.session[PARKED]
    return {}


def kept(request: HttpRequest) -> HttpResponse:
    """Shows whoever is back that the form waits, and sends it on from there."""
    parked = waiting(request)
    if not parked:
        return HttpResponseRedirect(reverse("admin:index"))
    context = admin.site.each_context(request) | {
        "title": "What you typed is kept",
        "address": parked["path"],
        "fields": [(name, value) for name, values in parked["fields"] for value in values],
    }
    return render(request, "admin/kept.html", context)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Staff who sign in again get a new token, and the forms in their other tabs have the old one.

    Such a form waits like one of somebody who was signed out, if the browser says that a page of
    ours sent it: another site could write a form for whoever presses the button.
    """
    is_own = request.headers.get("Sec-Fetch-Site") == "same-origin"
    is_form = request.headers.get("Sec-Fetch-Mode") == "navigate"
    packed = pack(request) if is_own and is_form and request.user.is_staff else ""
    if packed:
        return HttpResponseRedirect(park(request, packed))
    return views.csrf_failure(request, reason)
