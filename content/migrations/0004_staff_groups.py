"""The four groups of staff who work on the guide. A clinic changes them as it likes; a group that is
there already stays as it is.

An administrator may say who signs pages, but cannot sign them.
"""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

EDITOR = """
    view_article add_article change_article view_picture add_picture change_picture
    view_term add_term change_term
    view_topic view_clinicfact view_clinicdetails view_review view_sourcelink
""".split()
MEDICAL_REVIEWER = """
    view_article sign_revision view_review view_sourcelink change_sourcelink
    view_picture view_term view_topic view_clinicfact view_clinicdetails
""".split()
PUBLISHER = [*EDITOR, *"""
    publish_revision change_topic change_clinicfact change_clinicdetails change_sourcelink
    view_synonym add_synonym change_synonym delete_synonym delete_term delete_picture
""".split()]  # fmt: skip
GROUPS = {"Editor": EDITOR, "Medical reviewer": MEDICAL_REVIEWER, "Publisher": PUBLISHER}
ADMINISTRATOR = "Administrator"
OF_PEOPLE = ["view_user", "add_user", "change_user", "view_group"]
NOT_ADMINISTRATORS = ["sign_revision"]


def add(apps, schema_editor):
    # Permissions are made after all migrations; these groups need them now.
    for label in ("content", "auth"):
        create_permissions(installed.get_app_config(label), verbosity=0, apps=apps)
    permissions = apps.get_model("auth", "Permission").objects
    ours = permissions.filter(content_type__app_label="content")
    people = permissions.filter(content_type__app_label="auth", codename__in=OF_PEOPLE)
    rights = {name: list(ours.filter(codename__in=names)) for name, names in GROUPS.items()}
    rights[ADMINISTRATOR] = [*ours.exclude(codename__in=NOT_ADMINISTRATORS), *people]
    for name, permissions in rights.items():
        group, made = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        if made:
            group.permissions.set(permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0003_drafts_and_reviews"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
