"""Standard screens: saved answers, settings and rules, and what can only be looked at."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from enquiries.handling import Refused, posting, trail
from enquiries.handling.rights import HANDLE
from enquiries.handling.working import clean_text
from enquiries.models import (
    AuditEvent,
    ErasureReceipt,
    InboxSettings,
    OutboxMessage,
    PresetReply,
    RetentionPolicy,
)
from staff_forms.meanwhile import MeanwhileForm


class ReadOnly(admin.ModelAdmin):
    """Nobody adds, changes or deletes here, whatever their rights."""

    actions = None

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class Rules(admin.ModelAdmin):
    """Rows that are always there; every change of one is written into the trail."""

    actions = None
    form = MeanwhileForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.changed_data:
            detail = f"{obj}: {', '.join(form.changed_data)}"
            trail.record(request.user, trail.Action.SETTINGS, "", detail)


class PresetForm(MeanwhileForm):
    """Whoever checks an answer stands behind the words on the screen, and no others."""

    one_piece = ("text", "checked_by", "review_due")

    def clean_text(self) -> str:
        """More could not be sent, whoever puts it into a reply."""
        try:
            return clean_text(self.cleaned_data["text"], "")
        except Refused as refused:
            raise ValidationError(str(refused)) from None


@admin.register(PresetReply)
class PresetReplyAdmin(admin.ModelAdmin):
    form = PresetForm
    list_display = ["title", "language", "topic", "checked_by", "review_due", "can_be_used"]
    list_filter = ["language", "topic"]
    list_select_related = ["checked_by"]
    search_fields = ["title", "text"]
    search_help_text = "Search by title or words"

    @admin.display(boolean=True, description="can be used")
    def can_be_used(self, preset: PresetReply) -> bool:
        return not preset.is_stale


@admin.register(InboxSettings)
class InboxSettingsAdmin(Rules):
    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """There is one row, and this leads to it."""
        return redirect(reverse("admin:enquiries_inboxsettings_change", args=[1]))


@admin.register(RetentionPolicy)
class RetentionPolicyAdmin(Rules):
    list_display = ["category", "days", "reason"]
    readonly_fields = ["category"]


@admin.register(ErasureReceipt)
class ErasureReceiptAdmin(ReadOnly):
    list_display = ["number", "reference", "category", "received_on", "closed_on", "erased_at"]
    list_filter = ["category"]
    search_fields = ["=reference", "=hash"]
    search_help_text = "Search by reference or whole hash"


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly):
    list_display = ["number", "at", "actor_name", "action", "reference", "detail"]
    list_filter = ["action"]
    search_fields = ["=reference", "=actor_name"]
    search_help_text = "Search by reference or user name"
    ordering = ["-number"]
    show_full_result_count = False
    # The account behind a row may be gone; its name stays.
    exclude = ["actor"]


class Trouble(admin.SimpleListFilter):
    """The mails that the first page counts."""

    title = "trouble"
    parameter_name = "trouble"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("yes", "Could not be sent so far")]

    def queryset(self, request: HttpRequest, queryset):
        return queryset.in_trouble() if self.value() else queryset


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnly):
    """Shows how a mail fares, and neither its address nor the link in it."""

    list_display = ["kind", "state", "enquiry", "created_at", "attempts", "next_at", "problem"]
    list_filter = [Trouble, "state", "kind"]
    list_select_related = ["enquiry"]
    fields = [
        "kind", "state", "enquiry", "created_at", "attempts", "next_at", "sent_at", "problem",
    ]  # fmt: skip
    actions = ["try_again"]

    def get_queryset(self, request: HttpRequest):
        hidden = ("to", "payload")
        return super().get_queryset(request).defer(*hidden)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(HANDLE)

    @admin.action(description="Try again", permissions=["retry"])
    def try_again(self, request: HttpRequest, queryset) -> None:
        tried = 0
        for mail in queryset:
            try:
                posting.try_again(mail, by=request.user)
                tried += 1
            except Refused as refused:
                self.message_user(request, str(refused), messages.WARNING)
        if tried:
            self.message_user(request, f"{tried} will be sent again.")
