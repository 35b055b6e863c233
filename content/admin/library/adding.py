"""Taking a picture into the library: by a form, and by the desk's script."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from content import publishing
from content.admin.library.forms import AddForm, errors
from content.admin.library.rows import picture_url
from content.admin.screen import show
from content.models import Picture

FILE_AGAIN = "Choose the file once more: a browser never keeps it."


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("content.add_picture"):
        raise PermissionDenied
    form = AddForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        picture, is_new = take_in(form, request.user)
        tell(request, picture, is_new)
        may_open = request.user.has_perm("content.change_picture")
        url = picture_url("change", picture.pk) if may_open else picture_url("add")
        return HttpResponseRedirect(url)
    return show(
        request,
        "pictures/add",
        "Add a picture",
        status=400 if form.is_bound else 200,
        form=form,
        add_url="",
        file_again=FILE_AGAIN if form.is_bound and "image" not in form.errors else "",
        back_url=picture_url("changelist"),
        back_label="All pictures",
        **errors(form),
    )


def take_in(form: AddForm, by) -> tuple[Picture, bool]:
    about = dict(form.cleaned_data)
    upload = about.pop("image")
    is_new = not Picture.objects.filter(sha256=upload.sha256).exists()
    return publishing.add_picture(upload, by=by, **about), is_new


def tell(request: HttpRequest, picture: Picture, is_new: bool) -> None:
    if is_new:
        words = f"Picture {picture.pk} is in the library. Its copies are made in a few seconds."
        messages.success(request, words)
    else:
        words = (
            f"The library has this file already: it is picture {picture.pk}, with its own words."
        )
        messages.warning(request, words)
