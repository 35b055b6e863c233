"""Moves everything that is stored to the newest key, while the site goes on serving.

Encrypted columns are found by their class, so that no list of them can be incomplete. Rows are
named by model and number only.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Cast

from enquiries import vault
from enquiries.handling import trail
from enquiries.handling.rights import Refused
from enquiries.models import Enquiry, OutboxMessage, contact_hash
from enquiries.models.fields import EncryptedTextField

# So many rows are written in one transaction; whoever sends a message meanwhile waits for it.
BATCH = 100
MOST_PASSES = 3
MOST_NAMED = 20
RAW = "stored_"
# Keyed hashes beside encrypted columns: (where it is, what it is of, how it is made).
HASHES: list[tuple[type[models.Model], str, str, Callable[[str], str]]] = [
    (Enquiry, "contact_hash", "contact", contact_hash),
    (OutboxMessage, "to_hash", "to", contact_hash),
]


@dataclass
class Survey:
    """What is stored. `older` counts the rows of each kind that still need an older key;
    `unreadable` names those that no key opens.
    """

    rows: int = 0
    older: Counter[str] = field(default_factory=Counter)
    unreadable: list[str] = field(default_factory=list)


@dataclass
class Row:
    """A row as it lies in the database."""

    model: type[models.Model]
    pk: object
    tokens: dict[str, str]
    hashes: dict[str, str]

    def __str__(self) -> str:
        return f"{self.model._meta.verbose_name} {self.pk}"

    @cached_property
    def opened(self) -> dict[str, tuple[str, int]]:
        """The text of each column and the number of the key that opens it. Raises Unreadable."""
        filled = {name: token for name, token in self.tokens.items() if token}
        return {name: vault.open_with(token) for name, token in filled.items()}

    def changes(self) -> dict[str, str]:
        """Texts of columns that an older key closed, and hashes that an older key made."""
        texts = {name: text for name, (text, key) in self.opened.items() if key > 0}
        return texts | {
            name: new for name, new in self._new_hashes().items() if new != self.hashes[name]
        }

    @property
    def is_behind(self) -> bool:
        """Not so for one that no key opens."""
        try:
            return bool(self.changes())
        except vault.Unreadable:
            return False

    def _new_hashes(self) -> dict[str, str]:
        """An empty hash stays: nobody looks for that row."""
        return {
            name: make(self.opened[source][0])
            for model, name, source, make in HASHES
            if model is self.model and self.hashes[name] and source in self.opened
        }


def fit() -> bool:
    """Whether the keys open the newest enquiry; a new key made in place of a lost one does not."""
    try:
        Enquiry.objects.only("message").order_by("pk").last()
    except vault.Unreadable:
        return False
    return True


def survey() -> Survey:
    """Reads everything and changes nothing."""
    found = Survey()
    for row in _rows():
        found.rows += 1
        try:
            if row.changes():
                found.older[str(row.model._meta.verbose_name_plural)] += 1
        except vault.Unreadable:
            found.unreadable.append(str(row))
    return found


def reencrypt(found: Survey) -> Survey:
    """Brings every row of the survey to the newest key; the survey of afterwards.

    It may be stopped and started again at any time. Rows that are still under an older key were
    written meanwhile by a program that does not know the newest one. Rows that no key opens are
    left alone; `check` the survey first.
    """
    for _ in range(MOST_PASSES):
        if not found.older:
            break
        _renew_all()
        found = survey()
    return found


def seal_again() -> None:
    """Seals the end of the trail with the newest key, if an older one did.

    Raises Refused when the trail is not whole: a new seal would make that look right.
    """
    found = trail.verify()
    if not found.is_whole:
        raise Refused(f"The trail is not whole. {' '.join(found.problems)}")
    if not trail.has_newest_seal():
        with transaction.atomic():
            trail.record(None, trail.Action.KEYS)


def check(found: Survey) -> None:
    """Raises Refused when there is a row that no key opens."""
    if not found.unreadable:
        return
    named = ", ".join(found.unreadable[:MOST_NAMED])
    if (more := len(found.unreadable) - MOST_NAMED) > 0:
        named += f" and {more:,} more"
    raise Refused(
        f"No key opens {named}. Put the missing key back at the end of ENQUIRY_KEYS, or of the "
        "file enquiry_keys, and run this again. Until then nothing is changed."
    )


def older_keys() -> str:
    """ "key 2" or "keys 2, 3": their places in the list; "" when there is one key only."""
    places = [str(place) for place in range(2, len(settings.ENQUIRY_KEYS) + 1)]
    return f"{'key' if len(places) == 1 else 'keys'} {', '.join(places)}" if places else ""


def encrypted_models() -> dict[type[models.Model], list[str]]:
    """Every model with encrypted columns, and their names."""
    every = {
        model: [f.name for f in model._meta.concrete_fields if isinstance(f, EncryptedTextField)]
        for model in apps.get_app_config("enquiries").get_models()
    }
    return {model: names for model, names in every.items() if names}


def _renew_all() -> None:
    batch: list[Row] = []
    for row in _rows():
        batch += [row] if row.is_behind else []
        if len(batch) >= BATCH:
            _renew(batch)
            batch = []
    _renew(batch)


@transaction.atomic
def _renew(rows: list[Row]) -> None:
    """A row that somebody changed since it was read is left as it is, for the next pass."""
    for row in rows:
        same = {f"{RAW}{name}": token for name, token in row.tokens.items()}
        _with_stored(row.model).filter(pk=row.pk, **same).update(**row.changes())


def _rows() -> Iterator[Row]:
    for model, columns in encrypted_models().items():
        hashes = [name for owner, name, _, _ in HASHES if owner is model]
        names = ["pk", *(f"{RAW}{name}" for name in columns), *hashes]
        for values in _by_number(_with_stored(model), names):
            pk, *rest = values
            tokens, kept = rest[: len(columns)], rest[len(columns) :]
            yield Row(
                model,
                pk,
                dict(zip(columns, tokens, strict=True)),
                dict(zip(hashes, kept, strict=True)),
            )


def _by_number(rows: models.QuerySet, names: list[str]) -> Iterator[tuple]:
    """In pieces, so that no statement lasts while rows are written."""
    last = None
    while True:
        rest = rows.order_by("pk") if last is None else rows.filter(pk__gt=last).order_by("pk")
        piece = list(rest.values_list(*names)[:BATCH])
        yield from piece
        if len(piece) < BATCH:
            return
        last = piece[-1][0]


def _with_stored(model: type[models.Model]) -> models.QuerySet:
    """Each encrypted column once more, as it lies in the database."""
    columns = encrypted_models()[model]
    return model._base_manager.annotate(
        **{f"{RAW}{name}": Cast(name, models.TextField()) for name in columns}
    )
