"""The cast. Everyone who reads a test remembers who may do what.

Ana edits, Dr. Ben signs, Petra publishes, Ada looks after accounts, Carla only answers enquiries,
Olga is the privacy officer, Max runs the site.
"""

from importlib import import_module

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission, User

MIGRATIONS = ["content.migrations.0004_staff_groups", "enquiries.migrations.0003_groups"]
GUIDE = import_module(MIGRATIONS[0])
ANA, BEN = GUIDE.EDITOR, GUIDE.MEDICAL_REVIEWER


def person(username: str, permissions: list[str] = (), *, is_staff: bool = True, **extra) -> User:
    """Somebody with single rights of the guide, and in no group."""
    user = get_user_model().objects.create_user(
        username, password="a long enough secret", is_staff=is_staff, **extra
    )
    rights = Permission.objects.filter(content_type__app_label="content", codename__in=permissions)
    user.user_permissions.set(rights)
    return user


def ana(**extra) -> User:
    return member("Editor", "ana", **{"first_name": "Ana", "last_name": "Ruiz"} | extra)


def ben(**extra) -> User:
    return member("Medical reviewer", "ben", **{"first_name": "Ben", "last_name": "Okafor"} | extra)


def petra(**extra) -> User:
    return member("Publisher", "petra", **extra)


def ada(**extra) -> User:
    return member("Administrator", "ada", **extra)


def carla(**extra) -> User:
    return member("Enquiry staff", "carla", **extra)


def olga(**extra) -> User:
    return member("Privacy officer", "olga", **extra)


def member(group: str, username: str, **extra) -> User:
    made = person(username, **extra)
    made.groups.add(_group(group))
    return made


def _group(name: str) -> Group:
    """As the migrations made it. A test that does without a transaction empties all tables."""
    if not Group.objects.filter(name=name).exists():
        for migration in MIGRATIONS:
            import_module(migration).add(apps, None)
    return Group.objects.get(name=name)


def stranger() -> User:
    return person("stranger", is_staff=False)


def max_() -> User:
    return get_user_model().objects.create_superuser("max", password="a long enough secret")


def get(username: str) -> User:
    return get_user_model().objects.get(username=username)
