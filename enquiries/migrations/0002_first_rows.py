"""The rules of retention, the settings and the end of the trail: one row each, never missing."""

from django.db import migrations

from enquiries import vault

KEPT = [
    ("visit", 90, "question about a visit"),
    ("after", 180, "question about how someone feels after an injection"),
    ("maybe", 90, "question about whether an injection may help"),
    ("else", 90, "other question"),
    ("spam", 30, "spam"),
]


def add(apps, schema_editor):
    policies = apps.get_model("enquiries", "RetentionPolicy").objects
    for category, days, reason in KEPT:
        policies.get_or_create(category=category, defaults={"days": days, "reason": reason})
    apps.get_model("enquiries", "InboxSettings").objects.get_or_create(pk=1)
    # Sealed from the start, so that nobody can empty the trail and pretend it never began.
    seal = vault.keyed_hash("audit", f"0 {'0' * 64}")
    apps.get_model("enquiries", "AuditHead").objects.get_or_create(pk=1, defaults={"seal": seal})


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
