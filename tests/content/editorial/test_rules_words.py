"""The rules about words: what is found, what is left alone, and what one click makes of it."""

import pytest

from content.editorial.lists import medical_terms, plain_words
from content.rendering import TermEntry
from tests.content.editorial.pages import BODY, checked, found, page, with_text
from tests.content.rendering.world import world

pytestmark = pytest.mark.django_db


def mended(typed: str, id: str, **fields) -> str:
    """The first paragraph after one click."""
    body = BODY.replace("\n## What you can do", f"\n{typed}\n\n## What you can do", 1)
    finding = found(checked(body=body, **fields), id)[0]
    place = finding.place
    after = body[: place.start] + finding.mend.text + body[place.end :]
    begin = body.index(typed)
    return after[begin : after.index("\n\n## What you can do", begin)]


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("You may utilize heat.", "You may use heat."),
        ("Utilizing heat can help.", "Using heat can help."),
        ("Rest prior to your visit.", "Rest before your visit."),
        ("Prior to your visit, rest.", "Before your visit, rest."),
        ("There is an incision here.", "There is a cut here."),
        ("We need a component of it.", "We need a part of it."),
        ("However, some people feel worse.", "But some people feel worse."),
        ("It should be noted that heat helps.", "Heat helps."),
        ("This is **approximately** 1 hour.", "This is **about** 1 hour."),
    ],
)
def test_it_proposes_the_plain_word(typed, better):
    assert mended(typed, "hard-word") == better


def test_it_names_the_plain_word_where_a_click_would_break_the_text():
    finding = found(with_text("Rest prior\nto that."), "hard-word")[0]
    assert "“before”" in finding.message
    assert finding.mend is None


@pytest.mark.parametrize(
    "typed",
    [
        "Ask the doctors at Facility Clinic.",
        "A deep bruise (hematoma) can form.",
        "This is called edema.",
        "Edema means swelling.",
        "A reason not to have it is called a “contraindication”.",
    ],
)
def test_it_leaves_names_and_explained_words_alone(typed):
    assert not found(with_text(typed), "hard-word")


def test_it_leaves_words_of_the_glossary_alone():
    terms = [TermEntry("edema", ("edema",), "/words-to-know/#term-edema")]
    assert not found(with_text("There may be edema.", world_=world(terms=terms)), "hard-word")


def test_it_leaves_the_medical_name_of_a_muscle_alone():
    block = "::: muscle levator-scapulae Levator scapulae\n\n### Where the knot is\n\n{}\n\n:::\n"
    assert not found(with_text(block.format("Near the neck.")), "hard-word")
    assert found(with_text(block.format("Near the scapulae.")), "hard-word")


def test_it_does_not_look_for_hard_words_in_sources():
    body = BODY.replace("A title", "Utilization of a modality prior to an intervention")
    assert checked(body=body).findings == ()


def test_it_knows_plain_words_for_each_language():
    assert len(plain_words("en").entries) > 200
    assert len(plain_words("es").entries) > 50
    assert found(checked(language="es", summary="Hay que utilizar hielo."), "hard-word")


def test_it_changes_no_spanish_word_with_an_article():
    finding = found(checked(language="es", summary="Mire el edema."), "hard-word")[0]
    assert finding.mend is None


def test_it_asks_for_the_meaning_of_a_medical_word():
    assert mended("You may have stenosis.", "medical-term") == (
        "You may have stenosis (a tight space)."
    )


@pytest.mark.parametrize(
    "typed",
    [
        "You may have a tight space (stenosis).",
        "A tight space is called stenosis.",
        "Stenosis is a tight space.",
        "Stenosis means a tight space.",
        "Stenosis, which is a tight space, can hurt.",
        "A tight space, or stenosis, can hurt.",
        "Read about [stenosis](article:the-first-day).",
        "You may have stenosis.\n\nStenosis means a tight space.",
        "Stenosis\n: A tight space.",
    ],
)
def test_it_is_content_when_the_page_explains_the_word_anywhere(typed):
    assert not found(with_text(typed), "medical-term")


def test_it_speaks_of_a_medical_word_once():
    typed = "Stenosis hurts. Stenosis lasts.\n\n- stenosis"
    assert len(found(with_text(typed), "medical-term")) == 1


def test_it_is_content_when_a_longer_word_of_the_glossary_is_linked():
    terms = [TermEntry("m", ("Myofascial pain",), "/words-to-know/#term-m")]
    typed = "Myofascial pain can last. It is myofascial."
    assert not found(with_text(typed, world_=world(terms=terms)), "medical-term")


def test_it_has_a_short_meaning_for_every_medical_word():
    for entries in medical_terms("en").entries.values():
        assert all(0 < len(entry.plain.split()) <= 12 for entry in entries)


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("Take an NSAID today.", 1),
        ("Take an NSAID, then an NSAID.", 1),
        ("A pain pill (NSAID) helps. Take an NSAID.", 0),
        ("Call at 8 AM in the US.", 0),
        ("STOP AND READ", 0),
        ("DO NOT DRIVE AFTER THE SHOT. Rest at home.", 0),
        ("You must NOT drive today.", 0),
        ("DO NOT DRIVE HOME. Take an NSAID.", 1),
        ("Vitamin B12 and X-rays.", 0),
    ],
)
def test_it_asks_for_the_long_form_of_a_short_one(typed, count):
    assert len(found(with_text(typed), "abbreviation")) == count


@pytest.mark.parametrize(
    "typed",
    [
        "Your skin is cleaned first.",
        "The needle was then moved.",
        "You will be given a bandage.",
        "Two muscles were treated by our nurse.",
        "You are squeezed by the cuff.",
    ],
)
def test_it_finds_the_passive(typed):
    assert len(found(with_text(typed), "passive")) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "You may be tired.",
        "It is called a knot.",
        "The nerve is pinched.",
        "You are relaxed by then.",
        "We clean your skin.",
        "The clinic is closed.",
        "## Your skin is cleaned",
        "It is red.",
        "You are used to the needle.",
    ],
)
def test_it_takes_a_state_for_no_passive(typed):
    assert not found(with_text(typed), "passive")


def test_it_asks_a_long_page_to_speak_to_the_reader():
    body = "## A\n\n" + "\n\n".join(["A muscle has many strands in a row."] * 40)
    assert found(checked(body=body), "no-you")
    assert not found(checked(body=body.replace("A muscle", "Your muscle")), "no-you")


def test_it_takes_the_voice_down():
    assert mended("Rest now!!", "exclamation") == "Rest now."


def test_it_knows_no_passive_in_spanish():
    assert not found(checked(language="es", summary="You are treated."), "passive")


@pytest.mark.parametrize("id", ["hard-word", "medical-term", "passive", "abbreviation"])
def test_it_warns_and_does_not_forbid(id):
    typed = "The NSAID is used prior to that for stenosis."
    assert found(with_text(typed), id)[0].level == "warning"


def test_it_marks_a_word_in_the_key_points():
    finding = found(checked(key_points="Rest.\n  Utilize heat."), "hard-word")[0]
    assert page(key_points="Rest.\n  Utilize heat.").key_points[finding.place.start :] == (
        "Utilize heat."
    )
