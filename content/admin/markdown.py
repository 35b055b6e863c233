"""Picture upload for the desk and the picture library, for staff with the right only."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from content import publishing
from content.admin.desk.typed import staff_with
from content.imaging import ImageRefused, open_upload


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
