"""Machines with one database have the same keys and pictures, or do not start."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.utils import timezone

from tests.enquiries import apart
from tests.machines import scenes
from tpi_site.machines import together
from tpi_site.machines.models import ALIVE_FOR, Machine
from tpi_site.machines.prints import own_prints

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(settings):
    """Another machine with the same keys, and pictures in the same bucket, a moment ago."""
    prints = own_prints()
    return Machine.objects.create(place="other:8000", prints=prints, seen_at=timezone.now())


def known() -> set[str]:
    return set(Machine.objects.values_list("place", flat=True))


def test_it_joins_a_machine_with_the_same_keys(other):
    assert together.join() == []
    assert known() == {"other:8000", together.place()}


def test_it_may_start_again_with_other_keys_when_it_is_alone(settings):
    assert together.join() == []
    settings.SECRET_KEY = "another secret " * 5
    assert together.join() == []
    assert known() == {together.place()}


@pytest.mark.parametrize(
    ("name", "value"),
    [("SECRET_KEY", "another secret " * 5), ("ENQUIRY_KEYS", [Fernet.generate_key().decode()])],
)
def test_it_refuses_to_join_with_another_key(other, settings, name, value):
    setattr(settings, name, value)
    (words,) = together.join()
    assert words.startswith(f"{name} is another one on other:8000")
    assert known() == {"other:8000"}


def test_it_refuses_to_join_with_pictures_somewhere_else(other, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    (words,) = together.join()
    assert "Set S3_BUCKET" in words


def test_it_forgets_a_machine_that_says_nothing(other, settings):
    settings.SECRET_KEY = "another secret " * 5
    old = timezone.now() - ALIVE_FOR - timedelta(seconds=1)
    Machine.objects.update(seen_at=old)
    assert together.join() == []


def test_it_changes_keys_while_it_serves(other, settings):
    """First both know the new one, then both use it, then they forget the old one."""
    old, new = settings.SECRET_KEY, "the newer secret " * 5
    settings.SECRET_KEY_FALLBACKS = [new]
    assert together.join() == []
    other.prints = own_prints()
    other.save()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = new, [old]
    assert together.join() == []
    other.prints = own_prints()
    other.save()
    settings.SECRET_KEY_FALLBACKS = []
    assert together.join() == []


def test_it_gives_no_key_away(settings):
    prints = str(own_prints())
    assert settings.SECRET_KEY not in prints
    assert all(key not in prints for key in settings.ENQUIRY_KEYS)
    assert own_prints()["SECRET_KEY"] != own_prints()["ENQUIRY_KEYS"]


def test_it_says_each_minute_that_it_is_there(monkeypatch):
    monkeypatch.setattr(together, "shared", lambda: True)
    monkeypatch.setattr(together, "_renewed_at", float("-inf"))
    together.join()
    old = timezone.now() - timedelta(minutes=2)
    Machine.objects.update(seen_at=old)
    together.renew()
    assert Machine.objects.get().seen_at > old
    Machine.objects.update(seen_at=old)
    together.renew()  # not again within the minute
    assert Machine.objects.get().seen_at == old


def test_it_takes_no_more_messages_than_allowed_from_all_machines_at_once():
    taken = apart.run(f"{scenes.__name__}.messages_at_once")
    assert taken == scenes.MOST
