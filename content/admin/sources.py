"""The list of outside sources: which answer, and when a person last read each."""

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from content.models import SourceLink
from content.publishing.sources import pages_by_address, read_again


@admin.register(SourceLink)
class SourceLinkAdmin(admin.ModelAdmin):
    """Rows come and go with the pages that use them; nobody writes one by hand."""

    list_display = ["address", "state", "answered_at", "failing_since", "read_on", "used_on"]
    list_display_links = None
    list_filter = [
        ("failing_since", admin.EmptyFieldListFilter),
        ("read_on", admin.EmptyFieldListFilter),
    ]
    search_fields = ["url"]
    search_help_text = "Search by address"
    ordering = ["failing_since", "read_on", "url"]
    actions = ["mark_read"]
    fields = readonly_fields = [
        "url", "tried_at", "answered_at", "failing_since", "problem", "read_on", "read_by",
    ]  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def get_changelist_instance(self, request: HttpRequest):
        """The pages of all rows are looked up once, not once for each row."""
        changes = super().get_changelist_instance(request)
        pages = pages_by_address()
        for link in changes.result_list:
            link.pages = pages.get(link.url, [])
        return changes

    @admin.display(description="source", ordering="url")
    def address(self, link: SourceLink) -> str:
        return format_html('<a href="{0}" rel="noopener noreferrer">{0}</a>', link.url)

    @admin.display(description="last answer")
    def state(self, link: SourceLink) -> str:
        if link.tried_at is None:
            return "Not tried yet"
        if link.failing_since:
            return f"Does not answer: {link.problem}"
        return f"Does not let programs in: {link.problem}" if link.problem else "Answers"

    @admin.display(description="used on")
    def used_on(self, link: SourceLink) -> str:
        return format_html_join(", ", "{}", ((title,) for title in link.pages)) or "No page"

    @admin.action(description="I have read these sources again today", permissions=["change"])
    def mark_read(self, request: HttpRequest, queryset) -> None:
        count = read_again(queryset, by=request.user)
        self.message_user(request, f"Noted for {count} sources.", messages.SUCCESS)
