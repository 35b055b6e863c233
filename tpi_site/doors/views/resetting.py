"""Taking the second factor away from somebody who lost it, by those who may change the account."""

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tpi_site.doors import changes, factors, letters
from tpi_site.doors.forms import PasswordAgainForm
from tpi_site.doors.views.screens import account_below, show


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, pk: int, accounts) -> HttpResponse:
    """Never for people with more rights than one's own, and never for oneself."""
    account = account_below(request, pk, accounts)
    back = reverse("admin:auth_user_change", args=[pk])
    form = PasswordAgainForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            changes.reset(account, by=letters.name_of(request.user))
            LogEntry.objects.log_actions(
                request.user.pk, [account], CHANGE, "Reset the second step.", single_object=True
            )
        messages.success(
            request, f"{account.get_username()} sets up the second step anew at the next sign-in."
        )
        return HttpResponseRedirect(back)
    return show(
        request,
        "reset",
        f"Reset the second step of {account.get_username()}",
        form,
        account=account,
        has_any=factors.has_any(account),
        back_url=back,
        back_label="The account",
    )
