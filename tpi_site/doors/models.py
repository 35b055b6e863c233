"""What the doors remember: wrong tries, who is signed in where, which devices are known."""

from django.conf import settings
from django.db import models


class WrongTries(models.Model):
    """How often somebody guessed wrong; `key` is a keyed hash of who, where and at which door."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        verbose_name_plural = "wrong tries"

    def __str__(self) -> str:
        return f"{self.count} wrong"


class Device(models.Model):
    """A browser in which this person has signed in; it knows itself by a cookie of the admin."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="known_devices"
    )
    token_hash = models.CharField(max_length=64)
    seen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "token_hash"], name="one_row_a_device")
        ]

    def __str__(self) -> str:
        return f"of {self.user_id}"


class SignIn(models.Model):
    """A session that got through every door, in words that its owner understands."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins"
    )
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=80)
    network = models.CharField(max_length=49)
    since = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-used_at"]

    def __str__(self) -> str:
        return f"{self.device}, since {self.since:%Y-%m-%d %H:%M}"
