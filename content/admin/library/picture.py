"""The screen of one picture: what is said about it, where it is used, another file in its place."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from content import publishing
from content.admin.library.forms import AboutForm, ReplaceForm, errors
from content.admin.library.listing import may_view
from content.admin.library.rows import marks_of, name_of, picture_url, size_of
from content.admin.library.usage import earlier_pages, uses_of
from content.admin.screen import show, str_name
from content.models import Picture

SAVED = "Saved. The pages that show this picture are up to date."
OTHER_WORDS = f"{SAVED} Pages that were signed with the old words are unsigned now."


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, object_id: str) -> HttpResponse:
    if not may_view(request):
        raise PermissionDenied
    picture = picture_of(object_id)
    if request.method != "POST":
        return screen(request, picture, AboutForm(instance=picture), ReplaceForm(picture=picture))
    if not request.user.has_perm("content.change_picture"):
        raise PermissionDenied
    step = replace if request.POST.get("do") == "replace" else save
    return step(request, picture)


def picture_of(number: str) -> Picture:
    known = number.isascii() and number.isdecimal() and len(number) < 10
    found = Picture.objects.select_related("uploaded_by").filter(pk=number) if known else []
    for picture in found:
        return picture
    raise Http404


def save(request: HttpRequest, picture: Picture) -> HttpResponse:
    before = picture.digest
    form = AboutForm(request.POST, instance=picture)
    if not form.is_valid():
        now = picture_of(str(picture.pk))
        return screen(request, now, form, ReplaceForm(picture=now), status=400)
    publishing.save_shared(form.instance, by=request.user)
    return back_to(request, picture, SAVED if picture.digest == before else OTHER_WORDS)


def replace(request: HttpRequest, picture: Picture) -> HttpResponse:
    form = ReplaceForm(request.POST, request.FILES, picture=picture)
    if form.is_valid():
        try:
            publishing.replace_picture(picture, form.cleaned_data["image"], by=request.user)
        except publishing.Refused as reason:
            form.add_error("image", str(reason))
        else:
            words = (
                "The new file is on every page that shows this picture. Pages that were signed "
                "with the old one are unsigned now. Look at the focal point."
            )
            return back_to(request, picture, words)
    return screen(request, picture, AboutForm(instance=picture), form, status=400)


def back_to(request: HttpRequest, picture: Picture, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(picture_url("change", picture.pk))


def screen(
    request: HttpRequest,
    picture: Picture,
    form: AboutForm,
    replacing: ReplaceForm,
    *,
    status: int = 200,
) -> HttpResponse:
    may_change = request.user.has_perm("content.change_picture")
    return show(
        request,
        "pictures/picture",
        f"Picture {picture.pk}",
        status=status,
        picture=picture,
        name=name_of(picture),
        shown=picture.shown,
        card_url=picture.crop_url("card"),
        size=size_of(picture),
        marks=marks_of(picture, timezone.localdate()),
        added_by=str_name(picture.uploaded_by) if picture.uploaded_by else "",
        uses=uses_of([picture]).get(picture.pk, []),
        earlier=earlier_pages(picture),
        form=form if may_change else None,
        replacing=replacing if may_change else None,
        delete_url=delete_url(request, picture),
        history_url=picture_url("history", picture.pk),
        back_url=picture_url("changelist"),
        back_label="All pictures",
        **errors(form, replacing),
    )


def delete_url(request: HttpRequest, picture: Picture) -> str:
    may = request.user.has_perm("content.delete_picture")
    return picture_url("delete", picture.pk) if may else ""
