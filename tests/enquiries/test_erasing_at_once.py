"""Erasure and change of keys among people at work, in processes of their own."""

from tests.enquiries import apart


def test_it_erases_each_once_and_none_that_was_reopened_or_held():
    found = apart.run("scenes_of_erasing.at_once")
    gone = 120 - len(found["left"])
    for name in ("counted", "receipts", "different", "in_trail"):
        assert found[name] == gone, name
    assert found["spared"] == found["left"]
    assert found["notes"] == len(found["left"])
    assert found["problems"] == []
    assert gone > 0


def test_it_leaves_nothing_half_erased_when_it_is_killed():
    rounds = apart.run("scenes_of_erasing.killed")
    assert len(rounds) > 20
    for before in rounds:
        killed = before["killed"]
        assert killed["receipts"] == killed["in_trail"]
        assert killed["problems"] == []
        assert before["again"]["receipts"] - killed["receipts"] == killed["enquiries"]


def test_it_changes_keys_while_people_work():
    found = apart.run("scenes_of_erasing.keys_while_people_work")
    assert found == {"unreadable": [], "rewritten": True, "problems": [], "erased": 20}
