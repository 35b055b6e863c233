import re

from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from content.search.marks import START, STOP, marked


def test_it_marks_what_was_found():
    assert marked(f"a {START}sore{STOP} spot") == "a <mark>sore</mark> spot"


@given(st.lists(st.text(alphabet=st.characters(exclude_characters=START + STOP))))
def test_it_escapes_everything_else(pieces):
    html = marked("".join(f"{START}{piece}{STOP}{piece}" for piece in pieces))
    assert html == "".join(f"<mark>{escape(piece)}</mark>{escape(piece)}" for piece in pieces)


@given(st.text(alphabet=st.sampled_from([START, STOP, "<", "a"])))
def test_it_keeps_its_tags_in_pairs_whatever_comes(text):
    html = marked(text)
    assert html.count("<mark>") == html.count("</mark>")
    assert "<" not in re.sub("</?mark>", "", html)
