"""Who may do what with enquiries."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied

Person = AbstractBaseUser | None

READ = "enquiries.view_enquiry"
LOG_CALLS = "enquiries.add_enquiry"
HANDLE = "enquiries.change_enquiry"
REPLY = "enquiries.reply_enquiry"
SEE_PREVIOUS = "enquiries.see_previous_enquiries"
EXPORT = "enquiries.export_enquiry"
ERASE = "enquiries.erase_enquiry"
REVIEW = "enquiries.view_auditevent"


class Refused(ValueError):
    """What was asked cannot be done; the text says why and how to mend it."""


def may(by: Person, permission: str) -> None:
    """Raises PermissionDenied. The site itself, `by=None`, may do everything."""
    if by is not None and not by.has_perm(permission):
        raise PermissionDenied(f"This needs the right “{permission}”.")
