"""Reads from SECURITY_CONTACT where somebody may report a hole in this site."""

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from tpi_site import environment


def contacts() -> list[str]:
    """Addresses as a browser opens them, in the order in which the clinic wants them used."""
    return [_contact(word) for word in environment.words("SECURITY_CONTACT")]


def _contact(word: str) -> str:
    if word.startswith(("https://", "tel:+")) and word.isprintable() and " " not in word:
        return word
    address = word.removeprefix("mailto:")
    try:
        validate_email(address)
    except ValidationError:
        raise ImproperlyConfigured(
            f"SECURITY_CONTACT is “{word}”. Write an e-mail address, an address like "
            "https://clinic.example/security or a phone number like tel:+1-201-555-0123; "
            "several with commas between."
        ) from None
    return f"mailto:{address}"
