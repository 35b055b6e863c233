"""Puts the screens about enquiries where the admin would have its own, each behind its door."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path

from enquiries.admin import audit, calls, drafts, enquiry, erasures, exports, gaps, inbox, persons
from enquiries.admin.screen import enquiry_url, needs
from enquiries.handling.rights import READ
from enquiries.models import Enquiry


@needs(READ)
def to_enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """Its history stands on its page."""
    return redirect(enquiry_url("change", pk))


def nobody_deletes(request: HttpRequest, pk: int) -> HttpResponse:
    """Erasing is the verb: it leaves a receipt."""
    raise PermissionDenied


VIEWS = [
    ("", inbox.inbox, "changelist"),
    ("add/", calls.log_call, "add"),
    ("person/", persons.person, "person"),
    ("export/", exports.export_list, "export"),
    ("review/", audit.review, "review"),
    ("gaps/", gaps.gaps, "gaps"),
    ("erasures/", erasures.erasures, "erasures"),
    ("<int:pk>/", to_enquiry, "short"),
    ("<int:pk>/change/", enquiry.enquiry, "change"),
    ("<int:pk>/print/", enquiry.on_paper, "print"),
    ("<int:pk>/export/", exports.export_one, "export_one"),
    ("<int:pk>/erase/", persons.erase_one, "erase"),
    ("<int:pk>/autosave/", drafts.autosave, "autosave"),
    ("<int:pk>/presence/", drafts.presence, "presence"),
    ("<int:pk>/history/", to_enquiry, "history"),
    ("<int:pk>/delete/", nobody_deletes, "delete"),
]


@admin.register(Enquiry)
class EnquiryAdmin(admin.ModelAdmin):
    """Has no screen of the standard admin, which would read without leaving a trace."""

    def get_urls(self) -> list[URLPattern]:
        guard = self.admin_site.admin_view
        return [
            path(route, guard(view), name=f"enquiries_enquiry_{name}")
            for route, view, name in VIEWS
        ]

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False
