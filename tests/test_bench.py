"""The record of the benchmarks says what was measured, and plainly what was missed."""

import socket
from datetime import date

import pytest

from tests.bench import record
from tests.bench.figures import Book
from tests.source import ROOT

DAY = date(2026, 11, 28)


@pytest.fixture
def book():
    book = Book()
    book.section("Pages", "Asked one by one.")
    book.note("a page", 5.25, digits=2, most=6, more="p99 9.0")
    book.note("a slow page", 7.5, most=6)
    book.section("Beside nginx", "In turn.")
    book.note("against a file", 0.5, "", digits=2, least=0.7)
    book.note("pages", 6400, "a second", digits=0)
    return book


def test_it_tells_each_figure_with_its_goal_and_how_it_was_taken(book):
    page = record.page(book, {"Python": "3.11.7"}, DAY)
    assert "on November 28, 2026" in page
    assert "| Python | 3.11.7 |" in page
    assert "## Pages\n\nAsked one by one.\n" in page
    assert "| a page | 5.25 ms, p99 9.0 | 6 ms or less | met |" in page
    assert "| pages | 6,400 a second |  |  |" in page


def test_it_says_first_which_goals_were_missed(book):
    page = record.page(book, {}, DAY)
    short = page[: page.index("## Pages")]
    assert "1 of 3 goals are met." in short
    assert "- a slow page: 7.5 ms; the goal is 6 ms or less" in short
    assert "- against a file: 0.50; the goal is 0.7 or more" in short
    assert page.count("**missed**") == 2


def test_it_calls_no_goal_met_that_nobody_measured(book):
    book.missing("memory", "wrk is not installed")
    assert "- memory: not measured: wrk is not installed" in record.in_short(book)


def test_it_says_nothing_of_missed_goals_when_all_are_met():
    book = Book()
    book.section("Pages", "Asked.")
    book.measure("nothing at all", lambda: None, runs=3, goal=1e6)
    assert record.in_short(book) == "## In short\n\n1 of 1 goals are met.\n"


def test_it_names_the_machine_by_what_it_is_and_not_by_its_name(book, tmp_path):
    about = record.machine()
    assert {"Processors", "Memory", "Python", "Django", "SQLite"} <= set(about)
    record.write(book, tmp_path / "benchmarks.md", about, DAY)
    page = (tmp_path / "benchmarks.md").read_text()
    assert socket.gethostname() not in page
    assert str(ROOT) not in page
