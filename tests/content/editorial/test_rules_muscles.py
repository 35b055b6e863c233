"""Pages about a muscle: its block, its kind, and the warnings that belong to it."""

import pytest

from content.editorial.rules.muscles import told
from content.rendering.body_map import figure
from tests import make
from tests.content.editorial.pages import checked, found

pytestmark = pytest.mark.django_db

SHOT = "\n\n## How a shot may help\n\nA shot may ease your pain.\n"
LUNG = "It can, very rarely, make a lung collapse.\n"


def ids(**fields) -> set[str]:
    return {finding.id for finding in checked(**fields).findings}


def test_it_wants_the_block_on_a_page_of_that_kind():
    [finding] = found(checked(kind="muscle"), "muscle-missing")
    assert finding.level == "error"
    assert "muscle-missing" not in ids(kind="muscle", body=make.muscle_body())
    assert "muscle-missing" not in ids(kind="article")


@pytest.mark.parametrize("kind", ["article", "treatment"])
def test_it_refuses_the_block_on_a_page_of_another_kind(kind):
    [finding] = found(checked(kind=kind, body=make.muscle_body()), "muscle-kind")
    assert finding.level == "error"


def test_it_wants_to_know_when_to_get_help():
    body = make.muscle_body().split("## When to get help")[0]
    assert "help-missing" in ids(kind="muscle", body=body)
    assert "help-missing" not in ids(kind="muscle", body=make.muscle_body())


@pytest.mark.parametrize("muscle", sorted(told()["call_911"]))
def test_it_wants_the_emergency_number_where_the_pain_may_be_no_muscle(muscle):
    body = make.muscle_body(muscle, check="- See a doctor about chest pain.")
    [finding] = found(checked(kind="muscle", body=body), "muscle-no-emergency")
    assert finding.level == "error"
    assert "muscle-no-emergency" not in ids(kind="muscle", body=make.muscle_body(muscle))


def test_it_lets_other_muscles_send_people_to_the_clinic():
    body = make.muscle_body("gluteus-minimus", check="- Call us today for a weak foot.")
    assert "muscle-no-emergency" not in ids(kind="muscle", body=body)


@pytest.mark.parametrize("muscle", sorted(told()["near_the_lung"]))
def test_it_wants_the_lung_where_a_needle_can_reach_it(muscle):
    body = make.muscle_body(muscle)
    assert "muscle-no-lung" not in ids(kind="muscle", body=body)
    [finding] = found(checked(kind="muscle", body=body + SHOT), "muscle-no-lung")
    assert finding.level == "error"
    assert "muscle-no-lung" not in ids(kind="muscle", body=body + SHOT + LUNG)


def test_it_does_not_speak_of_the_lung_where_there_is_none():
    body = make.muscle_body("piriformis", check="- Call us today.")
    assert "muscle-no-lung" not in ids(kind="muscle", body=body + SHOT)


def test_it_knows_only_muscles_of_the_body_map():
    assert frozenset().union(*told().values()) <= figure().muscle.keys()
