"""Warning signs: messages that must raise them, messages that must not, and the list itself."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiries import redflags
from enquiries.redflags import phrases
from tests.source import ROOT

LISTS = Path(__file__).parent / "redflags"
LEAST = {"must_hit_en": 150, "must_hit_es": 80, "must_not_hit_en": 120, "must_not_hit_es": 60}
LANGUAGES = ("en", "es")


def messages(name: str) -> list[tuple[str, str]]:
    """(group, message) of one list."""
    lists = tomllib.loads((LISTS / f"{name}.toml").read_text(encoding="utf-8"))
    return [(group, message) for group, own in lists.items() for message in own]


def shown(text: str) -> list[str]:
    return [hit.flag for hit in redflags.find(text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_finds_every_warning_sign_of_the_list(language):
    missed = [pair for pair in messages(f"must_hit_{language}") if pair[0] not in shown(pair[1])]
    assert missed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_lets_everyday_messages_and_denials_pass(language):
    found = [(text, shown(text)) for _, text in messages(f"must_not_hit_{language}") if shown(text)]
    assert found == []


@pytest.mark.parametrize(("name", "least"), LEAST.items())
def test_it_is_tried_with_enough_messages(name, least):
    texts = [message for _, message in messages(name)]
    assert len(texts) == len(set(texts)) >= least


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_tried_with_every_flag(language):
    tried = {group for group, _ in messages(f"must_hit_{language}")}
    assert tried == {flag.id for flag in redflags.flags()}


def test_it_shows_staff_the_words_as_they_were_typed():
    text = "Hello, since last night I CAN’T  catch my breath. Ana"
    (hit,) = redflags.find(text)
    assert hit.words == text[hit.start : hit.end] == "CAN’T  catch my breath"
    assert (hit.flag, hit.level, hit.language) == ("trouble_breathing", "emergency", "en")
    assert hit.label == "trouble breathing"


def test_it_puts_emergencies_first_and_then_goes_by_place():
    text = "I have a rash and a fever. My chest hurts, and I passed out."
    assert shown(text) == ["chest_pain", "fainting", "rash", "infection"]


def test_it_names_a_flag_once_at_its_first_place():
    (hit,) = redflags.find("My chest hurts. Really, my chest hurts!")
    assert hit.start == 3


def test_it_looks_for_both_languages_whatever_was_chosen():
    english, spanish = redflags.find("My chest hurts y no puedo respirar")
    assert (english.language, spanish.language) == ("en", "es")
    assert spanish.label == "trouble breathing"


@pytest.mark.parametrize(
    "text",
    [
        "cafe\u0301 y no puedo RESPIRA\u0301R",
        "no pue\u00addo respi\u200brar",
        "ｎｏ ｐｕｅｄｏ ｒｅｓｐｉｒａｒ",
        "short-of-breath",
        "short_of_breath",
        "I don`t have fever but cant breathe",
    ],
)
def test_it_reads_past_accents_widths_and_hyphens(text):
    assert "trouble_breathing" in shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "no only chest pain",
        "not just chest pain",
        "no doubt chest pain",
        "no, chest pain",
        "No. Chest pain",
        "no chest pain until today",
        "no chest pain yesterday but now chest pain",
        "no no chest pain",
        "I do not know if it is chest pain",
        "no fever my chest hurts",
        "no fever, my chest hurts or burns",
        "no pain in my arm, chest hurts",
    ],
)
def test_it_takes_a_doubtful_denial_for_none(text):
    assert "chest_pain" in shown(text)


def test_it_takes_no_denial_of_self_harm():
    assert shown("I would never kill myself") == ["self_harm"]


def test_it_keeps_a_phrase_within_its_sentence():
    assert shown("I want to swim with my chest up. Pain is gone.") == []


WORDS = st.sampled_from(
    "no not without my chest pain hurts can't breathe fever or but , . ... \n sin no puedo "
    "respirar pecho duele ni o numb legs between face swollen the I".split(" ")
)


@given(st.one_of(st.text(), st.lists(WORDS, max_size=60).map(" ".join)))
def test_it_bears_any_text_and_gives_true_places(text):
    hits = redflags.find(text)
    assert all(hit.words == text[hit.start : hit.end] and hit.words.strip() for hit in hits)
    assert len({hit.flag for hit in hits}) == len(hits)
    levels = [hit.level for hit in hits]
    assert levels == sorted(levels)


@given(st.text(), st.text())
def test_it_finds_a_sign_amid_anything(before, after):
    assert "chest_pain" in shown(f"{before}.\n\nMy chest hurts.\n\n{after}")


def known_sources() -> set[str]:
    starter = tomllib.loads((ROOT / "content/starter/sources.toml").read_text(encoding="utf-8"))
    return {source["id"] for source in starter["sources"]}


def list_of(language: str) -> dict:
    path = ROOT / f"enquiries/redflags/{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_gives_a_reason_and_a_known_source_for_each_flag(language):
    own = list_of(language)
    known = known_sources() | set(own["sources"])
    for flag in own["flags"]:
        assert flag["label"]
        assert flag["reason"].endswith(".")
        assert flag["sources"]
        assert set(flag["sources"]) <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_writes_its_own_sources_in_the_shape_of_the_guide(language):
    keys = {"publisher", "title", "year", "url", "quality"}
    assert all(set(source) == keys for source in list_of(language)["sources"].values())


def test_it_says_the_same_of_a_flag_in_both_languages():
    english, spanish = (
        [(flag["id"], flag["level"], flag["sources"]) for flag in list_of(language)["flags"]]
        for language in LANGUAGES
    )
    assert english == spanish


def test_it_gives_no_number_to_call_and_no_comfort():
    words = [text for flag in redflags.flags() for text in (flag.label, flag.reason)]
    words += [redflags.flag(flag.id, "es").reason for flag in redflags.flags()]
    assert not [text for text in words if re.search(r"\d|you are fine|no worr|tranquil", text)]


def test_it_claims_no_review_that_nobody_gave():
    assert {list_of(language)["reviewed_by"] for language in LANGUAGES} == {""}


def test_it_tells_the_version_of_both_lists():
    dates = [list_of(language)["version"] for language in LANGUAGES]
    assert f"en:{dates[0]} es:{dates[1]}" == redflags.VERSION
    assert redflags.as_json()["version"] == redflags.VERSION


def test_it_knows_a_flag_by_its_id():
    assert redflags.flag("fainting").level == redflags.EMERGENCY
    assert redflags.flag("fainting", "es").label == "desmayo"
    with pytest.raises(KeyError):
        redflags.flag("dragons")


def test_it_hands_the_browser_plain_data():
    data = redflags.as_json()
    assert json.loads(json.dumps(data)) == data
    assert set(data["languages"]) == set(LANGUAGES)


NAMES = {"pain": "pain|hurts|is tight", "own": "<pain>|sore"}


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "..3 chest",
        "chest ..3",
        "my? chest",
        "chest ~2 a ~2 pain",
        "<nothing>",
        "ch*",
        "a (b",
        "A",
    ],
)
def test_it_refuses_a_phrase_that_cannot_be_read(wrong):
    with pytest.raises(phrases.PhraseError):
        phrases.read(wrong, NAMES)


def test_it_reads_both_orders_of_a_phrase():
    one, other = phrases.read("chest ~3 <own>", NAMES)
    assert one == (*other[2:], other[1], other[0])
    assert one[1] == phrases.Gap(3)
