"""Mails that are to be sent, kept until the mail server has taken them."""

import uuid

from django.db import models
from django.utils import timezone

from enquiries.models.enquiry import Enquiry
from enquiries.models.fields import EncryptedTextField
from enquiries.models.messages import Reply

MANY_TRIES = 3


class OutboxQuerySet(models.QuerySet):
    def in_trouble(self) -> "OutboxQuerySet":
        """Given up, or tried in vain so often that staff should know before it is."""
        tried = models.Q(state=OutboxMessage.State.WAITING, attempts__gte=MANY_TRIES)
        return self.filter(tried | models.Q(state=OutboxMessage.State.FAILED))

    def unsent(self) -> "OutboxQuerySet":
        """Given up, or put off after a try that failed, and in nobody's hands."""
        put_off = models.Q(state=OutboxMessage.State.WAITING) & ~models.Q(problem="")
        return self.filter(put_off | models.Q(state=OutboxMessage.State.FAILED))


class OutboxMessage(models.Model):
    """The words are made when the mail is sent; only what they need is kept, encrypted.

    `id` becomes the Message-ID: a mail that has to be sent twice, because the first try was cut
    short, is the same mail to whoever gets it.
    """

    class Kind(models.TextChoices):
        STAFF = "staff", "Tell staff about new enquiries"
        RECEIVED = "received", "Tell the patient that we got the question"
        ANSWER = "answer", "Send the patient the link to the answer"
        DESK = "desk", "Tell staff about a page or their account"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    enquiry = models.ForeignKey(Enquiry, models.CASCADE, null=True, related_name="mails")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="mails")
    to = EncryptedTextField(blank=True, help_text="Empty once it was sent.")
    to_hash = models.CharField(max_length=64, blank=True)
    payload = EncryptedTextField(blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=80, blank=True, help_text="The kind of failure only.")

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "mail"
        default_permissions = ("view",)
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["state", "next_at"], name="outbox_due"),
            models.Index(fields=["to_hash", "created_at"], name="outbox_to"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_state_display().lower()})"
