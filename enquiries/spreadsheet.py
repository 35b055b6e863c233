"""Writes CSV that a spreadsheet opens as text: no cell of it can become a formula."""

import csv
import re
from collections.abc import Iterable, Iterator
from unicodedata import category, normalize

# Without it Excel reads the bytes in an old code page.
BYTE_ORDER_MARK = "\ufeff"
STARTS_FORMULA = set("=+-@\N{MINUS SIGN}")
STARTS_CELL_ANEW = set("\t\r\n")
NUMBER = re.compile(r"-?\d+(\.\d+)?(E[+-]?\d+)?", re.ASCII | re.IGNORECASE)
UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Zs"}  # control and format characters, spaces


class _Line:
    """A file for csv.writer that hands each line straight back."""

    def write(self, line: str) -> bytes:
        return line.encode(errors="replace")


def rows_as_csv(header: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """UTF-8, one piece for each row, so that a long list is sent while it is read.

    None becomes an empty cell. Text that would be a formula gets an apostrophe in front, which
    spreadsheets know as the sign for text; numbers stay numbers.
    """
    writer = csv.writer(_Line(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK.encode() + writer.writerow(map(_cell, header))
    for row in rows:
        yield writer.writerow(map(_cell, row))


def _cell(value: object) -> str:
    text = "" if value is None else str(value).replace("\0", "")
    return f"'{text}" if _may_be_formula(text) else text


def _may_be_formula(text: str) -> bool:
    """Spreadsheets pass over what is not seen, and take wide and small signs for plain ones."""
    if text[:1] in STARTS_CELL_ANEW:
        return True
    first = next((letter for letter in text if category(letter) not in UNSEEN), "")
    return normalize("NFKC", first)[:1] in STARTS_FORMULA and not NUMBER.fullmatch(text)
