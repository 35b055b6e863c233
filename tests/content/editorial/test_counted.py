"""What the site counts on a page for the instruments."""

import pytest

from tests.content.editorial.pages import BODY, checked, with_text

pytestmark = pytest.mark.django_db
TABLE = "| A | B |\n|---|---|\n| 1 | 2 |"
FIGURE = "::: figure drawing:disc-on-nerve A muscle\nA muscle at rest.\n:::"
SECOND = "\n[^two]: A book. [Another](https://example.org/two). 2020.\n"


def answer(result, item: str) -> str | None:
    counted = result.counted.get(item)
    return counted.answer if counted else None


def test_it_leaves_out_what_a_page_does_not_have():
    bare = checked()
    for item in ("pemat-17", "pemat-19", "cdc-15", "cdc-17", "cdc-19"):
        assert answer(bare, item) == "na", item
    full = with_text(f"{TABLE}\n\n{FIGURE}\n\nAbout 3 in 10 people feel it.")
    for item in ("pemat-17", "pemat-19", "cdc-15", "cdc-17"):
        assert answer(full, item) is None, item


def test_it_leaves_both_sides_of_a_treatment_to_the_rule():
    assert answer(checked(kind="treatment"), "cdc-19") is None
    both = with_text("Heat may help. A burn is a risk.")
    assert answer(both, "cdc-19") is None


def test_it_misses_lists_doubt_and_when_to_call():
    plain = checked(body="## What it is\n\nA sore spot.\n")
    assert [answer(plain, item) for item in ("cdc-8", "cdc-11", "cdc-14")] == ["no", "no", "no"]
    full = checked()
    assert [answer(full, item) for item in ("cdc-8", "cdc-11", "cdc-14")] == [None, None, None]


def test_it_counts_sources_and_claims_without_one():
    assert answer(checked(), "discern-4") == "5"
    assert answer(checked(body="## A\n\nA sore spot.\n"), "discern-4") == "1"
    claim = with_text("Studies show that heat works.", kind="treatment")
    assert answer(claim, "discern-4") == "3"
    assert claim.counted["discern-4"].reason == "1 claim on the page without a source."


@pytest.mark.parametrize(
    ("years", "points"), [(("2024.", "2020."), "5"), (("2024.", ""), "4"), (("", ""), "2")]
)
def test_it_counts_the_years_of_sources(years, points):
    body = BODY.replace("press it.[^one]", "press it.[^one] [^two]") + SECOND
    body = body.replace("2024.", years[0]).replace("2020.", years[1])
    assert answer(checked(body=body), "discern-5") == points


def test_it_knows_that_a_page_without_sources_has_a_date_of_its_own():
    assert answer(checked(body="## A\n\nA sore spot.\n"), "discern-5") == "2"


def test_it_counts_ways_to_more_help():
    assert answer(checked(), "discern-7") == "1"
    sources = BODY.replace("press it.[^one]", "press it.[^one] [^two]") + SECOND
    assert answer(checked(body=sources), "discern-7") == "3"
    ways = sources.replace("Rest for a day.", "Read [one](article:a) and [two](article:b).")
    assert answer(checked(body=ways), "discern-7") == "5"


def test_it_looks_for_a_part_on_what_is_unknown():
    assert answer(checked(), "discern-8") == "5"
    inside = BODY.replace("## What experts do not know\n", "## More\n")
    assert answer(checked(body=inside), "discern-8") == "3"
    assert answer(checked(body="## A\n\nA sore spot.\n"), "discern-8") == "1"
