"""Backup, wipe, restore gives back the same site; whatever cannot be restored is refused, and the
live site is as it was. Each scene plays in a process and on a database of its own."""

import pytest

from tests.enquiries import apart


@pytest.fixture(scope="module")
def play():
    played = {}

    def play(name: str):
        if name not in played:
            played[name] = apart.run(f"tests.backup.scenes.{name}")
        return played[name]

    return play


class TestTheWayThereAndBack:
    @pytest.fixture
    def found(self, play):
        return play("round_trip")

    def test_it_gives_back_the_same_site_after_a_wipe(self, found):
        assert found["gone"]
        assert found["restored"].startswith("Restored the site of ")
        assert found["same"]

    def test_it_makes_a_file_for_its_owner_that_shows_nothing(self, found):
        assert found["mode"] == 0o600
        assert found["in clear"] == []

    def test_it_lets_nobody_in_who_was_signed_in(self, found):
        assert found["sessions"] == 0

    def test_it_gives_files_the_rights_of_uploads(self, found):
        assert found["files"] == [0o640] * 2

    def test_it_replaces_data_only_when_told_twice(self, found):
        assert "say --overwrite" in found["untold"]
        assert "add --yes-i-mean guide.example.org" in found["told once"]
        assert "add --yes-i-mean guide.example.org" in found["told wrong"]
        assert found["untouched"]

    def test_it_puts_aside_what_it_replaces(self, found):
        assert "What was there before is kept in" in found["overwritten"]
        assert found["same again"]
        assert found["put aside"] == ["later.txt"]

    def test_it_writes_down_a_proof(self, found):
        assert found["unproven"]
        assert found["proven"].startswith("Proven: guide-")
        assert found["proof"] == [True, 10, 3, False]
        assert found["late"]

    def test_it_makes_and_proves_by_the_clock(self, found):
        assert found["by the clock"] == [True, 1, True, True]

    def test_it_leaves_nothing_lying_about(self, found):
        assert found["leftovers"] == []


REFUSALS = {
    "wrong key": "WrongKey: No key here opens this backup",
    "cut": "Damaged: The file was damaged or cut",
    "nothing": "Damaged: This is no backup of this site",
    "no such file": "Refused: The backup could not be restored (No such file",
    "flipped in the name of the key": "WrongKey: ",
    "flipped in the salt": "Damaged: ",
    "flipped in the first piece": "Damaged: ",
    "flipped in the middle": "Damaged: ",
    "flipped in the end": "Damaged: ",
    "missing picture": "Damaged: The backup lacks files that it should have: media/pictures/",
    "changed picture": "Damaged: Files in the backup are not as they were: media/pictures/",
    "stranger inside": "Damaged: The backup holds a file that does not belong there.",
    "other database": "Unfit: This backup is of a site on oracle, and this site is on ",
    "newer program": "Unfit: This backup was made by a newer version of the program",
    "other numbers": "Damaged: What was restored is not what the backup says.",
    "no enquiry key": "Unfit: The messages of patients in this backup need a key",
    "full disk, backup": "NoRoom: ",
    "full disk, restore": "NoRoom: ",
    "full disk, proof": "NoRoom: ",
    "site runs": "Busy: The site is running. Stop it",
    "somebody writes": "Busy: ",
    "two at once": "Busy: A backup, a proof or a restore is under way.",
    "proof of a cut one": "Damaged: ",
    "proof of a broken trail": "NotProven: ",
}


class TestWhatIsRefused:
    @pytest.mark.parametrize(("case", "sentence"), REFUSALS.items(), ids=REFUSALS)
    def test_it_says_why_and_touches_nothing(self, play, case, sentence):
        said, is_untouched, left = play("refusals")[case]
        assert said.startswith(sentence)
        assert is_untouched
        assert left == []

    def test_it_keeps_older_backups_and_proves_nothing(self, play):
        assert play("refusals")["kept"]
        assert play("refusals")["unproven"]


def test_it_is_all_old_or_all_new_when_killed_at_any_step(play):
    rounds = play("killed")["rounds"]
    codes = [code for code, *_ in rounds]
    assert codes[-1] == 0
    assert set(codes[:-1]) == {-9}
    assert any(noted for _, noted, *_ in rounds)
    assert {state for *_, state in rounds} == {"old", "new"}


def test_it_puts_back_the_keys_that_a_backup_holds(play):
    found = play("keys_inside")
    assert found["inside"]
    assert not found["usually"]
    assert "Take ENQUIRY_KEYS away" in found["by the environment"]
    assert found["put back"]
    assert found["mode"] == 0o600
    assert found["put aside"]
    assert found["same"]


def test_it_begins_anew_when_a_picture_is_deleted_meanwhile(play):
    found = play("deleted_meanwhile")
    assert found["tries"] == 2
    assert found["missing"] == []
    assert found["rows"] == 1


def test_it_backs_up_what_there_is_and_proves_nothing_when_a_file_is_lost(play):
    found = play("deleted_meanwhile")
    assert found["lost"]
    assert "were missing already when the backup was made" in found["said"]
    assert found["duty"] == "PicturesMissing"
    assert "Files of pictures are missing" in found["proof"]
