"""Registers pictures: the list, the form and the screen are the library's, the rest is standard."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from content import publishing
from content.admin.base import SharedAdmin
from content.admin.library import adding, listing, picture
from content.models import Picture


@admin.register(Picture)
class PictureAdmin(SharedAdmin):
    actions = None

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return listing.library(request)

    def add_view(self, request: HttpRequest, form_url="", extra_context=None) -> HttpResponse:
        return adding.add(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url="", extra_context=None
    ) -> HttpResponse:
        return picture.change(request, object_id)

    def get_deleted_objects(self, objs, request: HttpRequest):
        """Tells the pages by name, and not the rows that say so."""
        _, counts, rights, _ = super().get_deleted_objects(objs, request)
        reasons = [reason for obj in objs if (reason := publishing.why_not_delete(obj))]
        return [str(obj) for obj in objs], counts, rights, reasons
