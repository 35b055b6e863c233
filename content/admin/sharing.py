"""The screen that makes and ends secret links to a draft."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from content import publishing
from content.admin.screen import article_url, errors, number_in, show, str_name
from content.admin.stage import head_of, spoken, stage
from content.admin.standing import Standing
from content.forms.sharing import ShareForm
from content.models import ShareLink
from content.structured_data import absolute

CHANGE = "content.change_article"
MOST_ENDED = 20


@stage(CHANGE)
def share(request: HttpRequest, stand: Standing) -> HttpResponse:
    do, _, number = request.POST.get("do", "").partition(":")
    if request.method == "POST" and do == "end":
        return end(request, stand, number)
    form = ShareForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        return show_links(request, stand, form)
    try:
        token = publishing.share(stand.newest, by=request.user, **form.cleaned_data)
    except publishing.Refused as reason:
        form.add_error(None, str(reason))
        return show_links(request, stand, form)
    made = {
        "for_whom": form.cleaned_data["for_whom"],
        "address": absolute(reverse("content:shared", args=[token])),
    }
    return show_links(request, stand, ShareForm(), made)


def end(request: HttpRequest, stand: Standing, number: str) -> HttpResponse:
    found = ShareLink.objects.filter(revision__article=stand.article)
    link = found.filter(pk=number_in(number)).first()
    if link:
        publishing.end_share(link, by=request.user)
        messages.success(request, f"The link for {link.for_whom} opens nothing any more.")
    return HttpResponseRedirect(article_url("share", stand.article))


def show_links(
    request: HttpRequest, stand: Standing, form: ShareForm, made: dict | None = None
) -> HttpResponse:
    """`made` is shown this once: nobody can find the address again."""
    mistakes = errors(form)
    return show(
        request,
        "share",
        "Share a draft",
        status=422 if mistakes["has_errors"] else 200,
        form=form,
        made=made,
        number=stand.newest.number,
        **links_of(stand),
        **head_of(request, stand),
        **mistakes,
    )


def links_of(stand: Standing) -> dict[str, list[dict]]:
    links = ShareLink.objects.filter(revision__article=stand.article)
    links = links.select_related("revision", "made_by").annotate(said=Count("comments"))
    links = links.defer("revision__body", "revision__body_html", "revision__plain_text")
    working = links.working()
    ended = links.exclude(pk__in=working.order_by().values("pk"))[:MOST_ENDED]
    return {
        "working": [row_of(link) for link in working],
        "ended": [row_of(link) for link in ended],
    }


def row_of(link: ShareLink) -> dict:
    return {
        "pk": link.pk,
        "for_whom": link.for_whom,
        "number": link.revision.number,
        "made": f"{str_name(link.made_by)}, {spoken(link.made_at)}",
        "until": spoken(link.expires_at),
        "ended": spoken(link.ended_at or min(link.expires_at, timezone.now())),
        "said": link.said,
    }


def urls(wrap) -> list[URLPattern]:
    return [path("<int:pk>/share/", wrap(share), name="content_article_share")]
