"""Turns a text with marks around the words that were found into HTML."""

from django.utils.html import format_html, format_html_join

START, STOP = "\x02", "\x03"


def marked(text: str) -> str:
    """Safe HTML: the text escaped, and <mark> around what stood between START and STOP."""
    pieces = text.replace(STOP, START).split(START)
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", piece) if number % 2 else piece,)
            for number, piece in enumerate(pieces)
        ),
    )
