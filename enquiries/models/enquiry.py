"""A message from a patient and where its handling stands."""

import secrets
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from enquiries.models.fields import EncryptedTextField

# No letter or digit that is mistaken for another one on the phone.
REFERENCE_LETTERS = "ACDEFHJKLMNPQRTUVWXY3479"


def new_reference() -> str:
    """Like "Q-4F7-KM3": it can be said on the phone and tells nobody how many there are."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(6))
    return f"Q-{letters[:3]}-{letters[3:]}"


class EnquiryQuerySet(models.QuerySet):
    def open(self) -> "EnquiryQuerySet":
        """Those that somebody still has to do something about."""
        return self.filter(status__in=[Enquiry.Status.NEW, Enquiry.Status.WAITING])

    def in_order(self) -> "EnquiryQuerySet":
        """Urgent ones first, then by the time that was promised."""
        return self.order_by("-is_urgent", "reply_by", "pk")


class Enquiry(models.Model):
    class Status(models.TextChoices):
        NEW = "new", "New"
        WAITING = "waiting", "Waiting for patient"
        ANSWERED = "answered", "Answered"
        SPAM = "spam", "Spam"

    class Topic(models.TextChoices):
        VISIT = "visit", "My visit"
        AFTER = "after", "How I feel after my injection"
        MAYBE = "maybe", "If an injection may help me"
        ELSE = "else", "Something else"

    class Channel(models.TextChoices):
        FORM = "form", "Form"
        CALL = "call", "Phone call"

    class Reach(models.TextChoices):
        PHONE = "phone", "Phone"
        EMAIL = "email", "Email"

    class BestTime(models.TextChoices):
        ANY = "any", "Any time"
        MORNING = "morning", "Morning"
        AFTERNOON = "afternoon", "Afternoon"

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        SPANISH = "es", "Español"

    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    # The same form sent twice is one enquiry, whatever happened in between.
    submission_key = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - unique
    status = models.CharField(max_length=8, choices=Status, default=Status.NEW)
    channel = models.CharField(max_length=4, choices=Channel, default=Channel.FORM)
    topic = models.CharField(max_length=5, choices=Topic)
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    reach = models.CharField(max_length=5, choices=Reach)
    best_time = models.CharField(max_length=9, choices=BestTime, default=BestTime.ANY)
    may_email = models.BooleanField(default=False)
    from_page = models.CharField(max_length=300, blank=True)

    name = EncryptedTextField()
    contact = EncryptedTextField()
    contact_hash = models.CharField(max_length=64, db_index=True)
    message = EncryptedTextField()
    injection_date = EncryptedTextField(blank=True)
    safe_word = EncryptedTextField(blank=True)

    is_urgent = models.BooleanField(default=False)
    # Ids of warning signs, separated by spaces: they tell about health, so they are encrypted too.
    flags = EncryptedTextField(blank=True)
    flags_version = models.CharField(max_length=60, blank=True)
    spam_reasons = models.JSONField(default=list, blank=True)
    words_hash = models.CharField(max_length=64, blank=True)

    received_at = models.DateTimeField(default=timezone.now)
    reply_by = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    call_again_at = models.DateTimeField(null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="enquiries"
    )
    hold_until = models.DateField(null=True, blank=True)
    hold_reason = EncryptedTextField(blank=True)
    hold_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "enquiries"
        default_permissions = ("view", "add", "change")
        permissions = [
            ("reply_enquiry", "Can reply to patients"),
            ("see_previous_enquiries", "Can see earlier enquiries of the same person"),
            ("export_enquiry", "Can export enquiries"),
            ("erase_enquiry", "Can erase enquiries and hold them back from erasure"),
        ]
        constraints = [
            # Or the clock of its erasure would never run.
            models.CheckConstraint(
                condition=models.Q(status__in=["new", "waiting"], closed_at=None)
                | models.Q(status__in=["answered", "spam"], closed_at__isnull=False),
                name="enquiry_closed_has_its_day",
            )
        ]
        indexes = [
            models.Index(fields=["status", "-is_urgent", "reply_by", "id"], name="enquiry_inbox"),
            models.Index(fields=["assigned_to", "status"], name="enquiry_assigned"),
            models.Index(fields=["status", "closed_at"], name="enquiry_retention"),
            models.Index(fields=["received_at", "id"], name="enquiry_received"),
            models.Index(
                fields=["hold_until"],
                name="enquiry_held",
                condition=models.Q(hold_until__isnull=False),
            ),
            models.Index(
                fields=["words_hash", "received_at"],
                name="enquiry_repeats",
                condition=~models.Q(words_hash=""),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.status in {self.Status.NEW, self.Status.WAITING}

    @property
    def flag_ids(self) -> list[str]:
        return self.flags.split()

    @property
    def category(self) -> str:
        """What decides how long it is kept, see RetentionPolicy."""
        return "spam" if self.status == self.Status.SPAM else self.topic

    @property
    def injected_on(self) -> date | None:
        return date.fromisoformat(self.injection_date) if self.injection_date else None

    def is_overdue(self) -> bool:
        return self.status == self.Status.NEW and self.reply_by < timezone.now()

    def is_held(self, on: date | None = None) -> bool:
        return bool(self.hold_until and self.hold_until >= (on or timezone.localdate()))

    def time_left(self) -> timedelta:
        """Until the promised time; negative when it has passed."""
        return self.reply_by - timezone.now()
