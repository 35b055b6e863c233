"""What two people made of the same words, as the screen shows it."""

from django.template.loader import render_to_string

from content.editorial.comparing import PageWords, three_way

BASE = PageWords(
    "A spot", "One.", "A point.", "## Rest\n\nRest a while today.\n\nThen walk a bit.\n"
)


def shown(theirs: str, mine: str) -> str:
    found = three_way(
        BASE,
        PageWords("A spot", "One.", "A point.", theirs),
        PageWords("A spot", "One.", "A point.", mine),
    )
    html = render_to_string("admin/content/parts/three_way.html", {"three_way": found})
    return " ".join(html.split())


def test_it_shows_both_sides_of_a_conflict_and_escapes_them():
    html = shown(
        BASE.body.replace("a while", "<b>a day</b>"), BASE.body.replace("a while", "a little")
    )
    assert "In 1 place you both changed the same words." in html
    assert "<mark>a little</mark>" in html or "<mark>little</mark>" in html
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    assert "All changes in this part" in html


def test_it_says_who_took_something_out():
    gone = BASE.body.replace("Rest a while today.\n\n", "")
    changed = BASE.body.replace("a while", "a little")
    assert "They took them out." in shown(gone, changed)
    assert "You took them out." in shown(changed, gone)


def test_it_shows_changes_that_do_not_meet():
    html = shown(
        BASE.body.replace("a while", "a day"), BASE.body.replace("walk a bit", "walk a lot")
    )
    assert "You changed different places" in html
    assert "What they changed" in html
    assert "yours stay" not in html.lower()
