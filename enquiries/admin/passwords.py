"""Asks for the password again before health details leave or end."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from enquiries.admin.forms import PasswordForm
from enquiries.handling import reviewing
from enquiries.handling.trail import Action
from enquiries.models import AuditEvent

MOST_WRONG = 5
WITHIN = timedelta(minutes=15)
WRONG = "This is not your password. Write the one you log in with."
TOO_MANY = "Too many wrong passwords. Wait 15 minutes, then try again."


def is_confirmed(request: HttpRequest, form: PasswordForm) -> bool:
    """Whether the form is whole and the password right. A wrong one is written into the trail."""
    if not form.is_valid():
        return False
    if _wrong_ones(request.user) >= MOST_WRONG:
        form.add_error("password", TOO_MANY)
    elif not request.user.check_password(form.cleaned_data["password"]):
        reviewing.denied(request.user)
        form.add_error("password", WRONG)
    return not form.errors


def _wrong_ones(user) -> int:
    since = timezone.now() - WITHIN
    return AuditEvent.objects.filter(actor=user, action=Action.DENIED, at__gte=since).count()
