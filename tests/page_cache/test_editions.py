"""Several processes read, publish, schedule and rename at once, and nobody reads old words."""

import pytest

from tests.enquiries import apart
from tests.page_cache.scenes import ROUNDS


@pytest.fixture(scope="module")
def found() -> dict:
    scene = "tests.page_cache.scenes.readers_and_writers"
    return apart.run(scene)


def test_it_gives_nobody_words_that_had_been_replaced_before_they_asked(found):
    assert found["stale"] == []


def test_it_reaches_every_process_with_the_last_words(found):
    assert set(found["newest"].values()) == {ROUNDS}
    assert len(found["newest"]) == 4


def test_it_answers_most_of_them_from_memory(found):
    assert found["from memory"] > found["seen"] / 4
