"""What the pages share that lie behind a link in a mail and set a password."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse

from tpi_site.doors import links, throttle
from tpi_site.doors.forms import FirstPasswordForm
from tpi_site.doors.views.screens import show
from tpi_site.doors.views.steps import password_given

GONE, TOO_MANY = 410, 429


class PasswordLink(PasswordResetConfirmView):
    """Django's page behind such a link. Each kind names its template, its `token_generator` (one of
    links.Tokens), its title, `keep`, which says whether the account's new password could take the
    place of the one before, and `done`, a sentence that ends with the username.

    It takes the token out of the address at once, and keeps it in the session.
    """

    form_class = FirstPasswordForm
    keep: Callable[[AbstractBaseUser, str], bool]
    done: str

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        answer = self.answer(request, *args, **kwargs)
        if kwargs["token"] != self.reset_url_token:
            answer["Referrer-Policy"] = "no-referrer"
        return answer

    def answer(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            # Else whoever sits down at a colleague's browser would end what is open there.
            return show(request, "link_elsewhere", "You are logged in already")
        limits = throttle.for_link(request)
        try:
            throttle.take(limits)
        except throttle.TooMany as wait:
            answer = show(request, "link_wait", "Please wait", wait=wait)
            answer.status_code = TOO_MANY
            return answer
        answer = super().dispatch(request, *args, **kwargs)
        if self.validlink or answer.status_code == 302:
            throttle.give_back(limits)
        return answer

    def form_valid(self, form: FirstPasswordForm) -> HttpResponse:
        before = self.user.password
        user = form.save(commit=False)
        if not self.keep(user, before):
            self.validlink = False
            return self.render_to_response(self.get_context_data())
        del self.request.session[INTERNAL_RESET_SESSION_TOKEN]
        messages.success(self.request, f"{self.done} “{user.get_username()}”.")
        return password_given(self.request, user)

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return (
            context
            | admin.site.each_context(self.request)
            | {
                "title": self.title if self.validlink else "This link does not work any more",
                "has_errors": bool(form and form.errors),
                "who": self.user,
                "lasts": self.token_generator.lasts_in_words(),
                "can_ask": links.reach_people(),
            }
        )

    def render_to_response(self, context: dict, **kwargs) -> HttpResponse:
        status = 200 if self.validlink else GONE
        return super().render_to_response(context, status=status, **kwargs)
