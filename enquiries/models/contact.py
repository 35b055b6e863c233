"""One way of writing a phone number or an e-mail address, and the keyed hash that finds it."""

import re

from enquiries import vault

PURPOSE = "contact"
EXTENSION = re.compile(r"(?:ext|x|#).*", re.IGNORECASE | re.DOTALL)
LOCAL_DIGITS = 10  # a number of this country, without its country code


def plain_contact(contact: str) -> str:
    """ "(503) 555-0142" and "+1 503 555 0142" are one number; the case of an address is nothing."""
    contact = contact.strip()
    if "@" in contact:
        return contact.casefold()
    number = EXTENSION.sub("", contact)
    return "".join(c for c in number if c.isdigit())[-LOCAL_DIGITS:]


def contact_hash(contact: str) -> str:
    return vault.keyed_hash(PURPOSE, plain_contact(contact))


def contact_hashes(contact: str) -> list[str]:
    """Under every key, for looking up rows that were written before the newest key."""
    return vault.keyed_hashes(PURPOSE, plain_contact(contact))
