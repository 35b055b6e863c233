"""When each piece of due work was last done, so that staff see when it has stopped being done."""

from django.db import models


class Duty(models.Model):
    """`ran_at` is when it last ended well, `failed_at` when it last did not; until `taken_until` it
    is in somebody's hands."""

    name = models.CharField(max_length=40, unique=True)
    ran_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    taken_until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=80, blank=True, help_text="The kind of failure only.")

    class Meta:
        verbose_name_plural = "duties"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
