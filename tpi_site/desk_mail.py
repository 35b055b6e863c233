"""Carries letters about the guide to its staff, in the outbox of the enquiries app.

Neither app knows the other: content says what a letter is about, the outbox keeps and sends it.
"""

import json

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser

from content import letters
from enquiries.handling import posting
from enquiries.models import OutboxMessage
from tpi_site.doors import forgotten
from tpi_site.doors import letters as about_accounts


class DeskOutbox:
    """Has the shape of content.outbox.Outbox."""

    def post(self, letter: str, *, to: AbstractBaseUser, about: dict[str, int | str]) -> None:
        if letter not in letters.LETTERS:
            raise ValueError(f"There is no letter “{letter}”.")
        if to.is_active and to.email:
            kept = json.dumps({"letter": letter, "about": about, "to": to.pk})
            posting.post(OutboxMessage.Kind.DESK, to=to.email, payload=kept)


def words(payload: str) -> tuple[str, str] | None:
    """Subject and body as they are true now; None for somebody who is not on the staff any more."""
    kept = json.loads(payload)
    if kept["letter"] == forgotten.ASKED:
        # No mail itself, but it may bring some.
        forgotten.look_up(kept["about"]["name"])
        return None
    staff = get_user_model().objects.filter(is_active=True, is_staff=True)
    person = staff.filter(pk=kept["to"]).first()
    if person is None:
        return None
    builder = about_accounts if kept["letter"] in about_accounts.LETTERS else letters
    return builder.build(kept["letter"], kept["about"], person)
