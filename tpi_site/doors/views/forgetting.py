"""A forgotten password: the form that asks for a mail, and the page behind its link."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tpi_site.doors import changes, forgotten, links, throttle
from tpi_site.doors.forms import ForgottenForm
from tpi_site.doors.views.password_links import PasswordLink
from tpi_site.doors.views.screens import View, show

TOO_OFTEN = "This was asked too often."


def where_mail_leaves(view: View) -> Callable[..., HttpResponse]:
    """Elsewhere the log-in page says whom to ask."""

    @wraps(view)
    def door(request: HttpRequest) -> HttpResponse:
        if links.reach_people():
            return view(request)
        return HttpResponseRedirect(reverse("admin:login"))

    return door


@require_http_methods(["GET", "POST"])
@where_mail_leaves
def ask(request: HttpRequest) -> HttpResponse:
    """Asks nothing about accounts; see tpi_site/doors/forgotten.py."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            throttle.take(throttle.for_asking(request, name))
        except throttle.TooMany as too_many:
            form.add_error("name", throttle.sentence(too_many.wait, TOO_OFTEN))
        else:
            forgotten.ask(name)
            return HttpResponseRedirect(reverse("admin:forgotten_asked"))
    return show(
        request,
        "forgotten",
        "Forgot your password?",
        form,
        back_url=reverse("admin:login"),
        back_label="Log in",
    )


@require_safe
@where_mail_leaves
def asked(request: HttpRequest) -> HttpResponse:
    """The same for everybody, whatever they wrote."""
    return show(
        request, "forgotten_asked", "Look at your mail", lasts=links.new_password.lasts_in_words()
    )


class ForgottenPassword(PasswordLink):
    """For those who have a password. The second step stays as it is, and is asked for as ever."""

    template_name = "admin/doors/forgotten_password.html"
    token_generator = links.new_password
    title = "Set a new password"
    done = "Your new password is set. Where else you were signed in, you are not now. You log in as"
    keep = staticmethod(changes.renew)
