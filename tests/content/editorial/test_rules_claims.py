"""Numbers, promises, claims, and the state of the sources they rest on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content.models import SourceLink
from tests.content.editorial.pages import BODY, checked, found, page, with_text, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "marked", "text"),
    [
        ("It helps 25% of people.", "25% of ", "25 in 100 "),
        ("It helps 25 percent of the patients.", "25 percent of the ", "25 in 100 "),
        ("It helps 0.4% of people.", "0.4% of ", "4 in 1,000 "),
        ("It helps 2.50 % of adults.", "2.50 % of ", "25 in 1,000 "),
    ],
)
def test_it_turns_percent_into_people(typed, marked, text):
    finding = found(with_text(typed), "percent")[0]
    body = BODY.replace("\n## What you can do", f"\n{typed}\n\n## What you can do", 1)
    assert words(finding, page(body=body)) == marked
    assert finding.mend.text == text


def test_it_leaves_the_wording_to_a_person_when_it_is_no_share_of_people():
    finding = found(with_text("It lowers pain by 50%."), "percent")[0]
    assert finding.mend is None


@pytest.mark.parametrize(
    "typed",
    [
        "It helps 25 in 100 people (25%).",
        "It helps 1 out of 4, or 25%.",
        "We use 1% lidocaine.",
        "Nothing here counts.",
    ],
)
def test_it_is_content_with_percent_beside_people(typed):
    assert not found(with_text(typed), "percent")


@pytest.mark.parametrize(
    "typed",
    [
        "This is always safe.",
        "It cures pain.",
        "It is painless.",
        "There are no side effects.",
        "We guarantee relief.",
        "It works for everyone.",
        "You get permanent relief.",
        "This will cure your pain.",
        "It does not hurt, but it cures all pain.",
    ],
)
def test_it_finds_a_promise_that_nobody_can_keep(typed):
    assert len(found(with_text(typed), "absolute-claim")) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "It is not always safe.",
        "It isn't painless.",
        "No shot is completely safe.",
        "Nobody can guarantee relief.",
        "Is it painless?",
        "Do not trust a site that says “it cures pain”.",
        "There is no treatment that works for everyone.",
        "It is safe for most people.",
        "It may ease the pain.",
    ],
)
def test_it_leaves_warnings_and_questions_alone(typed):
    assert not found(with_text(typed), "absolute-claim")


def test_it_knows_spanish_promises():
    assert found(checked(language="es", summary="Es siempre seguro."), "absolute-claim")
    assert not found(checked(language="es", summary="No es siempre seguro."), "absolute-claim")


CLAIM = "Studies show that it helps 2 in 10 people."


@pytest.mark.parametrize("heading", ["Risks", "How well it works", "Side effects", "Benefits"])
def test_it_asks_for_the_source_of_a_claim_in_a_section_on_treatment(heading):
    assert len(found(with_text(f"## {heading}\n\n{CLAIM}"), "claim-unsourced")) == 1


def test_it_asks_for_it_everywhere_on_a_page_about_treatment():
    assert found(with_text(CLAIM, kind="treatment"), "claim-unsourced")
    assert not found(with_text(CLAIM), "claim-unsourced")


@pytest.mark.parametrize(
    "typed",
    [
        f"{CLAIM}[^one]",
        f"{CLAIM} It is a small study.[^one]",
        f"A review says so:[^one]\n\n- {CLAIM}\n- {CLAIM}",
        f"| What | How often |\n|---|---|\n| {CLAIM} | rare[^one] |",
        f"::: question How often?\n{CLAIM}\n:::",
        "See [what studies show](article:the-first-day).",
        "Do studies show that it helps 2 in 10 people?",
        "It may help you.",
    ],
)
def test_it_is_content_with_a_source_near_by_and_with_what_is_no_claim(typed):
    assert not found(with_text(f"## Risks\n\n{typed}"), "claim-unsourced")


def test_it_does_not_take_the_source_of_another_row():
    table = f"| What | How often |\n|---|---|\n| One | rare[^one] |\n| Two | {CLAIM} |"
    assert len(found(with_text(f"## Risks\n\n{table}"), "claim-unsourced")) == 1


def test_it_asks_a_page_about_treatment_for_sources():
    body = BODY.replace("[^one]", "").replace(": A journal", "A journal")
    assert found(checked(body=body, kind="treatment"), "sources-missing")
    assert not found(checked(body=body), "sources-missing")


def test_it_says_nothing_of_a_source_that_nobody_tried_or_read():
    SourceLink.objects.create(url="https://example.org/one")
    assert checked().findings == ()


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ({"read_on": timezone.localdate() - timedelta(days=366)}, ["source-old"]),
        ({"read_on": timezone.localdate() - timedelta(days=364)}, []),
        ({"failing_since": timezone.now() - timedelta(days=4)}, ["source-dead"]),
        ({"failing_since": timezone.now() - timedelta(days=2)}, []),
    ],
)
def test_it_warns_of_old_and_dead_sources(fields, ids):
    SourceLink.objects.create(url="https://example.org/one", **fields)
    result = checked()
    assert [finding.id for finding in result.findings] == ids
    for finding in result.findings:
        assert words(finding, page()) == "A title"


def test_it_warns_once_of_a_source_that_is_used_twice():
    SourceLink.objects.create(
        url="https://example.org/one", failing_since=timezone.now() - timedelta(days=9)
    )
    result = with_text("See [it](https://example.org/one) and [that](https://example.org/one).")
    assert len(found(result, "source-dead")) == 1


def test_it_wants_the_benefits_beside_the_risks():
    """“Get help” over the cards is no benefit."""
    assert found(with_text("It has risks.", kind="treatment"), "benefits-missing")
    assert not found(with_text("It has risks."), "benefits-missing")
    assert not found(with_text("It has risks. It may help.", kind="treatment"), "benefits-missing")


def test_it_wants_the_risks_beside_the_benefits():
    assert found(with_text("It may ease pain.", kind="treatment"), "risks-missing")
    assert not found(
        with_text("It may ease pain. Read the [risks](article:the-first-day).", kind="treatment"),
        "risks-missing",
    )


def test_it_wants_to_read_what_is_not_known():
    body = BODY.replace("Experts do not know why it starts.", "It starts.").replace("not know", "")
    assert found(checked(body=body, kind="treatment"), "doubt-missing")
    assert not found(checked(kind="treatment"), "doubt-missing")


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("It is 1 in 4 here. It is 12 in 100 there.", 1),
        ("It is 3 in 100 here. It is 12 in 100 there.", 0),
        ("It is 3 in 100 here. It is 1 in 1,000 there.", 0),
    ],
)
def test_it_wants_numbers_that_compare(typed, count):
    assert len(found(with_text(typed), "denominators")) == count
