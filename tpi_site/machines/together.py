"""Machines with one database: each says that it is there, and none starts with other keys."""

import logging
import socket
import time
from collections.abc import Iterator
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models.functions import Now

from tpi_site.machines import processes
from tpi_site.machines.models import Machine
from tpi_site.machines.prints import KEYS, own_prints

logger = logging.getLogger(__name__)

RENEWED_EVERY = 60  # seconds
_renewed_at = float("-inf")


def place() -> str:
    return f"{socket.gethostname()}:{settings.PORT}"


def join() -> list[str]:
    """Enters this machine among the others, or says in sentences why it must not be one of them.

    Belongs into `alone`, so that of two that start at once the second sees the first.
    """
    own = own_prints()
    others = Machine.objects.alive().exclude(place=place())
    problems = [words for other in others for words in differences(own, other)]
    if not problems:
        row = {"prints": own, "seen_at": Now()}
        Machine.objects.update_or_create(place=place(), defaults=row)
    return problems


def differences(own: dict, other: Machine) -> Iterator[str]:
    """While a key is being replaced both machines know both, in another order."""
    for name in KEYS:
        theirs = other.prints.get(name, [])
        if own[name][0] not in theirs or theirs[0] not in own[name]:
            yield (
                f"{name} is another one on {other.place}, which serves the same site. Give all "
                "machines the same, or stop that one (it is forgotten after 3 minutes). Where none "
                "is set, each machine makes its own: see “Several machines” in docs/operations.md."
            )
    if own["pictures"] != other.prints.get("pictures"):
        yield (
            f"{other.place} serves the same site and keeps its pictures somewhere else. Set "
            "S3_BUCKET and S3_ENDPOINT_URL to the same on all machines."
        )


def leave() -> None:
    """Never raises: without this word it is forgotten after some minutes."""
    if shared():
        with suppress(DatabaseError):
            Machine.objects.filter(place=place()).delete()
        processes.let_go()


def renew() -> None:
    """Says once a minute that this machine is still there. Never raises."""
    global _renewed_at
    if time.monotonic() - _renewed_at < RENEWED_EVERY or not shared():
        return
    try:
        Machine.objects.filter(place=place()).update(seen_at=Now())
    except DatabaseError as error:
        logger.warning("This machine could not say that it is there: %s", type(error).__name__)
    else:
        _renewed_at = time.monotonic()


def shared() -> bool:
    """An SQLite file is on one machine only."""
    return connection.vendor == "postgresql"
