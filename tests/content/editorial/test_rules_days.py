"""Day blocks: no day is left out, none is told twice, and each says when to call."""

import pytest

from tests.content.editorial.pages import BODY, checked, found

pytestmark = pytest.mark.django_db


def days(*ranges: str, call: str = "\nWhen to call: Call us for a fever.\n"):
    blocks = "\n".join(
        f"::: day {one} A stage\nWhat to do: Rest for a day.\n{call}:::\n" for one in ranges
    )
    body = f"## Day by day\n\n{blocks}\n{BODY}"
    return checked(body=body), {"body": body}


def one(result, id):
    (finding,) = found(result, id)
    return finding


def typed(finding, fields):
    return fields["body"][finding.place.start : finding.place.end]


@pytest.mark.parametrize("ranges", [("0-2", "3-7", "8-28"), ("0", "1", "2-9"), ("0",), ()])
def test_it_is_content_with_days_one_after_the_other(ranges):
    result, _ = days(*ranges)
    assert not [finding for finding in result.findings if finding.id.startswith("day-")]


def test_it_finds_a_gap_and_says_how_to_mend_it():
    result, fields = days("0-2", "4-7")
    finding = one(result, "day-gap")
    assert finding.level == "warning"
    assert "No block tells about day 3. Begin this one with day 3" in finding.message
    assert typed(finding, fields) == "4-7"
    assert finding.mend.text == "3-7"


def test_it_finds_a_gap_of_several_days():
    result, _ = days("0-2", "8")
    finding = one(result, "day-gap")
    assert "days 3 to 7" in finding.message
    assert finding.mend.text == "3-8"


def test_it_finds_days_that_two_blocks_share():
    result, fields = days("0-3", "3-7")
    finding = one(result, "day-overlap")
    assert finding.level == "error"
    assert finding.message.startswith("Day 3 is in two blocks. Begin this one with day 4")
    assert (typed(finding, fields), finding.mend.text) == ("3-7", "4-7")


def test_it_finds_several_shared_days_and_leaves_one_day_without_a_range():
    result, _ = days("0-4", "3-5")
    finding = one(result, "day-overlap")
    assert finding.message.startswith("Days 3 to 4 are in two blocks.")
    assert finding.mend.text == "5"


@pytest.mark.parametrize("ranges", [("0-9", "3-7"), ("0-2", "3-9", "3-9")])
def test_it_finds_days_out_of_order(ranges):
    result, _ = days(*ranges)
    finding = one(result, "day-overlap")
    assert "in the order of the days" in finding.message
    assert finding.mend is None


def test_it_begins_with_the_day_of_the_injection():
    result, fields = days("1-2", "3")
    finding = one(result, "day-gap")
    assert "Write a block for day 0, or begin this one with day 0." in finding.message
    assert (typed(finding, fields), finding.mend.text) == ("1-2", "0-2")


@pytest.mark.parametrize("call", ["", "\nWhen to call:\n"])
def test_it_wants_when_to_call_in_each_block(call):
    result, fields = days("0-2", call=call)
    finding = one(result, "day-call-missing")
    assert finding.level == "error"
    assert typed(finding, fields) == "::: day 0-2 A stage"
    assert "When to call:" in finding.message


def test_it_mends_what_it_found():
    result, fields = days("0-2", "5-7")
    finding = one(result, "day-gap")
    body = fields["body"]
    mended = body[: finding.place.start] + finding.mend.text + body[finding.place.end :]
    assert not found(checked(body=mended), "day-gap")


@pytest.mark.parametrize(
    "folded", ["Call us if it gets worse.", "- Call 911 for chest pain.", "Llámenos si empeora."]
)
def test_it_wants_words_that_tell_to_call_outside_of_more(folded):
    body = f"## Part\n\nShort.\n\n::: more Long\nWords.\n\n{folded}\n:::\n\n{BODY}"
    finding = one(checked(body=body), "more-care")
    assert typed(finding, {"body": body}) == folded
