"""Many at once: writers wait for their turn, runners share the work."""

import os

import pytest

from tests.enquiries import apart

on_sqlite = pytest.mark.skipif(
    os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="locks the whole database"
)


def test_it_takes_eight_writers_at_once_and_no_message_twice():
    found = apart.run("writers")
    for name in ("stored", "different", "received", "counted"):
        assert found[name] == found["expected"], name
    assert found["spam"] == 0
    assert found["to_staff"] >= 1


@on_sqlite
def test_it_waits_for_its_turn_and_then_succeeds():
    found = apart.run("patient_writer")
    assert found["stored"] == 1
    assert found["waited"] > 1


def test_it_shares_due_work_between_runners():
    found = apart.run("runners")
    assert [len(letters) for letters in found["letters"]] == [1] * 30
    assert len(found["to_staff"]) == len(set(found["to_staff"])) == 1
    assert found["waiting"] == 0
    assert found["done"] == 2
