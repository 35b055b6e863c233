"""Threads take turns at writing, and say so when the turn does not come."""

import threading

import pytest
from django.db import OperationalError

from enquiries.handling import turns


def test_it_lets_one_in_at_a_time():
    inside, most = [], []

    def work():
        with turns.own_turn():
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8


def test_it_gives_up_in_time_and_leaves_the_turn_to_others(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.01)
    with turns.own_turn(), pytest.raises(OperationalError, match="in time"), turns.own_turn():
        pass
    with turns.own_turn():
        pass


def test_it_gives_the_turn_back_after_a_failure():
    with pytest.raises(ValueError, match="x"), turns.own_turn():
        raise ValueError("x")
    with turns.own_turn():
        pass
