"""What every admin screen of the guide has in common: verbs instead of bare saves."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from content import publishing
from staff_forms.meanwhile import MeanwhileForm


class VerbAdmin(admin.ModelAdmin):
    """Deletes through publishing.delete; Django's own page lists what forbids it."""

    form = MeanwhileForm

    def get_deleted_objects(self, objs, request: HttpRequest):
        deleted, counts, rights, protected = super().get_deleted_objects(objs, request)
        reasons = [reason for obj in objs if (reason := publishing.why_not_delete(obj))]
        return deleted, counts, rights, [*protected, *reasons]

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        publishing.delete(obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset) -> None:
        for obj in queryset:
            publishing.delete(obj, by=request.user)

    def log_addition(self, request, obj, message):
        """The verbs write the history."""

    def log_change(self, request, obj, message):
        """The verbs write the history."""

    def log_deletions(self, request, queryset):
        """The verbs write the history."""


class SharedAdmin(VerbAdmin):
    """For things that articles show by name; saving one renders those articles again."""

    def save_model(self, request: HttpRequest, obj, form, change: bool) -> None:
        publishing.save_shared(obj, by=request.user)
