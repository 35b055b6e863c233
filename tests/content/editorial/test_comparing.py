"""Comparing two sets of words of a page, and bringing three together."""

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.editorial.comparing import PageWords, compare, merged, three_way
from content.editorial.comparing.sequences import MOST_FOR_ALL, Allowance
from content.editorial.comparing.units import cut, normal
from content.editorial.comparing.wording import runs
from content.starter import starter_articles

BODY = """## What it is

A sore spot in a muscle. Pressing it hurts.

It often goes away by itself within a few weeks.

- Rest on the first day.
- Move on the second day.

## What helps

Warmth and [gentle stretches](article:stretches) help many people.[^aafp]

![A warm pack](img:42)

| When | What |
|---|---|
| Day 1 | Rest |

## When to get help

::: emergency Call 911 now if you:
- have trouble breathing
- have pain in your chest
:::

::: urgent Call us today if you:
- have a fever
:::

[^aafp]: AAFP. [Trigger points](https://www.aafp.org/tp). 2020.
"""
WORDS = PageWords("A sore spot", "What a sore spot is.", "It hurts.\nIt goes away.", BODY)


def changed(old: str, new: str, words: PageWords = WORDS) -> PageWords:
    assert old in words.body
    return replace(words, body=words.body.replace(old, new))


def shown(comparison) -> list[str]:
    """Each changed block as one line, [-gone-] and [+come+]."""
    forms = {"same": "{}", "ins": "[+{}+]", "del": "[-{}-]"}
    return [
        "".join(forms[run.kind].format(run.text) for run in block.runs)
        for section in comparison.sections
        for block in section.blocks
        if block.state != "same"
    ]


def notes(comparison) -> list[str]:
    return [
        note.text
        for section in comparison.sections
        for note in (*section.notes, *(n for block in section.blocks for n in block.notes))
    ]


def states(comparison) -> dict[str, str]:
    return {s.name: s.state for s in comparison.sections if s.state != "same"}


def test_it_says_that_nothing_changed():
    comparison = compare(WORDS, replace(WORDS, body=WORDS.body.replace("\n", "\r\n")))
    assert comparison.is_same
    assert comparison.words == "Nothing changed"


def test_it_finds_no_change_in_lines_that_are_only_broken_elsewhere():
    comparison = compare(WORDS, changed("muscle. Pressing", "muscle.\nPressing"))
    assert comparison.is_same


def test_it_shows_words_inside_a_paragraph():
    comparison = compare(WORDS, changed("a few weeks", "some weeks or months"))
    assert shown(comparison) == [
        "It often goes away by itself within [-a few-][+some+] weeks [+or months+]."
    ]
    assert comparison.words == "3 words added, 2 words removed"
    assert states(comparison) == {"What it is": "changed"}


def test_it_folds_what_did_not_change():
    comparison = compare(WORDS, changed("a few weeks", "some weeks"))
    section = next(s for s in comparison.sections if s.name == "What it is")
    assert [stretch.is_same for stretch in section.stretches] == [True, False, True]
    assert section.stretches[0].words == "1 paragraph unchanged"
    assert section.stretches[2].words == "2 list items unchanged"
    same = next(s for s in comparison.sections if s.name == "What helps")
    assert same.unchanged == "1 paragraph, 1 picture and 1 table unchanged"


def test_it_knows_a_part_whose_heading_changed():
    comparison = compare(WORDS, changed("## What helps", "## What may help you"))
    assert states(comparison) == {"What may help you": "changed"}
    section = next(s for s in comparison.sections if s.state == "changed")
    assert (section.heading_old, section.heading_new) == ("What helps", "What may help you")
    assert {run.kind for run in section.heading} == {"same", "del", "ins"}


def test_it_knows_a_part_that_moved():
    first, second, third = re.split(r"(?=^## )", BODY, flags=re.M)[1:]
    comparison = compare(WORDS, replace(WORDS, body=second + first + third))
    assert len(states(comparison)) == 1
    assert set(states(comparison).values()) == {"moved"}
    assert comparison.words == "1 part moved"


def test_it_knows_parts_that_came_and_went():
    body = BODY.replace(
        "## What helps", "## Why it hurts\n\nNobody knows for sure.\n\n## What helps"
    )
    there = compare(WORDS, replace(WORDS, body=body))
    back = compare(replace(WORDS, body=body), WORDS)
    assert states(there) == {"Why it hurts": "added"}
    assert states(back) == {"Why it hurts": "removed"}
    names = [s.name for s in back.sections]
    assert names.index("Why it hurts") == names.index("What helps") - 1


def test_it_tells_one_of_two_like_headings_from_the_other():
    body = "## Tips\n\nRest a lot on the first day.\n\n## Tips\n\nWalk every day for a while.\n"
    old = replace(WORDS, body=body)
    new = replace(WORDS, body=body.replace("every day", "each day"))
    assert [s.state for s in compare(old, new).sections if s.part == "body"] == ["same", "changed"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("img:42", "img:43", "Picture 42 was replaced by picture 43."),
        ("![A warm pack](img:42)\n\n", "", "Picture 42 was taken out."),
        ("[A warm", "[A very warm", None),
        (
            "A warm pack",
            "A cold pack",
            "Picture 42 is now described as “A cold pack” (was “A warm pack”).",
        ),
        (
            "article:stretches",
            "article:moving",
            "Link “gentle stretches” now leads to article:moving (was article:stretches).",
        ),
        (
            "[gentle stretches]",
            "[stretches]",
            "The link to article:stretches is now “stretches” (was “gentle stretches”).",
        ),
        (
            "[gentle stretches](article:stretches)",
            "gentle stretches",
            "“gentle stretches” is no longer a link to article:stretches.",
        ),
        ("Warmth", "[Warmth](term:warmth)", "“Warmth” is now a link to term:warmth."),
        ("people.[^aafp]", "people.", "Source “aafp” is no longer named here."),
        ("hurts.", "hurts.[^aafp]", "Source “aafp” is now named here."),
        ("Pressing it", "**Pressing** it", "“Pressing” is now bold."),
        ("Rest on", "{{ rest }} Rest on", "Clinic fact “rest” is now named here."),
        ("::: urgent", "::: emergency", "“Call-today card” became “Emergency card”."),
        ("- Move on", "## Move\n\nMove on", None),
        (
            "www.aafp.org/tp",
            "www.aafp.org/new",
            "Link “Trigger points” now leads to https://www.aafp.org/new (was "
            "https://www.aafp.org/tp).",
        ),
    ],
)
def test_it_tells_in_a_line_what_is_no_word(old, new, sentence):
    comparison = compare(WORDS, changed(old, new))
    assert sentence is None or sentence in notes(comparison)
    assert not comparison.is_same


def test_it_counts_pictures_links_sources_and_health_blocks():
    words = changed("img:42", "img:43")
    words = changed("article:stretches", "article:moving", words)
    words = changed("- have a fever", "- have a high fever", words)
    words = changed("2020.", "2021.", words)
    assert compare(WORDS, words).words == (
        "2 words added, 1 word removed, 1 picture changed, 1 link changed, 1 source changed, "
        "1 health block changed"
    )


def test_it_shows_where_a_warning_sign_went():
    sign = "- have pain in your chest\n"
    comparison = compare(
        WORDS, changed("- have a fever\n", f"- have a fever\n{sign}", changed(sign, ""))
    )
    assert notes(comparison) == [
        "Moved away. It now stands in “When to get help”, Call-today card.",
        "Moved here. Before, it stood in “When to get help”, Emergency card.",
    ]
    assert comparison.words == "2 health blocks changed, 1 part moved"


def test_it_names_the_block_that_an_item_stands_in():
    comparison = compare(WORDS, changed("have a fever", "have a fever or chills"))
    block = next(b for s in comparison.sections for b in s.blocks if b.state == "changed")
    assert (block.kind, block.card, block.inside) == ("item", "urgent", True)


def test_it_compares_with_a_page_that_is_not_there():
    comparison = compare(PageWords(), WORDS)
    assert set(states(comparison).values()) <= {"added", "changed"}
    assert comparison.counts.removed == 0
    assert compare(PageWords(), PageWords()).is_same


def test_it_compares_fields_and_their_lines():
    new = replace(WORDS, title="A very sore spot", key_points="It goes away.\nIt comes back.")
    comparison = compare(WORDS, new)
    assert shown(comparison) == [
        "A [+very +]sore spot",
        "[-It hurts.-]",
        "[+It comes back.+]",
    ]


def test_it_joins_crumbs_between_changes():
    words = runs(
        "We clean the skin with a cold liquid first.",
        "Our nurse will then wipe the place where the needle goes first.",
        Allowance(),
    )
    assert [run.kind for run in words][-1] == "same"
    assert len(words) <= 5


TEXT = st.text(alphabet="ab .,\n*[]()#:-|^{}!1<é’", max_size=120)
PIECES = st.sampled_from(
    [
        "## One\n\n", "## Two\n\n", "A sore spot in a muscle.\n\n", "It goes away by itself.\n\n",
        "- Rest a lot.\n", "- Walk a little.\n", "1. First\n",
        "::: emergency Call 911\n- pain\n:::\n\n",
        "::: note Look\n", ":::\n", "![](img:42)\n\n", "[^a]: A source.\n", "A word.[^a]\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n", "> quoted\n", "```\n", "[x]: https://x.org\n", "\n",
        "    code\n", "Term\n: meaning\n", "***\n", "Text without an end", "===\n",
    ]
)  # fmt: skip
BODIES = st.lists(PIECES, max_size=12).map("".join) | TEXT


@given(BODIES)
@settings(max_examples=300, deadline=None)
def test_it_loses_nothing_when_it_cuts(body):
    whole = "".join(unit.source + unit.tail for unit in cut(body))
    assert whole == re.sub(r"\A(?:[ \t]*\n)+", "", normal(body)) or not body.strip()


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(TEXT, TEXT)
@settings(max_examples=300, deadline=None)
def test_it_makes_both_texts_of_its_runs(old, new):
    old, new = " ".join(old.split()), " ".join(new.split())
    found = runs(old, new, Allowance())
    assert squeezed("".join(r.text for r in found if r.kind != "ins")) == squeezed(old)
    assert squeezed("".join(r.text for r in found if r.kind != "del")) == squeezed(new)


@given(BODIES, BODIES)
@settings(max_examples=200, deadline=None)
def test_it_shows_every_block_of_both(old, new):
    """Nothing that changed can hide: the blocks that stayed or went are the old page."""
    comparison = compare(PageWords(body=old), PageWords(body=new))
    blocks = [block for section in comparison.sections for block in section.blocks]
    for body, kind, gone in ((old, "old", "added"), (new, "new", "removed")):
        expected = [text for unit in cut(body) for text in texts_of(unit)]
        found = [getattr(block, kind) for block in blocks if block.state != gone]
        assert sorted(map(squeezed, found)) == sorted(map(squeezed, expected))
    if comparison.is_same:
        assert [u.key for u in cut(old)] == [u.key for u in cut(new)]


def texts_of(unit) -> list[str]:
    if unit.kind == "heading":
        return []
    return [unit.text, *(text for part in unit.parts for text in [part.text])]


@pytest.mark.parametrize("article", starter_articles(), ids=lambda a: a.slug)
def test_it_finds_one_word_in_every_starter_article(article):
    words = PageWords(**vars(article.words))
    at = article.body.index("\n\n", len(article.body) // 2)
    new = replace(words, body=f"{article.body[:at]}\n\nOne more sentence.{article.body[at:]}")
    assert compare(words, new).counts.added in {3, 0}
    assert not compare(words, new).is_same


HOSTILE = {
    "one word": ("a " * 20_000, "a b " * 10_000),
    "headings": ("## a\n" * 5_000, "## a\n## b\n" * 2_500),
    "other headings": (
        "".join(f"## a{i}\n" for i in range(4_000)),
        "".join(f"## b{i}\n" for i in range(4_000)),
    ),
    "paragraphs": ("a\n\n" * 5_000, "a\n\nb\n\n" * 2_500),
    "items": ("- a\n" * 5_000, "- b\n- a\n" * 2_500),
    "few words": ("the a of " * 5_000, "a the of it " * 4_000),
    "beyond the end": ("x y z\n\n" * 12_000, "x y\n\n" * 12_000),
    "blocks": ("::: note x\na\n:::\n" * 2_000, "::: note y\na\n:::\n" * 2_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_bounds_its_work_on_hostile_text(name):
    """The parser takes its own time; what comes on top is counted and stays small beside it."""
    old, new = (PageWords(body=body) for body in HOSTILE[name])
    start = time.process_time()
    cut(old.body)
    cut(new.body)
    parsing = time.process_time() - start
    start = time.process_time()
    compare(old, new)
    assert time.process_time() - start < 4 * parsing + 4


def test_it_stops_when_its_allowance_is_spent():
    allowance = Allowance(1_000)
    old, new = " ".join(map(str, range(400))), " ".join(map(str, range(399, -1, -1)))
    assert [run.kind for run in runs(f"a {old}", f"a {new}", allowance)] == ["same", "del", "ins"]
    assert Allowance().left == MOST_FOR_ALL


# Three sets of words


def test_it_merges_what_each_changed_alone():
    theirs = changed("a few weeks", "some weeks")
    mine = changed("have a fever", "have a high fever")
    words, conflicts = merged(WORDS, theirs, mine)
    assert conflicts == []
    assert words == changed("a few weeks", "some weeks", mine)


def test_it_merges_neighbours():
    theirs = changed("Pressing it hurts.", "Pressing it hurts a lot.")
    mine = changed("It often goes away", "It mostly goes away")
    words, conflicts = merged(WORDS, theirs, mine)
    assert conflicts == []
    assert "hurts a lot.\n\nIt mostly goes" in words.body


def test_it_keeps_mine_where_both_changed_and_shows_theirs():
    theirs = changed("a few weeks", "some weeks")
    mine = changed("a few weeks", "a few months")
    words, conflicts = merged(WORDS, theirs, mine)
    assert words == mine
    [conflict] = conflicts
    assert conflict.heading == "What it is"
    assert "some weeks" in conflict.theirs
    assert "a few months" in conflict.mine
    assert {run.kind for block in conflict.blocks for run in block.runs} == {"same", "ins", "del"}


def test_it_takes_a_health_block_as_one_thing():
    theirs = changed("- have a fever", "- have a fever\n- see redness")
    mine = changed("- have a fever", "- have a high fever")
    words, conflicts = merged(WORDS, theirs, mine)
    assert words == mine
    assert len(conflicts) == 1


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [("", "It often goes away in days."), ("It often goes away in days.", "")],
)
def test_it_asks_where_one_took_out_what_the_other_changed(theirs, mine):
    line = "It often goes away by itself within a few weeks."
    words, conflicts = merged(WORDS, changed(line, theirs), changed(line, mine))
    assert len(conflicts) == 1
    assert ("in days" in words.body) == bool(mine)


def test_it_keeps_both_titles_apart():
    words, conflicts = merged(WORDS, replace(WORDS, title="Theirs"), replace(WORDS, title="Mine"))
    assert words.title == "Mine"
    assert (conflicts[0].part, conflicts[0].theirs) == ("title", "Theirs")


def test_it_merges_key_points_line_by_line():
    words, conflicts = merged(
        WORDS,
        replace(WORDS, key_points="It hurts a bit.\nIt goes away."),
        replace(WORDS, key_points="It hurts.\nIt goes away.\nIt may come back."),
    )
    assert words.key_points.split("\n") == [
        "It hurts a bit.", "It goes away.", "It may come back.",
    ]  # fmt: skip
    assert conflicts == []


def test_it_never_joins_lines_of_two_people_into_one_paragraph():
    base = PageWords(body="One.\n\nTwo.")
    theirs = PageWords(body="One.\n\nTwo.\n\nThree.")
    mine = PageWords(body="One.\n\nTwo of mine.")
    assert merged(base, theirs, mine)[0].body == "One.\n\nTwo of mine.\n\nThree."


def test_it_tells_part_by_part_who_changed_what():
    theirs = changed("a few weeks", "some weeks", changed("have a fever", "have a high fever"))
    mine = changed("a few weeks", "a few months", changed("Warmth and", "Rest, warmth and"))
    found = three_way(WORDS, theirs, mine)
    said = {p.name: (bool(p.theirs), bool(p.mine), len(p.conflicts)) for p in found.parts}
    assert said == {
        "What it is": (True, True, 1),
        "What helps": (False, True, 0),
        "When to get help": (True, False, 0),
    }
    assert found.merged.body.count("a few months") == 1
    assert "high fever" in found.merged.body


PAGES = st.builds(PageWords, st.sampled_from("abc"), TEXT, TEXT, BODIES)


@given(PAGES, PAGES)
@settings(max_examples=200, deadline=None)
def test_it_gives_back_what_only_one_of_two_changed(base, other):
    for theirs, mine in ((other, base), (base, other), (other, other)):
        words, conflicts = merged(base, theirs, mine)
        assert conflicts == []
        for name in ("title", "summary", "key_points", "body"):
            assert getattr(words, name) == normal(getattr(other, name))


@given(BODIES, BODIES, BODIES)
@settings(max_examples=400, deadline=None)
def test_it_never_loses_a_word_of_mine(base, theirs, mine):
    """All that I made is there, and what is not mine came from them."""
    words, _ = merged(PageWords(body=base), PageWords(body=theirs), PageWords(body=mine))
    bodies = {"base": base, "theirs": theirs, "mine": mine, "words": words.body}
    keys = {name: [unit.key for unit in cut(body)] for name, body in bodies.items()}
    for key in keys["mine"]:
        assert key in keys["words"] or key in keys["base"]
    for key in keys["words"]:
        assert key in keys["mine"] or key in keys["theirs"]


@given(BODIES, BODIES, BODIES)
@settings(max_examples=200, deadline=None)
def test_it_brings_every_conflict_to_a_part(base, theirs, mine):
    found = three_way(PageWords(body=base), PageWords(body=theirs), PageWords(body=mine))
    assert sum(len(part.conflicts) for part in found.parts) == len(found.conflicts)


def test_it_says_that_the_days_of_a_block_changed():
    old = replace(WORDS, body="## Days\n\n::: day 0-2 First\nNot yet: Run.\n:::\n")
    comparison = compare(old, replace(old, body=old.body.replace("0-2", "0-3")))
    assert notes(comparison) == ["The days are now 0–3 (were 0–2)."]
