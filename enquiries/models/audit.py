"""The trail of who read and did what: rows that are only ever added, each chained to the last.

`hash` of a row covers its own columns and the hash of the row before, so a changed or missing row
shows. `AuditHead` holds the number and hash of the last row, sealed with a key that lies outside
the database, so that nobody who has only the database can write the chain anew.
"""

import hashlib
import json

from django.conf import settings
from django.db import models

NO_HASH = "0" * 64
LONGEST_DETAIL = 400


class FinalRow(Exception):
    """Rows of the trail are never changed and never deleted."""


class AuditQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise FinalRow("Rows of the trail are never changed.")

    def delete(self):
        raise FinalRow("Rows of the trail are never deleted.")


class AuditEvent(models.Model):
    """`reference` is an enquiry's, or "" for what concerns many; `detail` names nobody's data."""

    class Action(models.TextChoices):
        LISTED = "listed", "Looked at the list"
        OPENED = "opened", "Opened"
        OPENED_OWN = "opened_own", "Opened, with a reason, under their own name"
        FOUND = "found", "Found by search"
        SEARCHED = "searched", "Searched"
        PRINTED = "printed", "Printed"
        EXPORTED = "exported", "Exported"
        LOGGED = "logged", "Wrote down a phone call"
        NOTED = "noted", "Wrote a note"
        CALLED = "called", "Called the patient"
        REPLIED = "replied", "Replied"
        UNDONE = "undone", "Took a reply back"
        READ_BY_PATIENT = "patient_read", "The patient opened the answer"
        PATIENT_ANSWERED = "patient_wrote", "The patient wrote back"
        LOCKED = "locked", "The link was locked after five wrong safe words"
        RETRIED = "retried", "Tried a mail again"
        STATUS = "status", "Changed the status"
        ASSIGNED = "assigned", "Changed who replies"
        HELD = "held", "Held it back from erasure"
        RELEASED = "released", "Ended a hold"
        ERASED = "erased", "Erased"
        SETTINGS = "settings", "Changed the inbox settings"
        REVIEWED = "reviewed", "Reviewed this trail"
        KEYS = "keys", "Changed the encryption key"
        DENIED = "denied", "Gave a wrong password"

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    # No foreign key in the database: the row must outlive the person's account, unchanged.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
    )
    actor_name = models.CharField(max_length=150, help_text="A user name, or “the site”.")
    action = models.CharField(max_length=14, choices=Action)
    reference = models.CharField(max_length=9, blank=True)
    detail = models.CharField(max_length=LONGEST_DETAIL, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["reference", "number"], name="audit_reference"),
            models.Index(fields=["actor", "action", "reference", "at"], name="audit_recent"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.action} {self.reference}".rstrip()

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise FinalRow("Rows of the trail are never changed.")
        super().save(*args, force_insert=True, **{k: v for k, v in kwargs.items() if k == "using"})

    def delete(self, *args, **kwargs):
        raise FinalRow("Rows of the trail are never deleted.")

    def own_hash(self) -> str:
        columns = [
            self.number,
            self.at.timestamp(),
            self.actor_id,
            self.actor_name,
            self.action,
            self.reference,
            self.detail,
            self.previous,
        ]
        return hashlib.sha256(json.dumps(columns, default=repr).encode()).hexdigest()


class AuditHead(models.Model):
    """The one row that says where the chain ends; also the lock that makes writers take turns."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=NO_HASH)
    seal = models.CharField(max_length=64, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="audit_head_is_one_row")
        ]

    def __str__(self) -> str:
        return f"The trail ends at row {self.number}"
