"""Admin screens for topics and for everything that articles use by name."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from content import publishing
from content.admin.base import SharedAdmin, VerbAdmin
from content.models import (
    ClinicDetails,
    ClinicFact,
    Review,
    Synonym,
    Term,
    Topic,
    current_guide,
)
from content.pages.preview import coming_topic_page


@admin.register(Topic)
class TopicAdmin(VerbAdmin):
    list_display = ["position", "title", "slug", "state"]
    list_display_links = ["title"]
    prepopulated_fields = {"slug": ["title"]}
    change_form_template = "admin/content/topic.html"

    def get_urls(self) -> list[URLPattern]:
        preview = self.admin_site.admin_view(self.preview)
        return [
            path("<int:pk>/preview/", preview, name="content_topic_preview"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Its page as patients see it or will see it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        topic = get_object_or_404(Topic, pk=pk)
        public = current_guide().topic(topic.slug)
        return HttpResponseRedirect(public.url) if public else coming_topic_page(request, topic)

    @admin.display(description="state")
    def state(self, topic: Topic) -> str:
        is_public = current_guide().topic(topic.slug)
        return "On the site" if is_public else "Not yet: it has no page on the site"

    def save_model(self, request: HttpRequest, obj: Topic, form, change: bool) -> None:
        publishing.save_topic(obj, by=request.user)


@admin.register(ClinicDetails)
class ClinicDetailsAdmin(SharedAdmin):
    list_display = ["name", "phone", "is_example"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not ClinicDetails.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(ClinicFact)
class ClinicFactAdmin(SharedAdmin):
    list_display = ["label", "name", "is_answered"]
    search_fields = ["name", "label", "answer"]
    search_help_text = "Search by name, question or answer"

    @admin.display(boolean=True, description="answered")
    def is_answered(self, fact: ClinicFact) -> bool:
        return bool(fact.answer.strip())

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> list[str]:
        # Articles use the name; another name would leave them without the fact.
        return ["name"] if obj else []


@admin.register(Term)
class TermAdmin(SharedAdmin):
    list_display = ["word", "language", "definition"]
    list_filter = ["language"]
    search_fields = ["word", "forms", "definition"]
    search_help_text = "Search by word, form or meaning"

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> list[str]:
        # Articles link to it; another one would leave them without the word.
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj=None) -> dict[str, list[str]]:
        return {} if obj else {"slug": ["word"]}


@admin.register(Synonym)
class SynonymAdmin(SharedAdmin):
    list_display = ["words", "language"]
    list_filter = ["language"]
    search_fields = ["words"]


@admin.register(Review)
class ReviewAdmin(admin.ModelAdmin):
    """Signatures can be read here; nobody writes one by hand."""

    list_display = ["revision", "name", "credentials", "signed_at", "next_due"]
    list_select_related = ["revision"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False
