"""How a page was checked: who wrote it, who signed it, and what was changed since."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from content.pages import Page, answer_page
from content.pages.chain import chain
from content.pages.sheet import sheet_of
from content.pages.shown import Shown
from content.views.shown import article_view


@article_view
def how_checked(request: HttpRequest, shown: Shown) -> HttpResponse:
    """Not for search engines: there it would compete with the article that it is about."""
    if shown.withdrawal:
        return HttpResponseRedirect(shown.entry.url)
    title = shown.revision.title
    page = Page(
        f"How this page was checked: {title}",
        f"Who wrote and who checked “{title}”, and when.",
        request.path,
        language=shown.revision.article.language,
        robots="noindex",
        for_everyone=True,
    )
    return answer_page(
        request,
        "content/how_checked.html",
        page,
        shown.guide,
        shown.entry.topic,
        **shown.context(),
        fingerprint=shown.revision.words_hash(),
        versions=chain(shown),
        sheet=sheet_of(shown.revision, signed=shown.review is not None),
    )
