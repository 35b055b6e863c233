"""What counts as a small correction of signed words, and every reason why something does not."""

from dataclasses import replace

import pytest

from content.editorial.comparing import PageWords
from content.editorial.corrections import (
    LARGEST_SMALL_CORRECTION,
    ChangeSize,
    change_size,
    is_small,
    why_not_small,
)

BODY = """## What it is

A sore spot in a muscle. Pressing the spot hurts and the muscel feels tight.

Do not rub the spot hard. Take ibuprofen with a meal. Rest a while, then walk.

Wait 24 hours and then take a bath. A bath is pleasnat.

Warmth and [gentle stretches](article:stretches) make many people feel at ease.[^aafp]

The knot makes the nerve sore.

| When | What |
|---|---|
| Morning | Rest |

![A warm pack](img:42)

{{ driving }}

- Walk around the house.
- Drink a glas of water.

::: note Look at this
A notice that stands apart.
:::

## When to get help

Tell us if the spot grows.

::: emergency Call 911 now if you:
- have trouble breathing
:::

[^aafp]: AAFP. [Trigger points](https://www.aafp.org/tp). 2020.
"""
SIGNED = PageWords(
    "A sore spot", "What a sore spot is.", "Pressing it hurts.\nIt goes away by itself.", BODY
)


def size(old: str, new: str) -> ChangeSize:
    assert old in SIGNED.body
    return change_size(SIGNED, replace(SIGNED, body=SIGNED.body.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("muscel", "muscle", 1),
        ("the muscel feels tight", "the muscle will feel tight", 3),
        ("pleasnat", "pleasant", 1),
        ("glas of", "glass of", 1),
        ("Walk around the house.", "Walk around your house.", 1),
        ("Pressing the spot hurts and", "Pressing the spot hurts, and", 1),
        ("hurts and the", "hurts and\nthe", 0),
        ("- Walk around", "* Walk around", 0),
        ("the muscel", "**the** muscel", 0),
    ],
)
def test_it_takes_a_slip_of_the_pen_for_small(old, new, words):
    found = size(old, new)
    assert found == ChangeSize(words=words)
    assert is_small(found)
    assert why_not_small(found) == ""


def test_it_looks_at_summary_and_key_points_too():
    now = replace(SIGNED, summary="What a sore place is.", key_points=SIGNED.key_points + "\n")
    assert change_size(SIGNED, now) == ChangeSize(words=1)


def test_it_finds_nothing_in_the_same_words():
    now = replace(SIGNED, body=SIGNED.body.replace("\n", "\r\n"))
    assert change_size(SIGNED, now) == ChangeSize()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("24 hours", "48 hours"),
        ("24 hours", "24 days"),
        ("24 hours", "two hours"),
        ("Wait 24 hours and then take a bath", "Wait 24 hours and then take a shower"),
        ("A sore spot", "A second sore spot half as big"),
        ("a meal", "one meal"),
        ("a meal", "two tablets"),
        ("a meal", "5 mg"),
    ],
)
def test_it_never_takes_a_number_for_small(old, new):
    found = size(old, new)
    assert found.touches_number
    assert not is_small(found)
    assert "number" in why_not_small(found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Do not rub", "Do rub"),
        ("Do not rub", "Don’t rub"),
        ("Rest a while", "Never rest"),
        ("Do not rub the spot hard", "Do not press the spot hard"),
        ("Take ibuprofen", "Take naproxen"),
        ("ibuprofen", "prednisolone"),
        ("then walk", "before you walk"),
        ("Rest a while, then walk", "Walk a while, then rest"),
        ("The knot makes the nerve sore", "The nerve makes the knot sore"),
        ("pleasnat", "unpleasnat"),
        ("Warmth and", "Ice and"),
        ("many people feel", "most people feel"),
        ("feels tight", "must feel tight"),
        ("feels tight", "feels tight if you rest"),
        ("feels tight", "is painless"),
        ("around the house", "around the hospital"),
    ],
)
def test_it_never_takes_a_turn_of_the_sense_for_small(old, new):
    found = size(old, new)
    assert found.touches_sense
    assert not is_small(found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("trouble breathing", "trouble breathng"),
        ("Call 911 now if you:", "Call 911 now if:"),
        ("::: emergency", "::: urgent"),
        ("A notice that stands apart", "A notice which stands apart"),
        ("Look at this", "Look at that"),
        ("the spot grows", "the place grows"),
        ("::: note Look at this\nA notice that stands apart.\n:::\n", ""),
    ],
)
def test_it_never_takes_a_health_block_for_small(old, new):
    found = size(old, new)
    assert found.touches_health_block
    assert not is_small(found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## What it is", "## What this is"),
        ("## What it is", "### What it is"),
        ("img:42", "img:43"),
        ("article:stretches", "article:moving"),
        ("[gentle stretches](article:stretches)", "gentle stretches"),
        ("ease.[^aafp]", "ease."),
        ("{{ driving }}", "{{ working }}"),
        ("2020", "2021"),
        ("www.aafp.org/tp", "www.aafp.org/other"),
        ("| Morning |", "| Evening |"),
        ("- Drink a glas of water.\n", ""),
        ("- Drink a glas", "- Sit.\n- Drink a glas"),
        ("- Walk around the house.\n- Drink a glas of water.", "Walk around the house."),
        ("The knot makes the nerve sore.", "The knot makes the nerve sore. You feel it."),
        ("A bath is pleasnat.", ""),
    ],
)
def test_it_never_takes_other_things_for_small(old, new):
    found = size(old, new)
    assert found.touches_other
    assert not is_small(found)


def test_it_never_takes_a_title_for_small():
    found = change_size(SIGNED, replace(SIGNED, title="The sore spot"))
    assert found == ChangeSize(words=1, touches_other=True)


def test_it_draws_the_line_at_a_number_of_words():
    for count in (LARGEST_SMALL_CORRECTION, LARGEST_SMALL_CORRECTION + 1):
        found = size("house.", " ".join(["house", *["nice"] * count]) + ".")
        assert found.words == count
        assert is_small(found) == (count == LARGEST_SMALL_CORRECTION)


def test_it_says_every_reason():
    found = ChangeSize(30, True, True, True, True)
    assert why_not_small(found).count("It changes") == 5
    assert "30 words" in why_not_small(found)


def test_it_gives_up_soon_on_a_paragraph_without_end():
    long = PageWords(body="*a" * 5_000)
    assert not is_small(change_size(long, PageWords(body="**a_" * 5_000)))


@pytest.mark.parametrize(
    ("signed", "now"),
    [
        ("Take ½ tablespoon.", "Take ¼ tablespoon."),
        ("Take 2½ spoons.", "Take 2¼ spoons."),
        ("Step ② comes next.", "Step ③ comes next."),
        ("The dye is non-toxic.", "The dye is toxic."),
        ("The needle stays in the muscle.", "The needle stays in the nerve."),
        ("It is fine to swim.", "It is fatal to swim."),
    ],
)
def test_it_takes_no_figure_or_sense_for_a_small_correction(signed, now):
    both = [
        PageWords(title="T", summary="S.", key_points="K.", body=text) for text in (signed, now)
    ]
    assert not is_small(change_size(*both))
