"""Day blocks in other languages, in a row and apart, and what a rendering tells about them."""

import pytest

from content.rendering import Days, labels
from tests.content.rendering.world import found, rendered

SPANISH = {"When to call": "Cuándo llamar", "Not yet": "Todavía no"}


@pytest.fixture
def spanish(monkeypatch):
    monkeypatch.setattr(labels, "pgettext", lambda _, words: SPANISH.get(words, words))


def day(words: str, days: str = "0-2") -> str:
    return f"::: day {days} Title\n{words}\n:::\n"


@pytest.mark.parametrize("label", ["Cuándo llamar", "cuándo llamar", "When to call"])
def test_it_reads_labels_in_both_languages_and_writes_those_of_the_page(spanish, label):
    html = rendered(day(f"{label}: Llámenos."), language="es").html
    assert '<td data-label="Cuándo llamar"><p>Llámenos.</p></td>' in html
    assert '<th scope="col">Todavía no</th>' in html


def test_it_tells_which_days_have_a_block_and_which_say_when_to_call():
    page = rendered(day("When to call: Call us.") + "\n" + day("Not yet: Run.", "3"))
    assert page.days == (Days(0, 2, 1, True), Days(3, 3, 5, False))


def test_it_makes_one_table_of_a_row_and_one_form_of_a_page():
    html = rendered("\n".join(day("Not yet: Run.", f"{n}") for n in range(4))).html
    assert (html.count("<table"), html.count("<tr id="), html.count("<form")) == (1, 4, 1)
    apart = rendered(day("Not yet: Run.") + "\nWords.\n\n" + day("Not yet: Run.", "3")).html
    assert (apart.count("<table"), apart.count("<form")) == (2, 1)


@pytest.mark.parametrize("days", ["", "0-2", "2-0 A", "-1 A", "0 - A", "1000 A", "0.5 A", "0-2A"])
def test_it_wants_days_and_a_heading(days):
    assert ("day-form", 1) in found(f"::: day {days}\n- a\n:::")


@pytest.mark.parametrize("days", ["0-2", "0–2", "0 - 2", "000-002"])
def test_it_reads_days_as_people_write_them(days):
    assert 'data-days="0-2"' in rendered(day("Not yet: Run.", days)).html


def test_a_label_of_another_block_is_a_sentence_here():
    html = rendered(day("You may feel: sore\n\nNot yet: Run.")).html
    assert "<p>You may feel: sore</p></th>" in html


def test_it_shows_no_form_without_its_script():
    assert '<section class="today" aria-labelledby="today-title" hidden>' in (
        rendered(day("Not yet: Run.")).html
    )
