"""Many people at the same pages at once, and processes that are killed: nothing is half done."""

import pytest

from tests.enquiries import apart


@pytest.fixture(scope="module")
def at_once() -> dict:
    return apart.run("tests.content.scenes.at_once")


@pytest.fixture(scope="module")
def killed() -> list[dict]:
    return apart.run("tests.content.scenes.killed")


def test_it_did_much_of_everything(at_once):
    assert at_once["saved"] > 20
    assert at_once["gone"] > 0
    assert at_once["asked"] > 0


@pytest.mark.parametrize(
    "what", ["thrown away and on the site", "asked about what was thrown away"]
)
def test_it_does_nothing_with_what_was_thrown_away(at_once, what):
    assert at_once[what] == 0


def test_it_numbers_every_revision_and_keeps_one_of_each(at_once):
    assert at_once["gaps"] == []
    assert at_once["twice"] == []


def test_it_was_killed_at_many_steps_and_lived_in_the_end(killed):
    assert len(killed) > 30
    assert [found["lived"] for found in killed] == [False] * (len(killed) - 1) + [True]


def test_it_signs_publishes_and_withdraws_wholly_or_not_at_all(killed):
    for found in killed:
        assert found["killed"]["signed"] in ([0, False, 0], [1, True, 1])
        assert found["killed"]["published"] in ([False, False], [True, True])
        assert found["killed"]["withdrawn"] in ([False, False], [True, True])


def test_it_goes_on_where_it_was_killed(killed):
    for found in killed:
        assert found["again"]["signed"] == [1, True, 1]
        assert found["again"]["published"] == [True, True]
        assert found["again"]["withdrawn"] == [True, True]
