"""Admin screens for topics and for everything that articles use by name."""

from django.contrib import admin
from django.http import HttpRequest

from content import publishing
from content.admin.base import SharedAdmin, VerbAdmin
from content.models import ClinicDetails, ClinicFact, Review, Synonym, Term, Topic


@admin.register(Topic)
class TopicAdmin(VerbAdmin):
    list_display = ["position", "title", "slug"]
    list_display_links = ["title"]
    prepopulated_fields = {"slug": ["title"]}

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
