"""The list of articles, and the addresses of all screens about one."""

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from content import publishing
from content.admin import asking, copying, going_live, history, reviewing, sharing, withdrawing
from content.admin.base import VerbAdmin
from content.admin.desk import saving
from content.admin.help import help_screen
from content.admin.screen import number_in
from content.admin.standing import day_and_time
from content.forms import PlaceForm
from content.models import Article, Review, ReviewRequest, Revision

WITHDRAWN_IN_BULK = "The clinic has taken this page down. Please call us with your question."


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [
            ("live", "On the site"),
            ("draft", "Never on the site"),
            ("review", "In review"),
            ("scheduled", "Scheduled"),
            ("unsigned", "On the site, not signed"),
            ("overdue", "Check is overdue"),
            ("withdrawn", "Taken off the site"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        narrow = STATES.get(self.value())
        return queryset.filter(narrow()) if narrow else queryset


class Neighbours(AutocompleteSelectMultiple):
    """Django's own asks the database for whatever stands in the form, and fails at a word and at a
    number that no database holds. There is no page 0, so that is refused in the usual way. Its
    search field has no name for who cannot see it."""

    @property
    def media(self) -> Media:
        return super().media + Media(js=["admin/js/autocomplete.js", "js/named_search.js"])

    def value_from_datadict(self, data, files, name: str) -> list[str]:
        given = super().value_from_datadict(data, files, name) or []
        return [text if number_in(text) else "0" for text in given]


def is_live() -> Q:
    return Q(pk__in=Revision.objects.published().order_by().values("article"))


def signed(**due) -> QuerySet[Review]:
    """Signatures on the words that patients read now, as far as a database can tell."""
    live = Revision.objects.published().filter(pk=OuterRef("revision"))
    return Review.objects.standing().filter(
        Exists(live.filter(content_hash=OuterRef("signed_hash"))), **due
    )  # fmt: skip


STATES = {
    "live": is_live,
    "draft": lambda: (
        ~Q(pk__in=Revision.objects.filter(published_at__isnull=False).order_by().values("article"))
    ),
    "review": lambda: Q(
        pk__in=ReviewRequest.objects.filter(state=ReviewRequest.State.OPEN)
        .order_by()
        .values("article")
    ),
    "scheduled": lambda: Q(pk__in=Revision.objects.scheduled().order_by().values("article")),
    "unsigned": lambda: is_live() & ~Q(pk__in=signed().order_by().values("revision__article")),
    "overdue": lambda: Q(
        pk__in=signed(next_due__lt=timezone.localdate()).order_by().values("revision__article")
    ),
    "withdrawn": lambda: Q(withdrawn_at__isnull=False),
}


@admin.register(Article)
class ArticleAdmin(VerbAdmin):
    """The standard form is for the place of an article; its words are written at the desk."""

    form = PlaceForm
    change_form_template = "admin/content/article/place.html"
    list_display = ["newest_title", "state", "topic", "address"]
    list_display_links = None
    list_filter = [StateFilter, "topic", "language"]
    list_select_related = ["topic"]
    list_per_page = 50
    show_full_result_count = False
    search_help_text = "Search by title or address"
    search_fields = ["slug"]
    autocomplete_fields = ["related"]
    actions = ["publish_newest", "withdraw_articles", "reinstate_articles", "export"]
    fieldsets = [
        (None, {"fields": [("topic", "position"), ("slug", "language"), "kind", "quick_answer"]}),
        ("Goes with", {"fields": ["related", "by_address", "translation_group"]}),
        ("Who looks after it", {"fields": ["owner"]}),
    ]

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        desk = [
            path("add/", wrap(saving.add), name="content_article_add"),
            path("help/", wrap(help_screen), name="content_article_help"),
            path("<int:pk>/change/", wrap(saving.write), name="content_article_change"),
            path("<path:object_id>/place/", wrap(self.change_view), name="content_article_place"),
        ]
        stages = [
            url
            for screen in (asking, reviewing, going_live, withdrawing, sharing)
            for url in screen.urls(wrap)
        ]
        return [*desk, *stages, *copying.urls(wrap), *history.urls(wrap), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id, form_url="", extra_context=None):
        title = {"title": "Part, address and owner"}
        return super().change_view(request, object_id, form_url, title | (extra_context or {}))

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None):
        try:
            return super().changelist_view(request, {"title": "Pages"} | (extra_context or {}))
        except OverflowError:  # a number in the address that no database holds
            return HttpResponseRedirect(request.path)

    def render_change_form(self, request: HttpRequest, context: dict, *args, **kwargs):
        """No plus sign at what is chosen from: it would open the desk in a small window."""
        for field in context["adminform"].form.fields.values():
            if isinstance(field.widget, RelatedFieldWidgetWrapper):
                field.widget.can_add_related = False
        return super().render_change_form(request, context, *args, **kwargs)

    def formfield_for_manytomany(self, db_field, request: HttpRequest, **kwargs):
        kwargs["widget"] = Neighbours(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        newest = Revision.objects.kept().filter(article=OuterRef("pk")).order_by("-number")
        live = Revision.objects.published().filter(article=OuterRef("pk"))
        ahead = newest.scheduled()
        return super().get_queryset(request).annotate(
            newest_words=Subquery(newest.values("title")[:1]),
            newest_number=Subquery(newest.values("number")[:1]),
            live_number=Subquery(live.values("number")[:1]),
            ahead_at=Subquery(ahead.values("published_at")[:1]),
        )  # fmt: skip

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str):
        """A title counts whenever the article had it; a join would list an article many times."""
        words = term.split()
        for word in words:
            titled = Revision.objects.filter(title__icontains=word).order_by().values("article")
            queryset = queryset.filter(Q(slug__icontains=word) | Q(pk__in=titled))
        return queryset, False

    @admin.display(description="title")
    def newest_title(self, article: Article) -> str:
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:content_article_change", args=[article.pk]),
            article.newest_words or article.slug,
        )

    @admin.display(description="address", ordering="slug")
    def address(self, article: Article) -> str:
        return article.slug

    @admin.display(description="state")
    def state(self, article: Article) -> str:
        if article.withdrawn_at:
            return "Taken off the site"
        words = ["On the site" if article.live_number else "Draft"]
        if article.live_number and article.newest_number > article.live_number:
            words.append("newer draft")
        if article.ahead_at:
            words.append(f"next change {day_and_time(article.ahead_at)}")
        return ", ".join(words)

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        """What patients notice of a page is for those who may publish."""
        if obj and publishing.is_known_or_coming(obj) and not self.has_publish_permission(request):
            return [
                "topic", "slug", "language", "position", "kind", "quick_answer", "related",
                "translation_group",
            ]  # fmt: skip
        return []

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list:
        fieldsets = super().get_fieldsets(request, obj)
        if "related" not in self.get_readonly_fields(request, obj):
            return fieldsets
        return [
            (name, options | {"fields": [one for one in options["fields"] if one != "by_address"]})
            for name, options in fieldsets
        ]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("content.publish_revision")

    def save_model(self, request: HttpRequest, obj: Article, form: PlaceForm, change) -> None:
        publishing.save_article(obj, by=request.user)

    def response_post_save_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:content_article_change", args=[obj.pk]))

    @admin.action(description="Publish the newest revision now", permissions=["publish"])
    def publish_newest(self, request: HttpRequest, queryset) -> None:
        newest = [article.newest() for article in queryset]
        revisions = [revision for revision in newest if revision]
        try:
            publishing.publish(*revisions, by=request.user)
        except publishing.Refused as reason:
            self.message_user(request, f"Not published. {reason}", messages.ERROR)
        else:
            self.message_user(request, "Published.")

    @admin.action(description="Withdraw from the site", permissions=["publish"])
    def withdraw_articles(self, request: HttpRequest, queryset) -> None:
        """Those that are off keep the reason that somebody wrote for them."""
        public = list(queryset.filter(withdrawn_at=None).filter(is_live()))
        for article in public:
            publishing.withdraw(article, by=request.user, reason=WITHDRAWN_IN_BULK)
        self.message_user(request, f"Taken off the site: {len(public)}.")

    @admin.action(description="Bring back to the site", permissions=["publish"])
    def reinstate_articles(self, request: HttpRequest, queryset) -> None:
        for article in queryset.filter(withdrawn_at__isnull=False):
            try:
                publishing.reinstate(article, by=request.user)
            except publishing.Refused as reason:
                self.message_user(request, f"Not brought back. {reason}", messages.ERROR)

    @admin.action(description="Download as Markdown files", permissions=["view"])
    def export(self, request: HttpRequest, queryset) -> HttpResponse:
        return copying.export_many(queryset)
