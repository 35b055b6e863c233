"""Picture upload for the desk's script, for staff with the right only."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from content.admin.desk.typed import staff_with
from content.admin.library.adding import take_in
from content.admin.library.forms import AddForm


@require_POST
@staff_with("content.add_picture")
def upload(request: HttpRequest) -> JsonResponse:
    """Takes `image` and `alt` or `decorative`, and `credit`, `licence`, `shows_person`,
    `consent_note` and `consent_until` where they are known.

    Answers {"picture": 42, "code": "![](img:42)", "thumb": an address, "alt", "known": whether the
    library had it already, with words of its own}, or 400 and {"error": a sentence, "field": where
    it belongs, "errors": {field: sentence}}.
    """
    fields = request.POST.copy()
    fields["is_decorative"] = fields.get("decorative", "")
    form = AddForm(fields, request.FILES)
    if not form.is_valid():
        return refused(form)
    picture, is_new = take_in(form, request.user)
    return JsonResponse(
        {
            "picture": picture.pk,
            "code": f"![](img:{picture.pk})",
            "thumb": picture.thumbnail_url,
            "alt": picture.alt,
            "known": not is_new,
        }
    )


def refused(form: AddForm) -> JsonResponse:
    found = {name.replace("is_", ""): words[0] for name, words in form.errors.items()}
    field = next(iter(found))
    return JsonResponse({"error": found[field], "field": field, "errors": found}, status=400)
