"""What belongs to the person who is signed in: sign-ins, second factor, password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tpi_site.doors import changes, factors, sign_ins
from tpi_site.doors.forms import FactorNameForm, NewPasswordForm, PasswordAgainForm
from tpi_site.doors.half import SIGN_IN, is_fresh, note_password
from tpi_site.doors.rules import must_use_second_factor
from tpi_site.doors.views.screens import go, next_page, show

HERE = reverse_lazy("admin:my_sign_ins")


@require_http_methods(["GET", "POST"])
def my_sign_ins(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return do(request)
    user = request.user
    return show(
        request,
        "my_sign_ins",
        "My sign-ins",
        sign_ins=sign_ins.listed(user),
        this_one=request.session.get(SIGN_IN),
        factors=factors.all_of(user),
        codes_left=factors.recovery_codes_left(user),
        must=must_use_second_factor(user),
        can_passkey=settings.PASSKEYS,
        hours=settings.SESSION_COOKIE_AGE // 3600,
        idle=settings.STAFF_IDLE_MINUTES,
    )


def do(request: HttpRequest) -> HttpResponse:
    what = request.POST.get("do", "")
    if what == "end_others":
        count = sign_ins.end_others(request, request.user)
        messages.success(request, ended(count))
    elif what == "end":
        key = request.POST.get("sign_in", "")
        number = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0
        if number == request.session.get(SIGN_IN):
            messages.info(request, "This is the one that you use now. Log out to end it.")
        else:
            messages.success(request, ended(sign_ins.end(request.user, number)))
    elif what == "remove":
        return remove(request)
    return HttpResponseRedirect(HERE)


def ended(count: int) -> str:
    if not count:
        return "There was no other sign-in to end."
    return f"{count} sign-in{' was' if count == 1 else 's were'} ended."


def remove(request: HttpRequest) -> HttpResponse:
    if not is_fresh(request):
        return go_again(request)
    if factor := factors.find(request.user, request.POST.get("factor", "")):
        try:
            changes.remove(request, request.user, factor)
        except changes.Refused as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, f"“{factor.name}” was removed.")
    return HttpResponseRedirect(HERE)


@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest) -> HttpResponse:
    """A name opens nothing, so no password is asked for again and no mail is sent."""
    asked = request.POST if request.method == "POST" else request.GET
    factor = factors.find(request.user, asked.get("factor", ""))
    if factor is None:
        return HttpResponseRedirect(HERE)
    others = [one.name for one in factors.all_of(request.user) if one != factor]
    typed = request.POST if request.method == "POST" else None
    form = FactorNameForm(others, typed, initial={"name": factor.name})
    if request.method == "POST" and form.is_valid():
        factors.rename(factor, form.cleaned_data["name"])
        messages.success(request, f"It is called “{factor.name}” now.")
        return HttpResponseRedirect(HERE)
    return show(request, "rename", "Give it a name", form, factor=factor, back_url=HERE)


def go_again(request: HttpRequest) -> HttpResponse:
    messages.info(request, "Give your password once more, then press the button again.")
    request.POST = {"next": str(HERE)}
    return go(request, "password_again")


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password_again(request: HttpRequest) -> HttpResponse:
    """Before the ways in can be changed."""
    form = PasswordAgainForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        note_password(request)
        return HttpResponseRedirect(next_page(request))
    return show(request, "password_again", "Your password once more", form)


class NewPassword(PasswordChangeView):
    form_class = NewPasswordForm
    template_name = "admin/doors/new_password.html"
    success_url = HERE

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            changes.own_password(self.request, form.user)
        note_password(self.request)
        messages.success(
            self.request,
            "Your password was changed. Where else you were signed in, you are not now.",
        )
        return response

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return context | {"title": "Change your password", "has_errors": bool(form.errors)}
