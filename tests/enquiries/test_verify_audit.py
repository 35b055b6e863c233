"""The trail of who read what: whoever changes it with the database alone is found out."""

import hashlib
import json

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from enquiries.handling import trail
from enquiries.models import AuditEvent, AuditHead, FinalRow
from enquiries.models.audit import NO_HASH
from tests import people

pytestmark = pytest.mark.django_db
ROWS = 7
TABLE = AuditEvent._meta.db_table
HEAD = AuditHead._meta.db_table
NUMBERS = ["number", "actor_id"]
TEXTS = ["actor_name", "action", "reference", "detail", "previous", "hash"]


@pytest.fixture(autouse=True)
def _written():
    """Rows by a person and by the site."""
    carla = people.carla()
    for number in range(ROWS):
        by = carla if number % 2 else None
        with transaction.atomic():
            trail.record(by, trail.Action.OPENED, "Q-4F7-KM3", f"Detail {number}")


def run(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def problems() -> str:
    return "\n".join(trail.verify().problems)


def forge() -> None:
    """The whole chain anew, as someone does who knows the program and not the key."""
    previous = NO_HASH
    for row in AuditEvent.objects.order_by("number"):
        row.previous = previous
        previous = row.own_hash()
        run(
            f"UPDATE {TABLE} SET previous = %s, hash = %s WHERE number = %s",
            row.previous, previous, row.number,
        )  # fmt: skip
    last = AuditEvent.objects.order_by("number").last()
    run(f"UPDATE {HEAD} SET number = %s, hash = %s", last.number, last.hash)


def test_it_finds_nothing_wrong_with_what_is_whole():
    found = trail.verify()
    assert (found.rows, found.problems) == (ROWS, [])
    assert found.head == AuditEvent.objects.get(number=ROWS).hash
    assert AuditHead.objects.get().verified_at is not None


def test_it_finds_nothing_wrong_before_the_first_row():
    run(f"DELETE FROM {TABLE}")
    AuditHead.objects.update(number=0, hash=NO_HASH, seal=trail._seal(AuditHead()))
    assert trail.verify().is_whole


def test_it_reads_in_batches(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(trail, "BATCH", 3)
    assert trail.verify().rows == ROWS
    run(f"DELETE FROM {TABLE} WHERE number IN (3, 4)")
    assert problems() == "Rows 3 to 4 are missing."


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL refuses most such bytes")
@pytest.mark.parametrize("column", ["at", *TEXTS])
def test_it_finds_any_byte_that_is_flipped(column):
    """Each byte of the column in turn, to its neighbour and to one that is no text at all."""
    before = stored(column)
    for place in range(len(before)):
        for bit in (0x01, 0x80):
            flipped = bytearray(before)
            flipped[place] ^= bit
            assert not is_whole_with(column, bytes(flipped)), flipped
    assert trail.verify().is_whole


def stored(column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT CAST({column} AS BLOB) FROM {TABLE} WHERE number = 4")
        return cursor.fetchone()[0]


def is_whole_with(column: str, raw: bytes) -> bool:
    """Takes the change back, so that the next one starts from a whole trail."""
    with transaction.atomic():
        run(f"UPDATE {TABLE} SET {column} = CAST(%s AS TEXT) WHERE number = 4", raw)
        whole = trail.verify().is_whole
        transaction.set_rollback(True)
    return whole


def test_it_covers_every_column():
    assert {"at", *NUMBERS, *TEXTS} == {field.column for field in AuditEvent._meta.fields}


@pytest.mark.parametrize("column", TEXTS)
def test_it_names_the_row_in_which_a_text_was_changed(column):
    run(f"UPDATE {TABLE} SET {column} = 'x' WHERE number = 4")
    assert "Row 4 was changed." in problems()


@pytest.mark.parametrize(
    "change",
    [
        "actor_id = 1 + actor_id",
        "actor_id = NULL",
        "actor_id = 99999",
        "at = '2020-01-01 12:00:00'",
        "detail = detail || ' '",
    ],
)
def test_it_names_the_row_in_which_anything_else_was_changed(change):
    run(f"UPDATE {TABLE} SET {change} WHERE number = 4")
    assert "Row 4 was changed." in problems()


def test_it_finds_a_row_that_was_changed_together_with_its_hash():
    row = AuditEvent.objects.get(number=4)
    row.detail = "Nothing"
    run(f"UPDATE {TABLE} SET detail = 'Nothing', hash = %s WHERE number = 4", row.own_hash())
    assert problems() == "Row 5 does not follow the row before it."


def test_it_finds_rows_that_are_missing():
    run(f"DELETE FROM {TABLE} WHERE number = 3")
    assert problems() == "Row 3 is missing."
    run(f"DELETE FROM {TABLE} WHERE number = 1")
    assert "Row 1 is missing." in problems()


def test_it_finds_that_the_last_rows_are_missing():
    run(f"DELETE FROM {TABLE} WHERE number > 5")
    assert "Rows 6 to 7 are missing." in problems()


def test_it_finds_that_the_end_was_moved_to_hide_that():
    run(f"DELETE FROM {TABLE} WHERE number > 5")
    last = AuditEvent.objects.get(number=5)
    run(f"UPDATE {HEAD} SET number = 5, hash = %s", last.hash)
    assert problems() == "The seal on the end of the trail is not ours."


def test_it_finds_that_everything_is_gone():
    run(f"DELETE FROM {TABLE}")
    run(f"UPDATE {HEAD} SET number = 0, hash = %s, seal = ''", NO_HASH)
    assert "The seal" in problems()


def test_it_finds_that_the_end_is_gone():
    run(f"DELETE FROM {HEAD}")
    assert "says where the trail ends is missing" in problems()


@pytest.mark.parametrize("number", [0, 8, 5000])
def test_it_finds_a_row_with_another_number(number):
    run(f"UPDATE {TABLE} SET number = %s WHERE number = 4", number)
    assert "Row 4 is missing." in problems()


def test_it_finds_two_rows_that_were_swapped():
    for old, new in ((3, 0), (4, 3), (0, 4)):
        run(f"UPDATE {TABLE} SET number = %s WHERE number = %s", new, old)
    assert "Row 3 was changed." in problems()
    assert "Row 4 was changed." in problems()


def test_it_finds_a_row_that_was_put_at_the_end():
    head = AuditHead.objects.get()
    row = trail._next(head, timezone.now(), None, "opened", "", "")
    AuditEvent.objects.bulk_create([row])
    assert problems() == "1 rows stand outside of the trail."


@pytest.mark.parametrize("change", ["number = 6", "hash = 'x'", "seal = 'x'", "seal = ''"])
def test_it_finds_a_changed_end(change):
    run(f"UPDATE {HEAD} SET {change}")
    assert "seal on the end of the trail is not ours" in problems()


def test_it_finds_a_chain_that_was_written_anew_without_the_key():
    run(f"UPDATE {TABLE} SET detail = 'Nothing' WHERE number = 4")
    forge()
    assert problems() == "The seal on the end of the trail is not ours."


@pytest.mark.parametrize("forgery", ["rows", "emptied", "headless"])
def test_it_never_seals_what_was_forged(forgery):
    """The site goes on writing, and the forgery stays visible."""
    if forgery == "rows":
        forge()
        run(f"UPDATE {HEAD} SET seal = 'x'")
    else:
        run(f"DELETE FROM {TABLE}")
        run(f"UPDATE {HEAD} SET number = 0, hash = %s, seal = ''", NO_HASH)
    if forgery == "headless":
        run(f"DELETE FROM {HEAD}")
    for _ in range(2):
        with transaction.atomic():
            trail.record(None, trail.Action.OPENED, "Q-4F7-KM3")
    assert "The seal" in problems()


def test_it_keeps_the_seal_of_an_older_key_valid(settings):
    settings.ENQUIRY_KEYS = ["X" * 43 + "=", *settings.ENQUIRY_KEYS]
    assert trail.verify().is_whole
    assert not trail.has_newest_seal()
    with transaction.atomic():
        trail.record(None, trail.Action.OPENED)
    assert trail.has_newest_seal()
    settings.ENQUIRY_KEYS = settings.ENQUIRY_KEYS[:1]
    assert trail.verify().is_whole


def test_it_outlives_the_person():
    get_user_model().objects.all().delete()
    assert trail.verify().is_whole


def test_it_can_be_recomputed_with_standard_tools():
    """So that an auditor need not trust this program."""
    row = AuditEvent.objects.get(number=2)
    columns = [
        row.number, row.at.timestamp(), row.actor_id, row.actor_name,
        row.action, row.reference, row.detail, row.previous,
    ]  # fmt: skip
    assert row.hash == hashlib.sha256(json.dumps(columns).encode()).hexdigest()


def test_it_lets_nobody_change_a_row_through_the_models():
    row = AuditEvent.objects.first()
    attempts = [
        row.save,
        row.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(detail="x"),
        lambda: AuditEvent.objects.bulk_update([row], ["detail"]),
    ]
    for attempt in attempts:
        with pytest.raises(FinalRow), transaction.atomic():
            attempt()
    assert trail.verify().rows == ROWS


class TestTheCommand:
    def test_it_prints_how_many_rows_and_the_last_hash(self, capsys):
        call_command("verify_audit")
        head = AuditHead.objects.get().hash
        assert capsys.readouterr().out == (
            f"7 rows; the last one has the hash {head}\nThe trail is whole.\n"
        )

    def test_it_fails_and_names_the_rows(self):
        run(f"UPDATE {TABLE} SET detail = 'Nothing' WHERE number = 4")
        with pytest.raises(CommandError, match=r"Row 4 was changed\.") as failure:
            call_command("verify_audit")
        assert failure.value.returncode == 1

    def test_it_knows_a_hash_that_was_written_down_earlier(self):
        call_command("verify_audit", expect=AuditEvent.objects.get(number=3).hash.upper())

    @pytest.mark.parametrize("hash_", ["", " ", "abc", "x" * 64, "0" * 63])
    def test_it_takes_no_part_of_a_hash_for_one(self, hash_):
        """An empty one would pass, and half of one would call a whole trail broken."""
        with pytest.raises(CommandError, match="needs the whole hash"):
            call_command("verify_audit", expect=hash_)

    def test_it_calls_no_trail_broken_where_there_is_no_site(self):
        run(f"ALTER TABLE {HEAD} RENAME TO elsewhere")
        with pytest.raises(CommandError, match="holds no site"):
            call_command("verify_audit")

    def test_it_finds_an_older_copy_of_the_database(self):
        """Whole and well sealed, and yet too short."""
        written_down = AuditHead.objects.get().hash
        older = AuditEvent.objects.get(number=5)
        end = AuditHead(number=older.number, hash=older.hash)
        run(f"DELETE FROM {TABLE} WHERE number > 5")
        run(f"UPDATE {HEAD} SET number = 5, hash = %s, seal = %s", end.hash, trail._seal(end))
        assert trail.verify().is_whole
        with pytest.raises(CommandError, match="No row has the hash"):
            call_command("verify_audit", expect=written_down)
