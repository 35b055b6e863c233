"""Preview and picture upload for the Markdown field, for staff with the right only.

Refusals are short answers and never a redirect to the sign-in page, because the field's script
would paste that page into the editor.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from content import publishing
from content.imaging import ImageRefused, open_upload
from content.lookups import lookups
from content.rendering import render

LONGEST_PREVIEW = 200_000


def staff_with(permission: str) -> Callable:
    """Lets through active staff with the permission; everyone else gets a short 403."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            user = request.user
            if not (user.is_active and user.is_staff and user.has_perm(permission)):
                return HttpResponse("You may not do this. Sign in again.", status=403)
            return view(request)

        return guarded

    return decorate


@never_cache
@require_POST
@staff_with("content.change_article")
def preview(request: HttpRequest) -> HttpResponse:
    text = request.POST.get("content", "")
    if len(text) > LONGEST_PREVIEW:
        return HttpResponse("This text is too long for a preview.", status=413)
    page = render(text, lookups())
    return HttpResponse(page.html)


@never_cache
@require_POST
@staff_with("content.add_picture")
def upload(request: HttpRequest) -> JsonResponse:
    """Answers {"image_code": "![](img:42)"} or {"error": a sentence}."""
    file = request.FILES.get("image")
    if file is None:
        return JsonResponse({"error": "Choose a picture."}, status=400)
    try:
        picture = publishing.add_picture(open_upload(file), by=request.user)
    except ImageRefused as reason:
        return JsonResponse({"error": str(reason)}, status=400)
    return JsonResponse({"image_code": f"![](img:{picture.pk})", "picture": picture.pk})
