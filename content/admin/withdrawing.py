"""The screen that takes a page off the guide in one of three ways, and brings it back."""

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone

from content import publishing
from content.admin.screen import article_url, errors, show
from content.admin.stage import head_of, spoken, stage
from content.admin.standing import Standing
from content.forms.going_live import WithdrawForm
from content.models import Article, Revision
from content.publishing.addresses import links_to

PUBLISH = "content.publish_revision"
MOST_LINKS = 20
NOT_PUBLIC = "This page is not on the site, so there is nothing to take off it."


@stage(PUBLISH)
def withdraw(request: HttpRequest, stand: Standing) -> HttpResponse:
    if request.method == "POST" and request.POST.get("do") == "reinstate":
        return reinstate(request, stand)
    typed = request.POST if request.method == "POST" else None
    form = WithdrawForm(
        typed,
        initial=as_it_is(stand.article),
        others=others(stand.article),
        is_off=stand.article.withdrawn_at is not None,
    )
    if form.is_bound and form.is_valid():
        try:
            take_off(request, stand, form.cleaned_data)
        except publishing.Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "The page is off the site.")
            return HttpResponseRedirect(article_url("withdraw", stand.article))
    return show_form(request, stand, form)


def take_off(request: HttpRequest, stand: Standing, told: dict) -> None:
    """A page that is off already keeps its date."""
    if stand.live is None and not stand.article.withdrawn_at:
        raise publishing.Refused(NOT_PUBLIC)
    publishing.withdraw(
        stand.article,
        by=request.user,
        reason=told["reason"],
        how=told["how"],
        to=told["to"],
        at=stand.article.withdrawn_at,
    )


def as_it_is(article: Article) -> dict:
    if not article.withdrawn_at:
        return {}
    return {
        "how": article.withdrawn_as,
        "to": article.withdrawn_to_id,
        "reason": article.withdrawn_reason,
    }


def reinstate(request: HttpRequest, stand: Standing) -> HttpResponse:
    if stand.article.withdrawn_at:
        how = how_it_comes_back(stand.article)
        try:
            publishing.reinstate(stand.article, by=request.user)
            messages.success(request, f"The page is back on the site{how}.")
        except publishing.Refused as reason:
            messages.error(request, str(reason))
    return HttpResponseRedirect(article_url("withdraw", stand.article))


def how_it_comes_back(article: Article) -> str:
    """The end of a sentence: a revision whose day came meanwhile takes the place of the old words,
    and nobody has read it on the site yet."""
    shown = Revision.objects.coming_back(article).first()
    if shown is None or shown.published_at <= article.withdrawn_at:
        return " as it was"
    on = spoken(shown.published_at)
    return f", with revision {shown.number}, which was on the schedule for {on}"


def show_form(request: HttpRequest, stand: Standing, form: WithdrawForm) -> HttpResponse:
    mistakes = errors(form)
    is_withdrawn = stand.article.withdrawn_at is not None
    return show(
        request,
        "withdraw",
        "Take off the site",
        status=422 if mistakes["has_errors"] else 200,
        form=form,
        is_public=stand.live is not None,
        withdrawn=withdrawn_row(stand.article) if is_withdrawn else None,
        is_mended=is_withdrawn and bool(stand.known) and not stand.is_newest_known,
        links=linking(stand.article),
        **head_of(request, stand),
        **mistakes,
    )


def withdrawn_row(article: Article) -> dict:
    to = article.withdrawn_to
    moved_to = others(article).filter(pk=to.pk).first() if to else None
    return {
        "since": timezone.localtime(article.withdrawn_at),
        "reason": article.withdrawn_reason,
        "back": how_it_comes_back(article).removeprefix(","),
        "how": article.get_withdrawn_as_display(),
        "to": moved_to.live_title if moved_to else "",
    }


def others(article: Article) -> QuerySet[Article]:
    """The other public articles in its language, with the titles that patients read."""
    live = Revision.objects.published().filter(article=OuterRef("pk"))
    here = Revision.objects.published().order_by().values("article")
    return (
        Article.objects.filter(pk__in=here, language=article.language)
        .exclude(pk=article.pk)
        .annotate(live_title=Subquery(live.values("title")[:1]))
        .order_by("topic__position", "position", "slug")
    )


def linking(article: Article) -> list[str]:
    """Titles of public pages with a link to this one."""
    found = Revision.objects.published().filter(links_to(article)).order_by("title")
    return list(found.values_list("title", flat=True)[:MOST_LINKS])


def urls(wrap) -> list[URLPattern]:
    return [path("<int:pk>/withdraw/", wrap(withdraw), name="content_article_withdraw")]
