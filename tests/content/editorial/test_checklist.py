"""The questions of the instruments, and who answers them."""

import pytest

from content.editorial import checklist, rules
from content.editorial.counted import COUNTS
from content.rendering.problems import ERRORS, WARNINGS
from tests.content.editorial.pages import checked
from tests.content.editorial.test_findings import every_rule


def test_it_has_every_item_of_the_instruments():
    numbers = [item.id for item in checklist.items()]
    pemat = [*range(1, 13), *range(15, 27)]  # 13 and 14 are about sound and film
    assert numbers == [
        *(f"pemat-{n}" for n in pemat),
        *(f"cdc-{n}" for n in range(1, 21)),
        *(f"discern-{n}" for n in range(1, 17)),
    ]
    assert checklist.instruments() == (
        "PEMAT-P understandability", "PEMAT-P actionability", "CDC Clear Communication Index",
        "DISCERN",
    )  # fmt: skip


def test_it_names_rules_that_exist():
    known = {rule.id for rule in every_rule()} | {*ERRORS, *WARNINGS}
    for item in checklist.items():
        assert set(item.rules) <= known, item.id
    assert rules.CHECKS


def test_it_asks_people_only_what_the_site_does_not_decide():
    assert all(not item.rules for item in checklist.for_people())
    assert len(checklist.for_people()) == 33
    assert all(item.question.endswith("?") for item in checklist.items())


@pytest.mark.django_db
def test_it_decides_every_item_that_it_does_not_ask():
    decided = {item.id for item in checklist.items() if item.by_machine}
    assert set(checklist.machine_answers(checked())) == decided
    assert set(COUNTS) <= decided


def test_it_keeps_answers_that_a_question_allows():
    typed = {"pemat-1": "yes", "pemat-2": "na", "pemat-6": "na", "pemat-3": "yes", "x": "yes"}
    assert checklist.valid(typed) == {"pemat-1": "yes", "pemat-6": "na"}
    assert checklist.valid({"pemat-1": "maybe", "cdc-1": ""}) == {}
    scale = {"discern-1": "5", "discern-2": "6", "discern-3": "yes", "discern-9": "na"}
    assert checklist.valid(scale) == {"discern-1": "5", "discern-9": "na"}


def test_it_keeps_reasons_of_one_line_for_what_was_answered():
    typed = {"pemat-1": " The title\n says it. ", "pemat-2": "No answer.", "cdc-1": " "}
    answers = {"pemat-1": "yes", "cdc-1": "no"}
    assert checklist.valid_reasons(typed, answers) == {"pemat-1": "The title says it."}
    assert len(checklist.valid_reasons({"cdc-1": "a" * 999}, answers)["cdc-1"]) == 300


@pytest.mark.django_db
def test_it_answers_what_the_rules_decide():
    clear = checklist.machine_answers(checked())
    assert clear["pemat-3"] == clear["pemat-5"] == clear["cdc-14"] == "yes"
    hard = checked(summary="Utilize it. It is done by us.")
    answers, reasons = checklist.machine_answers(hard), checklist.machine_reasons(hard)
    assert (answers["pemat-3"], answers["pemat-5"], answers["pemat-11"]) == ("no", "no", "yes")
    assert reasons["pemat-3"] == "The site found: Hard word."
    assert "pemat-11" not in reasons


@pytest.mark.django_db
def test_it_scores_each_instrument():
    page = checked()
    everything = {item.id: item.answers[-1] for item in checklist.for_people()}
    given = everything | checklist.machine_answers(page)
    understand, act, cdc, discern = checklist.scores(given)
    assert (understand.yes, understand.applicable, understand.unanswered) == (7, 12, 0)
    assert (act.yes, act.applicable) == (2, 5)
    assert (cdc.yes, cdc.applicable) == (7, 12)  # without a main message
    points = sum(int(a) for id, a in given.items() if id.startswith("discern") and a != "na")
    assert (discern.yes, discern.applicable) == (points, 45)
    assert checklist.scores(checklist.machine_answers(page))[0].unanswered == 8


def test_it_gives_nothing_for_where_a_message_stands_that_is_not_there():
    given = {item.id: "yes" for item in checklist.items() if item.id.startswith("cdc-")}
    whole = checklist.scores(given)[2]
    assert checklist.scores(given | {"cdc-1": "no"})[2].yes == whole.yes - 4


def test_it_never_rounds_a_score_up_to_a_line_that_it_misses():
    assert checklist.Score("PEMAT-P", 699, 1000, 0).percent == 69
    assert checklist.Score("PEMAT-P", 0, 0, 0).percent is None
