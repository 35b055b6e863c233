"""Scenes that are forked from one process know nothing of each other."""

import pytest

from tests.enquiries import apart


def test_a_scene_finds_nothing_that_another_left():
    assert [apart.run("what_others_left") for _ in range(2)] == [[0, 0, 0]] * 2


def test_a_scene_that_fails_says_why_and_the_next_one_plays():
    with pytest.raises(AssertionError, match="It was not there"):
        apart.run("fails")
    assert apart.run("what_others_left") == [0, 0, 0]
