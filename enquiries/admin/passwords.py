"""Asks for the password again before health details leave or end."""

from django.http import HttpRequest

from enquiries.admin.forms import PasswordForm
from enquiries.handling import reviewing
from enquiries.site import TooManyTries, site

WRONG = "This is not your password. Write the one you log in with."


def is_confirmed(request: HttpRequest, form: PasswordForm) -> bool:
    """Whether the form is whole and the password right. A wrong one is written into the trail."""
    if not form.is_valid():
        return False
    try:
        if not site().is_password(request, form.cleaned_data["password"]):
            reviewing.denied(request.user)
            form.add_error("password", WRONG)
    except TooManyTries as wait:
        form.add_error("password", str(wait))
    return not form.errors
