"""Which backups are kept."""

from datetime import UTC, datetime, timedelta

import pytest

from tpi_site.backup import keeping
from tpi_site.backup.keeping import Keep

NOW = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)  # a Friday
KEEP = Keep(7, 4, 12)


@pytest.fixture
def year_and_more(tmp_path):
    """One a day, as due work makes them."""
    for days in range(400):
        keeping.free_path(tmp_path, NOW - timedelta(days=days)).touch()
    return tmp_path


def days_ago(folder) -> list[int]:
    return [(NOW - keeping.made_at(path)).days for path in keeping.stored(folder)]


def test_it_keeps_seven_days_four_weeks_and_twelve_months(year_and_more):
    removed = keeping.forget(year_and_more, KEEP)
    kept = days_ago(year_and_more)
    assert kept[:7] == list(range(7))
    # The Sundays before, and the last days of the months before.
    assert kept[7:9] == [12, 19]
    assert kept[9:] == [27, 58, 88, 119, 150, 180, 211, 241, 272, 300, 331]
    assert len(removed) == 400 - len(kept)


def test_it_removes_one_each_day_once_all_are_there(year_and_more):
    keeping.forget(year_and_more, KEEP)
    for day in range(1, 60):
        keeping.free_path(year_and_more, NOW + timedelta(days=day)).touch()
        keeping.forget(year_and_more, KEEP)
    assert 18 <= len(keeping.stored(year_and_more)) <= 23


def test_it_counts_days_that_have_a_backup(tmp_path):
    """A machine that was off for months loses nothing by being switched on."""
    for days in (0, 100, 101, 102):
        keeping.free_path(tmp_path, NOW - timedelta(days=days)).touch()
    keeping.forget(tmp_path, KEEP)
    assert days_ago(tmp_path) == [0, 100, 101, 102]


def test_it_keeps_all_of_the_last_day_and_then_the_newest_of_each(tmp_path):
    for hours in (0, 1, 2, 49, 50):
        keeping.free_path(tmp_path, NOW - timedelta(hours=hours)).touch()
    keeping.forget(tmp_path, KEEP)
    kept = [NOW - keeping.made_at(path) for path in keeping.stored(tmp_path)]
    assert [age // timedelta(hours=1) for age in kept] == [0, 1, 2, 49]


def test_it_keeps_one_when_none_is_asked_for(tmp_path):
    keeping.free_path(tmp_path, NOW).touch()
    assert keeping.forget(tmp_path, Keep(0, 0, 0)) == []


def test_it_leaves_other_files_alone(tmp_path):
    others = ["notes.txt", "guide-2020.backup", "guide-20200101T000000Z.backup.copy"]
    for name in others:
        (tmp_path / name).touch()
    keeping.free_path(tmp_path, NOW).touch()
    keeping.forget(tmp_path, Keep(1, 0, 0))
    assert {path.name for path in tmp_path.iterdir()} > set(others)


def test_it_gives_two_of_one_second_two_names(tmp_path):
    first = keeping.free_path(tmp_path, NOW)
    first.touch()
    assert keeping.free_path(tmp_path, NOW) != first


def test_it_finds_nothing_in_a_folder_that_is_not_there(tmp_path):
    assert keeping.stored(tmp_path / "none") == []
