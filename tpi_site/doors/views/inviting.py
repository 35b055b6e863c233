"""Invitations: the page behind the link of the mail, and sending the mail again."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tpi_site.doors import changes, invitations, letters, throttle
from tpi_site.doors.forms import FirstPasswordForm
from tpi_site.doors.views.screens import account_below, show
from tpi_site.doors.views.steps import password_given

GONE, TOO_MANY = 410, 429


class Invitation(PasswordResetConfirmView):
    """Django's page behind such a link, for those who were invited and nobody else.

    It takes the token out of the address at once, and keeps it in the session.
    """

    form_class = FirstPasswordForm
    template_name = "admin/doors/invitation.html"
    token_generator = invitations.tokens

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        answer = self.answer(request, *args, **kwargs)
        if kwargs["token"] != self.reset_url_token:
            answer["Referrer-Policy"] = "no-referrer"
        return answer

    def answer(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            # Else whoever sits down at a colleague's browser would end what is open there.
            return show(request, "invitation_elsewhere", "You are logged in already")
        limits = throttle.for_link(request)
        try:
            throttle.take(limits)
        except throttle.TooMany as wait:
            answer = show(request, "invitation_wait", "Please wait", wait=wait)
            answer.status_code = TOO_MANY
            return answer
        answer = super().dispatch(request, *args, **kwargs)
        if self.validlink or answer.status_code == 302:
            throttle.give_back(limits)
        return answer

    def get_user(self, uidb64: str) -> AbstractBaseUser | None:
        user = super().get_user(uidb64)
        return user if user and invitations.is_open(user) else None

    def form_valid(self, form: FirstPasswordForm) -> HttpResponse:
        before = self.user.password
        user = form.save(commit=False)
        if not changes.accept(user, before):
            self.validlink = False
            return self.render_to_response(self.get_context_data())
        del self.request.session[INTERNAL_RESET_SESSION_TOKEN]
        messages.success(
            self.request,
            f"Your password is set. From now on you log in as “{user.get_username()}”.",
        )
        return password_given(self.request, user)

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return (
            context
            | admin.site.each_context(self.request)
            | {
                "title": "Set your password"
                if self.validlink
                else "This link does not work any more",
                "has_errors": bool(form and form.errors),
                "who": self.user,
                "days": invitations.lasts().days,
            }
        )

    def render_to_response(self, context: dict, **kwargs) -> HttpResponse:
        status = 200 if self.validlink else GONE
        return super().render_to_response(context, status=status, **kwargs)


@require_http_methods(["GET", "POST"])
def invite_again(request: HttpRequest, pk: int, accounts) -> HttpResponse:
    """For those who may change the account, until its owner has set a password."""
    account = account_below(request, pk, accounts)
    back = reverse("admin:auth_user_change", args=[pk])
    if not invitations.is_open(account):
        messages.info(request, f"{account.get_username()} has no invitation that is open.")
        return HttpResponseRedirect(back)
    if request.method == "POST":
        send_again(request, account)
        return HttpResponseRedirect(back)
    return show(
        request,
        "invite_again",
        f"Send the invitation of {account.get_username()} again",
        account=account,
        invited_at=invitations.invited_at(account),
        mail=letters.how_the_invitation_goes(account),
        days=invitations.lasts().days,
        back_url=back,
        back_label="The account",
    )


def send_again(request: HttpRequest, account) -> None:
    if timezone.now() - invitations.invited_at(account) < invitations.AGAIN_AFTER:
        messages.warning(
            request,
            "The last invitation is less than five minutes old, and mail may take a while. "
            "Nothing was sent.",
        )
        return
    try:
        with transaction.atomic():
            changes.invite(account, by=letters.name_of(request.user))
            LogEntry.objects.log_actions(
                request.user.pk, [account], CHANGE, "Sent the invitation again.", single_object=True
            )
    except changes.Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(
            request, f"The invitation was sent to {account.email} again. The earlier link ended."
        )
