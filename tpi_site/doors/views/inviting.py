"""Invitations: the page behind the link of the mail, and sending the mail again."""

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tpi_site.doors import changes, invitations, letters
from tpi_site.doors.views.password_links import PasswordLink
from tpi_site.doors.views.screens import account_below, show


class Invitation(PasswordLink):
    """For those who were invited and have no password yet, and nobody else."""

    template_name = "admin/doors/invitation.html"
    token_generator = invitations.tokens
    title = "Set your password"
    done = "Your password is set. From now on you log in as"
    keep = staticmethod(changes.accept)


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
        lasts=invitations.tokens.lasts_in_words(),
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
