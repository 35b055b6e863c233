"""Checking a page: places in the text as it was typed, levels, order, fingerprints."""

from collections import Counter

import pytest

from content.editorial import rules
from content.editorial.findings import check
from content.editorial.results import fingerprint
from content.editorial.rule import Rule
from content.editorial.rules.form import NAMES
from content.rendering.problems import ERRORS, WARNINGS
from tests import make
from tests.content.editorial.pages import BODY, FIELDS, checked, found, page, with_text, words
from tests.content.rendering.world import world

pytestmark = pytest.mark.django_db

LONG = (
    "This sentence goes on and on for so long that by the time you come to the end of it you "
    "have lost what it was about"
)


def test_it_finds_nothing_on_a_good_page():
    assert checked().findings == ()


def test_it_says_what_is_in_order():
    titles = [done.title for done in checked().done]
    assert titles == ["Reading grade", "Short sentences", "When to get help", "Key points",
                      "Sources", "Links"]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        (f"{LONG}.", f"{LONG}."),
        (f"Short. {LONG}. Short.", f"{LONG}."),
        (f"Short. **Bold** words. {LONG}.[^one] Short.", f"{LONG}."),
        (f"See [a link](article:the-first-day). {LONG}.", f"{LONG}."),
        (f"Call {{{{ phone }}}}. {LONG}.", f"{LONG}."),
        (f"A \\* star &amp; more. {LONG}.", f"{LONG}."),
        (f"- item\n- {LONG}.\n", f"{LONG}."),
        (f"- item\n  goes on\n\n  {LONG}.\n", f"{LONG}."),
        (f"> {LONG}.", f"{LONG}."),
        (f"| A | B |\n|---|---|\n| {LONG}. | other |", f"{LONG}."),
        (f"Word\n: {LONG}.", f"{LONG}."),
        (f"::: steps\n### One\nTime: 1 minute\nShort. {LONG}.\n:::", f"{LONG}."),
        (f"::: timeline\n### One\nYou may feel: {LONG}.\n:::", f"{LONG}."),
        (f"![a *b*](img:42) {LONG}.", f"{LONG}."),
        (f"<https://example.org/a> stands here. {LONG}.", f"{LONG}."),
        (f"😀 é {LONG}.", f"😀 é {LONG}."),
    ],
)
def test_it_marks_the_sentence_as_it_was_typed(typed, marked):
    result = with_text(typed)
    finding = found(result, "sentence-long")[0]
    body = BODY.replace("\n## What you can do", f"\n{typed}\n\n## What you can do", 1)
    assert words(finding, page(body=body)) == marked


def test_it_marks_from_the_first_to_the_last_word_across_marks_and_lines():
    typed = LONG.replace("for so long", "for **so**\nlong [that](article:the-first-day)")
    finding = found(with_text(f"Short. {typed}."), "sentence-long")[0]
    body = BODY.replace("\n## What you can do", f"\nShort. {typed}.\n\n## What you can do", 1)
    assert words(finding, page(body=body)) == f"{typed}."


def test_it_marks_the_whole_line_where_the_words_cannot_be_found_again():
    row = f"| {LONG} a \\| b. | x |"
    body = f"{BODY}\n\n| A | B |\n|---|---|\n{row}\n"
    finding = found(checked(body=body), "sentence-long")[0]
    assert body.count("\n", 0, finding.place.start) == body[: body.index(row)].count("\n")


@pytest.mark.parametrize("field", ["summary", "key_points"])
def test_it_checks_the_fields_above_the_text(field):
    result = checked(**{field: f"Short.\n  {LONG}."})
    finding = found(result, "sentence-long")[0]
    assert finding.place.field == field
    assert words(finding, page(**{field: f"Short.\n  {LONG}."})) == f"{LONG}."


def test_it_checks_the_title():
    finding = found(checked(title="How to utilize heat"), "hard-word")[0]
    assert (finding.place.field, finding.place.start, finding.place.end) == ("title", 7, 14)


def test_it_keeps_the_place_when_the_browser_sends_other_line_ends():
    body = BODY.replace("You may feel it", f"{LONG}. You may feel it").replace("\n", "\r\n")
    finding = found(checked(body=body), "sentence-long")[0]
    assert words(finding, page(body=body)) == f"{LONG}."


def test_it_marks_the_line_when_letters_were_put_together():
    body = BODY.replace("You may feel it", f"Cafe\u0301 {LONG}. You may feel it")
    finding = found(checked(body=body), "sentence-long")[0]
    assert LONG in words(finding, page(body=body))


@pytest.mark.parametrize("body", ["", "\r\n", "::: note", "|", "[^", "\x00", "- ", "![](img:", "#"])
def test_it_survives_half_typed_text(body):
    result = check(page(title="", summary="", key_points="", body=body), world())
    assert "key-points-missing" in {finding.id for finding in result.findings}


def test_it_gives_places_inside_the_field_whatever_is_typed():
    for cut in range(0, len(BODY), 7):
        body = BODY[:cut] + "**x [y](" + BODY[cut:]
        for finding in checked(body=body).findings:
            if finding.place:
                typed = getattr(page(body=body), finding.place.field)
                assert 0 <= finding.place.start <= finding.place.end <= len(typed), finding


def test_it_lists_findings_in_the_order_of_the_form():
    result = checked(
        title="Utilize it", summary="Utilize it.", key_points="Utilize it.", body="## A\n\nUtilize."
    )
    fields = [finding.place.field for finding in found(result, "hard-word")]
    assert fields == ["title", "summary", "key_points", "body"]


def test_it_has_a_name_a_reason_and_a_source_for_every_problem_of_the_renderer():
    assert set(NAMES) == {*ERRORS, *WARNINGS}
    for title, why, source in NAMES.values():
        assert title
        assert why.endswith(".")
        assert source.name


@pytest.mark.parametrize(
    ("typed", "id", "marked"),
    [
        ("[x](article:no-such)", "article-unknown", "no-such"),
        ("[x](#no-such)", "anchor-unknown", "#no-such"),
        ("[x](term:no-such)", "term-unknown", "no-such"),
        ("{{ no_such }}", "fact-unknown", "no_such"),
        ("![](img:999)", "picture-unknown", "img:999"),
        ("Text.[^gone]", "footnote-missing", "gone"),
        ("See <b>this</b>.", "html-shown", "<b>"),
    ],
)
def test_it_turns_each_problem_of_the_renderer_into_a_finding(typed, id, marked):
    finding = found(with_text(typed), id)[0]
    assert finding.level == ("error" if id in ERRORS else "warning")
    body = BODY.replace("\n## What you can do", f"\n{typed}\n\n## What you can do", 1)
    assert words(finding, page(body=body)) == marked


def test_it_names_each_rule_once_and_gives_it_words_and_a_real_source():
    seen = {}
    for rule in every_rule():
        assert seen.setdefault(rule.id, rule) == rule
        assert rule.title
        assert rule.why.endswith(".")
        assert rule.source.name
        assert rule.source.url.startswith("http") or rule.source.name == "A rule of this guide"
    assert len(seen) > 35


def every_rule() -> list[Rule]:
    modules = {check.__module__ for check in rules.CHECKS}
    found = [vars(__import__(name, fromlist=["x"])) for name in modules]
    return [value for names in found for value in names.values() if isinstance(value, Rule)]


def test_it_keeps_a_fingerprint_through_case_and_spacing():
    assert fingerprint("percent", "About  25%\nof people") == fingerprint(
        "percent", "about 25% of People"
    )
    assert fingerprint("percent", "a") != fingerprint("passive", "a")
    assert len(fingerprint("percent", "a")) == 64


def test_it_gives_other_words_another_fingerprint():
    one, two = (
        found(checked(summary=f"{word} of us utilize it."), "hard-word")[0].fingerprint
        for word in ("All", "Some")
    )
    assert one == two  # the reason is about the word
    assert found(checked(summary=f"{LONG}."), "sentence-long")[0].fingerprint != (
        found(checked(summary=f"So {LONG}."), "sentence-long")[0].fingerprint
    )


def test_it_grades_each_section_and_the_page():
    result = checked()
    assert [section.heading for section in result.sections] == [
        "What it is", "What you can do", "What experts do not know", "When to get help",
    ]  # fmt: skip
    assert [section.line for section in result.sections] == [1, 5, 12, 16]
    assert result.sections[0].grade.words == 14
    assert result.grade.words > 40


def test_it_does_not_grade_what_the_editor_cannot_change():
    """Clinic facts and the titles of sources are not the editor's words."""
    hard = "Neuromuscular electrophysiological considerations necessitate multidisciplinary care."
    plain = checked()
    facts = {"phone": "(503) 555-0142", "after_hours": "x", "emergency_number": "911", "f": hard}
    result = with_text(f"{{{{ f }}}}\n\n[^two]: {hard}", world_=world(fact=facts.get))
    assert result.grade == plain.grade
    assert {f.id for f in result.findings} == {"footnote-unused"}


def test_it_asks_the_database_a_fixed_number_of_questions(django_assert_max_num_queries):
    for number in range(30):
        make.article(slug=f"page-{number}")
    links = "\n\n".join(
        f"[Page {n}](article:page-{n}) and ![](img:{n + 1}) and [out](https://example.org/{n})"
        for n in range(30)
    )
    from content.lookups import lookups

    body = f"{BODY}\n\n{links}"
    with django_assert_max_num_queries(7):
        result = check(page(body=body), lookups(body=body))
    assert not found(result, "article-unknown")
    assert len(found(result, "picture-unknown")) == 30


def test_it_reads_the_page_of_a_saved_revision():
    from content.editorial.findings import page_of

    article = make.article(topic=make.topic(needs_help_section=True), kind="treatment")
    made = page_of(make.draft(article, **FIELDS))
    assert made == page(
        kind="treatment", needs_help_section=True, topic=article.topic.slug, article=article.pk
    )


@pytest.mark.parametrize(
    "hostile",
    ["a" * 60_000, "(" * 60_000, "“" * 60_000, "5% " * 20_000, "*a" * 30_000, "cures " * 10_000],
    ids=lambda text: text[:6].strip(),
)
def test_it_gets_to_the_end_of_hostile_text_and_tells_the_first_hundred(hostile):
    """Each of these once took longer than anybody would wait."""
    counts = Counter(finding.id for finding in checked(body=hostile).findings)
    assert max(counts.values(), default=0) <= 100


def test_it_tells_of_an_error_behind_any_number_of_warnings():
    assert found(checked(body=f"{'Utilize it. ' * 500}\n\n{{{{ nothing }}}}"), "fact-unknown")
