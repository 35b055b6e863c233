"""What goes across both columns on paper."""

import re

import pytest

from content.rendering.across import across

HEADING, WORDS = '<h2 id="s-help">When to get help</h2>', "<p>Start here.</p>"
MORE = '<details class="more"><summary>More</summary><p>Words.</p></details>'


def table(columns, around="table-wrap"):
    heads, cells = (f"<{tag}>x</{tag}>" * columns for tag in ("th", "td"))
    rows = f"<tr>{heads}</tr><tr>{cells}</tr>"
    return f'<div class="{around}"><table>{rows}</table></div>'


def card(level, lines):
    return f'<section class="care care--{level}"><ul>{"<li>x</li>" * lines}</ul></section>'


WIDE, NARROW, WIDE_MORE = table(3), table(2), table(3, "more")
DAYS, DIARY = '<div class="days"><p>x</p></div>', table(4, "worksheet diary")
LONG, SHORT = card("emergency", 8), card("emergency", 7)
URGENT, ROUTINE = card("urgent", 1), card("routine", 3)


def marks(*parts):
    """A letter for each part: "x" where it goes across, and else "-"."""
    made = across("\n".join(parts)).split("\n")
    plain = [re.sub(r' class="across"| across(?=")', "", part) for part in made]
    assert plain == list(parts)
    return "".join("-" if part == old else "x" for part, old in zip(made, parts, strict=True))


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ([WIDE, NARROW, DAYS, DIARY, WIDE_MORE, MORE, WORDS], "x-xxx--"),
        ([HEADING, WIDE], "xx"),
        ([HEADING, WORDS, DIARY], "xxx"),
        ([HEADING, WORDS, WORDS, WIDE], "---x"),
        ([WORDS, WIDE, WORDS], "-x-"),
        ([HEADING, WIDE_MORE], "-x"),
        ([HEADING, NARROW, WIDE], "--x"),
    ],
)
def test_it_takes_what_is_wider_than_a_column_with_what_leads_to_it(parts, found):
    assert marks(*parts) == found


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ([HEADING, WORDS, WORDS, LONG], "xxxx"),
        ([HEADING, SHORT, URGENT, ROUTINE], "----"),
        ([LONG, URGENT, ROUTINE, WORDS], "xxx-"),
        ([LONG, URGENT, card("routine", 2)], "xx-"),
        ([LONG, ROUTINE], "x-"),
        ([LONG, WORDS, URGENT], "x--"),
        ([MORE, LONG, URGENT], "---"),
        ([DIARY, MORE, LONG, URGENT], "x-x-"),
        ([DIARY, LONG, URGENT, MORE], "xxx-"),
    ],
)
def test_it_takes_long_cards_where_the_columns_after_them_fill_their_sheets(parts, found):
    assert marks(*parts) == found


@pytest.mark.parametrize("html", ["", "Words.", f"<p>broken{WIDE}", f"<div>{WIDE}</div>"])
def test_it_leaves_all_else_as_it_is(html):
    assert across(html) == html
