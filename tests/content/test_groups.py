"""The groups of staff that every clinic starts with: who may do what with the guide."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission

from enquiries.handling import rights
from tests import people

pytestmark = pytest.mark.django_db
MIGRATION = import_module("content.migrations.0004_staff_groups")

DO = [
    "add_article", "change_article", "view_article", "delete_article",
    "publish_revision", "sign_revision",
    "add_picture", "change_picture", "delete_picture",
    "add_term", "change_term", "delete_term", "add_synonym", "delete_synonym",
    "view_topic", "change_topic", "add_topic",
    "view_clinicfact", "change_clinicfact", "change_clinicdetails",
    "view_review", "view_sourcelink", "change_sourcelink",
]  # fmt: skip
MAY = {
    "ana": """add_article change_article view_article add_picture change_picture add_term
        change_term view_topic view_clinicfact view_review view_sourcelink""",
    "ben": """view_article sign_revision view_topic view_clinicfact view_review view_sourcelink
        change_sourcelink""",
    "petra": """add_article change_article view_article publish_revision add_picture change_picture
        delete_picture add_term change_term delete_term add_synonym delete_synonym view_topic
        change_topic view_clinicfact change_clinicfact change_clinicdetails view_review
        view_sourcelink change_sourcelink""",
    "ada": " ".join(name for name in DO if name != "sign_revision"),
    "carla": "",
    "olga": "",
}


@pytest.mark.parametrize("name", MAY)
def test_it_gives_each_group_what_its_people_do_and_no_more(name):
    person = getattr(people, name)()
    assert {right for right in DO if person.has_perm(f"content.{right}")} == set(MAY[name].split())


@pytest.mark.parametrize("name", ["ana", "ben", "petra", "ada"])
def test_it_lets_nobody_who_works_on_the_guide_near_what_patients_wrote(name):
    person = getattr(people, name)()
    assert not person.has_module_perms("enquiries")
    assert not person.has_perm(rights.READ)


def test_it_lets_only_administrators_look_after_accounts():
    assert not any(
        getattr(people, name)().has_module_perms("auth") for name in MAY if name != "ada"
    )
    found = {right for right in people.ada().get_all_permissions() if right.startswith("auth.")}
    assert found == {"auth.view_user", "auth.add_user", "auth.change_user", "auth.view_group"}


def test_it_names_rights_that_exist():
    known = set(
        Permission.objects.filter(content_type__app_label="content").values_list(
            "codename", flat=True
        )
    )
    for names in MIGRATION.GROUPS.values():
        assert set(names) <= known
        assert len(names) == len(set(names))


def test_it_leaves_a_group_that_a_clinic_has_changed_as_it_is():
    editor = Group.objects.get(name="Editor")
    editor.permissions.clear()
    Group.objects.get(name="Publisher").delete()
    MIGRATION.add(apps, None)
    assert not editor.permissions.exists()
    assert Group.objects.get(name="Publisher").permissions.count() == len(MIGRATION.PUBLISHER)
    assert Group.objects.count() == 6
