"""The outbox also carries mails to staff about pages of the guide."""

from django.db import migrations, models

KINDS = [
    ("staff", "Tell staff about new enquiries"),
    ("received", "Tell the patient that we got the question"),
    ("answer", "Send the patient the link to the answer"),
    ("desk", "Tell staff about a page of the guide"),
]


def forget_desk_mail(apps, schema_editor):
    """An older program could not build these, and would try for days."""
    apps.get_model("enquiries", "OutboxMessage").objects.filter(kind="desk").delete()


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0003_groups")]
    operations = [
        migrations.AlterField(
            model_name="outboxmessage",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=8),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_desk_mail),
    ]
