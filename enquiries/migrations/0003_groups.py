"""Two groups that every clinic needs: who answers enquiries, and who watches over them."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

GROUPS = {
    "Enquiry staff": [
        "view_enquiry", "add_enquiry", "change_enquiry", "reply_enquiry", "view_pagegap",
        "view_presetreply", "view_outboxmessage",
    ],
    "Privacy officer": [
        "view_enquiry", "see_previous_enquiries", "export_enquiry", "erase_enquiry",
        "view_auditevent", "view_erasurereceipt", "view_retentionpolicy", "change_retentionpolicy",
        "view_outboxmessage",
    ],
}  # fmt: skip


def add(apps, schema_editor):
    # Permissions are made after all migrations; these groups need them now.
    create_permissions(installed.get_app_config("enquiries"), verbosity=0, apps=apps)
    groups = apps.get_model("auth", "Group").objects
    permissions = apps.get_model("auth", "Permission").objects
    for name, codenames in GROUPS.items():
        group, made = groups.get_or_create(name=name)
        if made:
            group.permissions.set(
                permissions.filter(content_type__app_label="enquiries", codename__in=codenames)
            )


class Migration(migrations.Migration):
    dependencies = [
        ("enquiries", "0002_first_rows"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
