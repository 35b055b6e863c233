"""Signing in: the name and the password, then a code, a passkey or a recovery code."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_otp import DEVICE_ID_SESSION_KEY

from tpi_site.doors import factors, sign_ins, throttle
from tpi_site.doors.forms import WRONG_CODE, CodeForm, RecoveryForm, SignInForm
from tpi_site.doors.half import SIGN_IN, note_password
from tpi_site.doors.rules import must_use_second_factor
from tpi_site.doors.views.screens import for_half, go, next_page, show

NO_CODES = "You have no recovery codes. Your name in the bar on top leads to where you make some."
LOST = "If you lost your device, use a recovery code, or ask whoever looks after the accounts."


class PasswordStep(LoginView):
    """The first step. Whoever needs no second one is in."""

    authentication_form = SignInForm

    def form_valid(self, form: SignInForm) -> HttpResponse:
        return password_given(self.request, form.get_user())


def password_given(request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
    """Just now, and it was right; what was open in this browser is not any more."""
    login(request, user)
    for whole in (SIGN_IN, DEVICE_ID_SESSION_KEY):
        request.session.pop(whole, None)
    note_password(request)
    return after_password(request, user)


def after_password(request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
    if door := next_door(user):
        return go(request, door)
    sign_ins.begin(request, user)
    return HttpResponseRedirect(next_page(request))


def next_door(user: AbstractBaseUser) -> str:
    """The screen that stands between this person and the site, by its name; "" for none."""
    if factors.has_any(user):
        return "second_step"
    return "set_up" if must_use_second_factor(user) else ""


def leave(request: HttpRequest) -> HttpResponse:
    """For whoever wants to begin with another name."""
    request.session.flush()
    return HttpResponseRedirect(reverse("admin:login"))


@require_http_methods(["GET", "POST"])
@for_half
def second_step(request: HttpRequest) -> HttpResponse:
    if request.POST.get("do") == "leave":
        return leave(request)
    if not factors.has_any(request.who):
        return go(request, "set_up")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            app = factors.check_code(request.who, form.cleaned_data["code"])
        except throttle.TooMany as wait:
            form.add_error("code", f"{wait} {LOST}")
        else:
            if app:
                return let_in(request, app)
            form.add_error("code", WRONG_CODE)
    return show(
        request,
        "second_step",
        "The second step",
        form,
        has_app=bool(factors.apps_of(request.who)),
        has_passkey=settings.PASSKEYS and bool(factors.passkeys_of(request.who)),
        who=request.who,
    )


@require_http_methods(["GET", "POST"])
@for_half
def recovery_step(request: HttpRequest) -> HttpResponse:
    form = RecoveryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            paper = factors.check_recovery_code(request.who, form.cleaned_data["code"])
        except throttle.TooMany as wait:
            form.add_error("code", f"{wait} Or ask whoever looks after the accounts.")
        else:
            if paper:
                left = factors.recovery_codes_left(request.who)
                messages.warning(request, codes_left(left))
                sign_ins.begin(request, request.who, paper)
                return HttpResponseRedirect(reverse("admin:my_sign_ins"))
            form.add_error("code", "This is not one of your recovery codes, or it was used.")
    return show(request, "recovery_step", "Use a recovery code", form, who=request.who)


def codes_left(left: int) -> str:
    # In this order: the only one cannot be removed.
    lost = "If your device is lost, add a new one here, then remove the lost one."
    if not left:
        return f"That was your last recovery code. Make new ones here. {lost}"
    return f"You have {left} recovery code{'' if left == 1 else 's'} left. {lost}"


def let_in(request: HttpRequest, factor) -> HttpResponse:
    sign_ins.begin(request, request.who, factor)
    if not factors.recovery_codes_left(request.who):
        messages.warning(request, NO_CODES)
    return HttpResponseRedirect(next_page(request))
