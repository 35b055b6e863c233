"""Reading grade, lead, structure, links, pictures, and when to get help."""

import pytest

from content.editorial.mends import begin_with_do_not
from content.models import Picture
from content.rendering import PictureMarkup, render
from tests.content.editorial.pages import BODY, checked, found, page, with_text, words
from tests.content.rendering.world import FACTS, world

pytestmark = pytest.mark.django_db

HARD = (
    "Neuromuscular rehabilitation encompasses multidisciplinary considerations regarding "
    "physiological adaptation, pharmacological optimization and biomechanical stabilization. "
) * 8


def test_it_names_the_formula_of_the_grade():
    finding = found(with_text(HARD), "grade-page")[0]
    assert "Flesch-Kincaid" in finding.message
    assert "SMOG" in finding.message
    assert finding.place is None


def test_it_has_at_most_one_grade_for_a_section():
    findings = found(with_text(HARD), "grade-section")
    assert len(findings) == 1
    assert words(findings[0], page()) == "What it is"


def test_it_does_not_grade_a_few_words():
    assert not found(with_text("Neuromuscular rehabilitation considerations."), "grade-section")


def test_it_measures_spanish_by_inflesz():
    hard = "La rehabilitación neuromuscular multidisciplinaria considera adaptaciones. " * 12
    finding = found(with_text(hard, language="es"), "grade-page")[0]
    assert "INFLESZ" in finding.message


def test_it_finds_a_paragraph_of_four_sentences():
    assert found(with_text("It is one. It is two. It is three. It is four."), "paragraph-long")
    assert not found(with_text("It is one. It is two. It is three."), "paragraph-long")


def test_it_does_not_count_a_clinic_fact_as_a_sentence_of_the_editor():
    facts = FACTS | {"driving": "One is. Two is. Three is. Four is."}
    result = with_text("{{ driving }} It is one.", world_=world(fact=facts.get))
    assert not found(result, "paragraph-long")


def test_it_wants_key_points():
    finding = found(checked(key_points=" \n "), "key-points-missing")[0]
    assert finding.level == "error"
    assert finding.place.field == "key_points"


def test_it_wants_four_key_points_at_most_of_one_sentence_each():
    result = checked(key_points="A rest.\nB rest.\nC rest.\nD rest.\nE rest.\nF is. So is G.")
    assert len(found(result, "key-points-many")) == 2
    assert len(found(result, "key-point-sentences")) == 1


def test_it_wants_a_short_summary():
    long = "A knot can hurt, and it can last. " * 5
    result = checked(summary=long)
    assert "169 letters" in found(result, "summary-long")[0].message
    assert found(result, "summary-sentences")
    assert not found(checked(summary=long[:150]), "summary-long")


@pytest.mark.parametrize(
    "typed",
    [
        "[click here](article:the-first-day)",
        "[Here](article:the-first-day)",
        "[Read more.](article:the-first-day)",
        "[this page](article:the-first-day)",
    ],
)
def test_it_wants_links_that_say_where_they_lead(typed):
    assert len(found(with_text(f"You can rest. {typed}"), "link-vague")) == 1


def test_it_wants_words_instead_of_an_address():
    assert found(with_text("See [https://a.org/b](https://a.org/b)."), "link-bare")
    assert not found(with_text("See [our first day](article:the-first-day)."), "link-bare")


@pytest.mark.parametrize(
    "typed", ["(503) 555-0142", "503-555-0142", "503.555.0142", "+1 503 555 0142", "555-0142"]
)
def test_it_puts_the_clinics_number_where_it_was_typed(typed):
    result = with_text(f"Call {typed} now.")
    finding = found(result, "phone-typed")[0]
    body = BODY.replace("\n## What you can do", f"\nCall {typed} now.\n\n## What you can do", 1)
    assert words(finding, page(body=body)) == typed
    assert finding.mend.text == "{{ phone }}"


@pytest.mark.parametrize(
    "typed",
    ["Call 911.", "Call {{ phone }}.", "In 2024-2025.", "10.1093/555-0142", "100.4 to 101.2"],
)
def test_it_takes_other_numbers_for_no_phone(typed):
    assert not found(with_text(typed), "phone-typed")


def test_it_offers_no_fact_where_none_is_shown():
    finding = found(checked(summary="Call 503-555-0142."), "phone-typed")[0]
    assert finding.mend is None
    assert "Leave the number out" in finding.message


def test_it_says_once_that_a_number_stands_in_a_card():
    body = BODY.replace("- have a fever", "- have a fever, and call 503-555-0142")
    ids = [finding.id for finding in checked(body=body).findings]
    assert ids == ["care-phone"]


@pytest.mark.parametrize("fields", [{"needs_help_section": True}, {"kind": "treatment"}])
def test_it_demands_to_say_when_to_get_help(fields):
    body = BODY[: BODY.index("## When to get help")] + "\n[^one]: A. [T](https://a.org)."
    finding = found(checked(body=body, **fields), "help-missing")[0]
    assert finding.level == "error"
    assert finding.place.start == len(body)
    assert not found(checked(body=body), "help-missing")
    assert not found(checked(**fields), "help-missing")


def test_it_misses_the_emergency_card():
    body = BODY.replace("::: emergency Call 911 now if you:\n- have trouble breathing\n:::\n", "")
    assert found(checked(body=body, needs_help_section=True), "help-no-emergency")
    assert not found(checked(body=body), "help-no-emergency")


def test_it_finds_two_emergency_cards():
    finding = found(with_text("## When to get help\n\n::: emergency\n- x\n:::"), "care-twice")[0]
    assert finding.level == "error"


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("Avoid driving for a day", "Do not drive for a day"),
        ("Avoid alcohol", "Do not drink alcohol"),
        ("Avoid heavy lifting", "Do not do heavy lifting"),
        ("Never take two pills", "Do not take two pills"),
        ("Lift heavy things", "Do not lift heavy things"),
        ("Lifting heavy things", "Do not lift heavy things"),
        ("Heavy lifting", "Do not do heavy lifting"),
        ("Try not to bend", "Do not bend"),
        ("You should not bend", "Do not bend"),
        ("Stop taking pills", "Do not take pills"),
        ("Your back should stay straight", ""),
        ("If it hurts, rest", ""),
        ("Avoid crowds", ""),
        ("**Lift** things", "Do not **lift** things"),
        ("", ""),
    ],
)
def test_it_begins_with_do_not(typed, better):
    assert begin_with_do_not(typed) == better


def test_it_mends_a_line_of_a_do_not_list():
    result = with_text("::: dont\n- Avoid driving.\n- Do not run.\n:::")
    finding = found(result, "dont-words")[0]
    assert len(found(result, "dont-words")) == 1
    assert finding.mend.text == "Do not drive."
    assert finding.excerpt == "Avoid driving."


def picture(pk: int, alt: str = "", **fields) -> None:
    Picture.objects.create(
        pk=pk, sha256=str(pk), size=1, width=1, height=1, file="a.jpg", alt=alt, **fields
    )


def with_pictures(typed: str):
    markup = {
        pk: PictureMarkup("/a.jpg", 1, 1, "", "", (), str(pk))
        for pk in Picture.objects.values_list("pk", flat=True)
    }
    return with_text(typed, world_=world(picture=markup.get))


def test_it_demands_a_description():
    picture(1)
    finding = found(with_pictures("See it: ![](img:1)"), "alt-missing")[0]
    assert finding.level == "error"
    assert "no description" in finding.message
    assert found(with_pictures("::: figure img:1 A title\n:::"), "alt-missing")


def test_it_takes_the_description_that_stands_beside_the_picture():
    picture(1)
    assert not found(with_pictures("![A knot in a muscle](img:1)"), "alt-missing")


def test_it_asks_no_description_of_decoration():
    picture(1, is_decorative=True)
    assert not with_pictures("::: figure img:1 A title\n:::").findings
    assert not found(with_pictures("![](img:1)"), "alt-missing")


@pytest.mark.parametrize("alt", ["IMG_2041.jpg", "shoulder.png", "DSC_0042", "image 3"])
def test_it_refuses_a_file_name_as_description(alt):
    picture(1, alt)
    finding = found(with_pictures("::: figure img:1 A title\n:::"), "alt-file-name")[0]
    assert finding.level == "error"


@pytest.mark.parametrize("alt", ["A knot in a muscle", "Scan of a spine", "Two discs, seen flat"])
def test_it_takes_words_for_a_description(alt):
    picture(1, alt)
    assert not with_pictures("::: figure img:1 A title\n:::").findings


def test_it_hears_the_same_description_twice():
    picture(1, "A shoulder")
    picture(2, "a  shoulder")
    typed = "::: figure img:1 One\n:::\n\n::: figure img:2 Two\n:::"
    assert len(found(with_pictures(typed), "alt-repeated")) == 1
    assert found(with_pictures("::: figure img:1 A shoulder\n:::"), "alt-repeated")


def test_it_wants_a_caption():
    picture(1, "A shoulder")
    assert found(with_pictures("![](img:1)"), "picture-caption")
    assert not found(with_pictures("::: figure img:1 One\n:::"), "picture-caption")


def test_it_wants_parts_of_a_size_to_take_in():
    long = "\n\n".join(["You may rest for some time now."] * 40)
    assert len(found(with_text(long), "section-long")) == 1
    assert not found(with_text(long.replace("now.\n\nYou", "now.\n\n### A\n\nYou", 20)),
                     "section-long")  # fmt: skip


def test_it_wants_headings_that_differ():
    assert found(with_text("## What it is\n\nYou rest."), "heading-repeated")
    assert found(checked(body="You may rest for some time. " * 40), "headings-missing")


def test_it_counts_the_points_of_a_list_but_not_of_warning_signs():
    eight = "\n".join(f"- You do thing {n}." for n in range(8))
    assert len(found(with_text(eight), "list-long")) == 1
    assert not found(with_text("\n".join(eight.split("\n")[:7])), "list-long")
    cards = BODY.replace("- have a fever", eight)
    assert not found(checked(body=cards), "list-long")


def test_it_does_not_count_lists_inside_a_list_together():
    nested = "\n".join(f"- You do thing {n}.\n  - And this." for n in range(6))
    assert not found(with_text(nested), "list-long")


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("Today:\n• Rest.\n•Walk a little.\n\nMore.", "- Rest.\n- Walk a little."),
        ("Today:\n  · Rest.", "- Rest."),
        ("– Rest.\n– Walk.", "- Rest.\n- Walk."),
        ("Today:\r\n• Rest.\r\n• Walk.", "- Rest.\n- Walk."),
    ],
)
def test_it_makes_a_list_of_points_with_other_marks(typed, better):
    body = f"{typed}\n\n{BODY}"
    (finding,) = found(checked(body=body), "list-typed")
    assert finding.mend.text == better
    mended = body[: finding.place.start] + better + body[finding.place.end :]
    assert not found(checked(body=mended), "list-typed")
    assert "<li>Rest.</li>" in render(mended, world()).html.replace("\n", "")


@pytest.mark.parametrize("typed", ["– he said.", "- Rest.\n- Walk.", "Rest • walk.", "•", "3 · 4"])
def test_it_takes_no_other_line_for_a_point(typed):
    assert not found(with_text(typed), "list-typed")


def test_it_wants_narrow_tables_with_short_heads():
    wide = "| A | B | C | D | E |\n|---|---|---|---|---|\n| a | b | c | d | e |"
    head = "| A head of very many words that goes on | B |\n|---|---|\n| a | b |"
    assert found(with_text(wide), "table-columns")
    assert found(with_text(head), "table-head")
    assert not found(with_text("| A | B |\n|---|---|\n| a | b |"), "table-columns")


def test_it_wants_something_to_do():
    text = "## A\n\n" + "Your muscle has strands. " * 3 + "\n\n" + "Your muscle is big. " * 10
    points = {"key_points": "Your muscle is strong.", "summary": "Muscles."}
    assert found(checked(body=text, **points), "action-missing")
    assert not found(checked(body=f"{text}\n\nTell us.", **points), "action-missing")
