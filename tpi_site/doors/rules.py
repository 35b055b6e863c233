"""Who must use a second factor."""

from django.contrib.auth.models import AbstractBaseUser

SIGN, CHANGE_ACCOUNTS = "content.sign_revision", "auth.change_user"
ENQUIRIES = "enquiries."


def must_use_second_factor(user: AbstractBaseUser) -> bool:
    """By what somebody may do now, not by a tick: whoever can come near what patients wrote, sign
    pages, or set the password of somebody who can."""
    if user.is_superuser:
        return True
    rights = user.get_all_permissions()
    return bool(rights & {SIGN, CHANGE_ACCOUNTS}) or any(r.startswith(ENQUIRIES) for r in rights)
