"""What is done when somebody writes: rendering, checking and comparing a long text."""

from dataclasses import replace

from tests.bench.figures import BOOK
from tests.content.rendering.long_article import long_article

HOW = "In one process, the median of many runs after a warm-up, on a text of 1,500 words and more."


def load_starter() -> None:
    from content import starter

    starter.load()


def writing() -> None:
    from content.editorial.comparing import PageWords, compare, three_way
    from content.editorial.corrections import change_size
    from content.editorial.findings import PageToCheck, check
    from content.lookups import lookups
    from content.rendering import render

    text, world = long_article(), lookups()
    count = f"{len(text.split()):,} words"
    BOOK.section("Writing", HOW)
    BOOK.measure(f"render {count}", lambda: render(text, world), goal=15)
    # As while somebody types: what the site knows is read anew each time, rendering included.
    page = PageToCheck("A title", "A summary.", "A point.", text, kind="treatment")
    BOOK.measure(f"check {count}", lambda: check(page, lookups(body=text)), 60, goal=60)
    old = PageWords("A title", "A summary.", "One.\nTwo.", text)
    new = replace(old, body=old.body.replace("a little", "a lot").replace("## On", "## About"))
    mine = replace(old, body=old.body.replace("some hours", "a few hours"))
    BOOK.measure(f"compare two times {count}", lambda: compare(old, new), 50, goal=100)
    BOOK.measure(f"merge three times {count}", lambda: three_way(old, new, mine), 20, goal=200)
    BOOK.measure(f"measure a change of {count}", lambda: change_size(old, new), 50, goal=100)
