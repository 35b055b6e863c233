"""Writing articles: a save makes a revision, publishing is a button of its own."""

from django.contrib import admin, messages
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format

from content import publishing
from content.admin.base import VerbAdmin
from content.forms import ArticleForm
from content.models import Article, Revision


class RevisionInline(admin.TabularInline):
    """What was saved and when; revisions are final, so there is nothing to edit here."""

    model = Revision
    fields = readonly_fields = [
        "number", "title", "change", "change_note", "created_by", "created_at", "published_at",
    ]  # fmt: skip
    extra = 0
    can_delete = False
    verbose_name_plural = "History"

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return request.user.has_perm("content.view_article")

    def get_queryset(self, request: HttpRequest):
        light = super().get_queryset(request).defer("body", "body_html", "plain_text")
        return light.select_related("created_by")


@admin.register(Article)
class ArticleAdmin(VerbAdmin):
    form = ArticleForm
    inlines = [RevisionInline]
    change_form_template = "admin/content/article/change_form.html"
    list_display = ["newest_title", "state", "topic", "slug"]
    list_display_links = ["newest_title"]
    list_filter = ["topic", "language"]
    list_select_related = ["topic"]
    search_fields = ["slug", "revisions__title"]
    search_help_text = "Search by title or address"
    autocomplete_fields = ["related"]
    actions = ["publish_newest", "withdraw_articles", "reinstate_articles"]
    fieldsets = [
        (None, {"fields": ["title", "summary", "key_points", "body"]}),
        ("This change", {"fields": ["change", "change_note", "publish_at", "based_on"]}),
        (
            "Where it stands",
            {
                "fields": [
                    ("topic", "position"), ("slug", "language"), "kind", "quick_answer",
                    "related", "owner",
                ],
            },
        ),
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest):
        newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
        live = Revision.objects.published().filter(article=OuterRef("pk"))
        ahead = newest.filter(published_at__gt=timezone.now()).order_by("published_at")
        return super().get_queryset(request).annotate(
            newest_title=Subquery(newest.values("title")[:1]),
            newest_number=Subquery(newest.values("number")[:1]),
            live_number=Subquery(live.values("number")[:1]),
            ahead_at=Subquery(ahead.values("published_at")[:1]),
        )  # fmt: skip

    @admin.display(description="title", ordering="newest_title")
    def newest_title(self, article: Article) -> str:
        return article.newest_title or article.slug

    @admin.display(description="state")
    def state(self, article: Article) -> str:
        if article.withdrawn_at:
            return "Withdrawn"
        words = ["On the site" if article.live_number else "Draft"]
        if article.live_number and article.newest_number > article.live_number:
            words.append("newer draft")
        if article.ahead_at:
            words.append(f"next change {date_format(article.ahead_at, 'SHORT_DATETIME_FORMAT')}")
        return ", ".join(words)

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        """Moving a page that patients see is for those who may publish."""
        if obj and publishing.is_public(obj) and not self.has_publish_permission(request):
            return ["topic", "slug", "language", "position", "quick_answer"]
        return []

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("content.publish_revision")

    def render_change_form(self, request, context, *args, **kwargs):
        context["may_publish"] = self.has_publish_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change) -> None:
        publishing.save_article(obj, by=request.user)
        if form.words_changed():
            obj.newest = publishing.save_draft(
                obj,
                form.words(),
                by=request.user,
                change=form.cleaned_data["change"] or Revision.Change.MAJOR,
                note=form.cleaned_data["change_note"],
            )

    def response_add(self, request: HttpRequest, obj: Article, *args) -> HttpResponse:
        self.publish_if_asked(request, obj)
        return super().response_add(request, obj, *args)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        self.publish_if_asked(request, obj)
        return super().response_change(request, obj)

    def save_form(self, request: HttpRequest, form: ArticleForm, change: bool):
        request.publish_at = form.cleaned_data["publish_at"]
        return super().save_form(request, form, change)

    def publish_if_asked(self, request: HttpRequest, article: Article) -> None:
        newest = article.revisions.first()
        self.tell_problems(request, newest)
        if "_publish" in request.POST:
            self.publish(request, [newest], request.publish_at)

    def tell_problems(self, request: HttpRequest, revision: Revision) -> None:
        for problem in revision.problems:
            level = messages.ERROR if problem["level"] == "error" else messages.WARNING
            place = f"Line {problem['line']}: " if problem["line"] else ""
            self.message_user(request, place + problem["message"], level)

    def publish(self, request: HttpRequest, revisions: list[Revision], at=None) -> None:
        try:
            publishing.publish(*revisions, by=request.user, at=at)
        except publishing.Refused as reason:
            self.message_user(request, f"Not published. {reason}", messages.ERROR)
        else:
            self.message_user(request, "Published." if at is None else "Scheduled.")

    @admin.action(description="Publish the newest revision now", permissions=["publish"])
    def publish_newest(self, request: HttpRequest, queryset) -> None:
        newest = [article.revisions.first() for article in queryset]
        self.publish(request, [revision for revision in newest if revision])

    @admin.action(description="Withdraw from the site", permissions=["publish"])
    def withdraw_articles(self, request: HttpRequest, queryset) -> None:
        reason = "The clinic has taken this page down. Please call us with your question."
        for article in queryset:
            publishing.withdraw(article, by=request.user, reason=reason)

    @admin.action(description="Bring back to the site", permissions=["publish"])
    def reinstate_articles(self, request: HttpRequest, queryset) -> None:
        for article in queryset:
            publishing.reinstate(article, by=request.user)
