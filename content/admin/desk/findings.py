"""The findings for words that are being typed, for the script of the desk."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from content.admin.desk.checks import checks_of
from content.admin.desk.preview import TOO_LONG
from content.admin.desk.sheet import typed_sheet
from content.admin.desk.typed import Typed, for_writers


@require_POST
@for_writers
def findings(request: HttpRequest, typed: Typed) -> JsonResponse:
    if typed.is_too_long:
        return JsonResponse({"error": TOO_LONG}, status=413)
    return JsonResponse(checks_of(typed.words, typed.article, typed_sheet(request.POST.dict())))
