"""What is said about an enquiry and in answer to it."""

import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone

from enquiries.models.enquiry import Enquiry
from enquiries.models.fields import EncryptedTextField

MOST_TRIES = 5


class Note(models.Model):
    """Between staff; patients never see it."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="notes")
    text = EncryptedTextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Note on {self.enquiry_id}"


class Reply(models.Model):
    """An answer that the patient opens by a link and a safe word; mail carries the link only.

    The database keeps a hash of the link's token, so that it cannot be used to open an answer.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SENDING = "sending", "On its way"
        SENT = "sent", "Sent"

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="replies")
    text = EncryptedTextField(blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.DRAFT)
    asks_back = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    send_at = models.DateTimeField(null=True, blank=True)
    status_before = models.CharField(max_length=8, choices=Enquiry.Status, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        verbose_name_plural = "replies"
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry", "by"],
                condition=models.Q(state="draft"),
                name="one_draft_for_each_person",
            )
        ]

    def __str__(self) -> str:
        return f"Reply {self.pk} on {self.enquiry_id}"

    @property
    def is_locked(self) -> bool:
        return self.wrong_tries >= MOST_TRIES

    @property
    def tries_left(self) -> int:
        return max(0, MOST_TRIES - self.wrong_tries)


def token_hash(token: str) -> str:
    """Tokens are long and random, so a plain hash gives nothing away."""
    return hashlib.sha256(token.encode()).hexdigest()


class PatientAnswer(models.Model):
    """What the patient wrote back, once for each reply."""

    reply = models.OneToOneField(Reply, models.CASCADE, related_name="answer")
    text = EncryptedTextField()
    flags = EncryptedTextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Answer to reply {self.reply_id}"


class CallAttempt(models.Model):
    """A call to a patient, who picked up and what comes next."""

    class Outcome(models.TextChoices):
        REACHED = "reached", "Reached, question answered"
        NO_ANSWER = "no_answer", "No answer"
        LEFT_WORD = "left_word", "Left word to call us back, no details"
        WRONG_NUMBER = "wrong", "Wrong number"

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="calls")
    outcome = models.CharField(max_length=9, choices=Outcome)
    note = EncryptedTextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Call on {self.enquiry_id}"
