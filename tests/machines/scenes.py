"""Several processes count messages from one network at the same moment."""

import json

from django.conf import settings
from django.db import transaction

from enquiries.handling import limits
from tests.enquiries import apart

MOST, PROCESSES, TRIES = 10, 4, 8


def messages_at_once() -> int:
    """How many of them were let in."""
    settings.ENQUIRIES_PER_NETWORK = MOST
    apart.all_at_once([lambda at=at: send(at) for at in range(PROCESSES)])
    files = [apart.FOLDER / f"taken-{at}" for at in range(PROCESSES)]
    return sum(json.loads(file.read_text()) for file in files)


def send(at: int) -> None:
    taken = 0
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                limits.count_submission("192.0.2.7")
                taken += 1
        except limits.TooMany:
            pass
    (apart.FOLDER / f"taken-{at}").write_text(json.dumps(taken))
