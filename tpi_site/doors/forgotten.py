"""A forgotten password: somebody says whose, and the person it belongs to gets a link by mail.

Who that is, and whether there is anybody, is looked up by the due work. So whoever asks gets an
answer that depends on nothing but what they wrote, and waits equally long for it.
"""

import json

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from enquiries.handling import posting
from enquiries.models import OutboxMessage
from tpi_site.doors import invitations, letters, links, throttle

# No letter: it waits among them, in cipher and in their order, and goes when it was looked at.
ASKED = "asked"


def ask(name: str) -> None:
    """`name` is what somebody wrote: a username or a mail address, of an account or of none."""
    kept = json.dumps({"letter": ASKED, "about": {"name": name}, "to": None})
    with transaction.atomic():
        posting.post(OutboxMessage.Kind.DESK, payload=kept)


def look_up(name: str) -> None:
    """Posts the mail for each account that it may mean; people may share an address."""
    accounts = get_user_model().objects.filter(Q(username__iexact=name) | Q(email__iexact=name))
    for user in accounts.order_by("pk"):
        with transaction.atomic():
            _post(user)


def _post(user) -> None:
    """Nothing to whoever is to sign in by no password, and not more than they can use: the wait is
    never longer than the link of the mail before it lasts."""
    letter = "invitation" if invitations.is_open(user) else "forgotten"
    if not letters.LINKS[letter].opens(user):
        return
    try:
        throttle.take(throttle.for_mails(user, longest=links.new_password.lasts))
    except throttle.TooMany:
        return
    letters.post_link(letter, user, by="")
