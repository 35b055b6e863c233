"""Which machines serve the site now, and what the network of caches in front was told last."""

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now

# Two renewals may be missed.
ALIVE_FOR = timedelta(minutes=3)


class MachineQuerySet(models.QuerySet):
    def alive(self) -> "MachineQuerySet":
        """By the clock of the database, which is one for all."""
        return self.filter(seen_at__gt=Now() - ALIVE_FOR)


class Machine(models.Model):
    """`place` is its name and port. `prints` maps the name of a setting to the prints of its keys,
    the one in use first; "pictures" to where those lie."""

    place = models.CharField(max_length=300, unique=True)
    prints = models.JSONField()
    seen_at = models.DateTimeField()

    objects = MachineQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.place


class Purge(models.Model):
    """The one row that says which edition the caches in front were told of, and the moment at which
    a schedule makes another purge due."""

    edition = models.CharField(max_length=32, blank=True)
    until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="purge_is_one_row")]

    def __str__(self) -> str:
        return self.edition
