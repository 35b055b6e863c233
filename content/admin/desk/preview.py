"""The page as patients will see it, from words that are still being typed."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from content.admin.desk.typed import Typed, for_writers
from content.lookups import lookups
from content.models import Revision
from content.pages.preview import draft_page
from content.publishing.drafts import fill_from_words

TOO_LONG = "This text is too long for a preview. Split the page into two."
NO_TOPIC = "Choose the part of the guide first. The page is shown as a page of that part."


@require_POST
@for_writers
def preview(request: HttpRequest, typed: Typed) -> HttpResponse:
    """The whole public page; a sentence when it cannot be shown."""
    if typed.is_too_long:
        return JsonResponse({"error": TOO_LONG}, status=413)
    if typed.article is None:
        return JsonResponse({"error": NO_TOPIC}, status=400)
    return draft_page(request, revision_of(typed, request.user), is_framed=True)


def revision_of(typed: Typed, writer) -> Revision:
    """A revision that is not saved, rendered."""
    revision = Revision(article=typed.article, created_by=writer, **typed.words)
    fill_from_words(revision, lookups(typed.article.language))
    return revision
