"""Cutting a stored page into pieces that can stand beside those of another page."""

import pytest

from content.rendering import render
from content.rendering.beside import pieces
from tests.content.rendering.long_article import long_article
from tests.content.rendering.world import world

PAGE = (
    '<h2 id="s-a">A &lt;tag id="x"&gt;</h2>\n<p>See <a href="#s-a">here</a> and '
    '<a href="/x/#s-a">there</a>.</p>\n<section aria-labelledby="s-b s-c" class="care">'
    '<h3 id="s-b">B</h3></section>\n<p><img alt="a > b" src="/y.png"></p>'
)


def test_it_cuts_between_the_outermost_elements():
    found = pieces(PAGE, "old-")
    assert [piece.text for piece in found] == ['A <tag id="x">', "See here and there.", "B", ""]
    assert "".join(piece.source for piece in found) == PAGE.replace(">\n<", "><")


def test_it_gives_ids_and_links_to_them_a_prefix_and_nothing_else():
    html = "".join(piece.html for piece in pieces(PAGE, "old-"))
    assert '<h2 id="old-s-a">A &lt;tag id="x"&gt;</h2>' in html
    assert '<a href="#old-s-a">here</a>' in html
    assert '<a href="/x/#s-a">' in html
    assert '<section class="care"><h3 id="old-s-b">' in html
    assert 'alt="a > b"' in html


def test_it_keeps_together_what_is_not_well_formed():
    [piece] = pieces("<p>One</p></div><p>Two</p>", "new-")
    assert piece.html == "<p>One</p></div><p>Two</p>"


@pytest.mark.parametrize("html", ["", " \n"])
def test_it_has_no_pieces_of_nothing(html):
    assert pieces(html, "new-") == []


def test_it_changes_nothing_but_names_on_a_page_with_every_block():
    html = render(long_article(), world()).html
    found = pieces(html, "x-")
    assert len(found) > 10
    joined = "".join(piece.html for piece in found)
    assert len(joined) >= len("".join(html.split("\n")))  # only names grew
    assert ' id="s-' not in joined
