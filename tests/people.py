"""The cast. Everyone who reads a test remembers who may do what.

Ana edits, Dr. Ben signs, Petra publishes, Carla only answers enquiries, Olga is the privacy
officer, Max runs the site.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission, User

ANA = ["add_article", "change_article", "view_article", "add_picture", "change_picture"]
BEN = ["view_article", "sign_revision"]
PETRA = [*ANA, "publish_revision"]


def person(username: str, permissions: list[str] = (), *, is_staff: bool = True, **extra) -> User:
    user = get_user_model().objects.create_user(
        username, password="a long enough secret", is_staff=is_staff, **extra
    )
    rights = Permission.objects.filter(content_type__app_label="content", codename__in=permissions)
    user.user_permissions.set(rights)
    return user


def ana() -> User:
    return person("ana", ANA, first_name="Ana", last_name="Ruiz")


def ben() -> User:
    return person("ben", BEN, first_name="Ben", last_name="Okafor")


def petra() -> User:
    return person("petra", PETRA)


def carla(**extra) -> User:
    return member("Enquiry staff", "carla", **extra)


def olga(**extra) -> User:
    return member("Privacy officer", "olga", **extra)


def member(group: str, username: str, **extra) -> User:
    made = person(username, **extra)
    made.groups.add(Group.objects.get(name=group))
    return made


def stranger() -> User:
    return person("stranger", is_staff=False)


def max_() -> User:
    return get_user_model().objects.create_superuser("max", password="a long enough secret")


def get(username: str) -> User:
    return get_user_model().objects.get(username=username)
