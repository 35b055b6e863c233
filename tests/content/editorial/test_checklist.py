"""The questions of the instruments, and who answers them."""

import pytest

from content.editorial import checklist, rules
from content.rendering.problems import ERRORS, WARNINGS
from tests.content.editorial.pages import checked
from tests.content.editorial.test_findings import every_rule


def test_it_has_every_item_of_both_instruments():
    numbers = [item.id for item in checklist.items()]
    pemat = [*range(1, 13), *range(15, 27)]  # 13 and 14 are about sound and film
    assert numbers == [f"pemat-{n}" for n in pemat] + [f"cdc-{n}" for n in range(1, 21)]
    assert {item.instrument for item in checklist.items()} == {
        "PEMAT-P understandability", "PEMAT-P actionability", "CDC Clear Communication Index",
    }  # fmt: skip


def test_it_names_rules_that_exist():
    known = {rule.id for rule in every_rule()} | {*ERRORS, *WARNINGS}
    for item in checklist.items():
        assert set(item.rules) <= known, item.id
    assert rules.CHECKS


def test_it_asks_people_only_what_no_rule_decides():
    assert all(not item.rules for item in checklist.for_people())
    assert 15 <= len(checklist.for_people()) <= 30
    assert all(item.question.endswith("?") for item in checklist.items())


def test_it_keeps_answers_that_a_question_allows():
    typed = {"pemat-1": "yes", "pemat-2": "na", "pemat-6": "na", "pemat-3": "yes", "x": "yes"}
    assert checklist.valid(typed) == {"pemat-1": "yes", "pemat-6": "na"}
    assert checklist.valid({"pemat-1": "maybe", "cdc-1": ""}) == {}


@pytest.mark.django_db
def test_it_answers_what_the_rules_decide():
    assert set(checklist.machine_answers(checked()).values()) == {"yes"}
    hard = checklist.machine_answers(checked(summary="Utilize it. It is done by us."))
    assert (hard["pemat-3"], hard["pemat-5"], hard["pemat-11"]) == ("no", "no", "yes")


@pytest.mark.django_db
def test_it_scores_each_instrument():
    everything = {item.id: item.answers[-1] for item in checklist.for_people()}
    understand, act, cdc = checklist.scores(checked(), everything)
    assert (understand.yes, understand.applicable, understand.unanswered) == (9, 14, 0)
    assert act.percent == 40
    assert cdc.applicable == 15
    assert checklist.scores(checked(), {})[0].unanswered == 8
