"""Passwords that a guessing program tries early are refused."""

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests import make, people, signed_in

pytestmark = pytest.mark.django_db


def problems(password: str, user=None) -> set[str]:
    try:
        validate_password(password, user)
    except ValidationError as refused:
        return {problem.code for problem in refused.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    [
        "a long enough secret",
        "another long secret",
        "tin kettle on the porch",
        "Übermut tut selten gut",
        "kV9$xw2!Lq0z",
        "tr0mbone-lantern",
        "password lives in no drawer here",
    ],
)
def test_it_takes_sentences_and_what_is_made_by_chance(password):
    assert problems(password) == set()


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short words", "password_too_short"),
        ("password2026!", "NotAKnownOneInDisguise"),
        ("P@ssw0rd!!2026", "NotAKnownOneInDisguise"),
        ("!!!sunshine!!!", "NotAKnownOneInDisguise"),
        ("letmein-1234567", "NotAKnownOneInDisguise"),
        ("iloveyoumonkey", "NotAKnownOneInDisguise"),
        ("qwertyuiop[]12", "NotARowOfKeys"),
        ("1q2w3e4r5t6y", "NotARowOfKeys"),
        ("abcdefghijkl", "NotARowOfKeys"),
        ("poiuytrewq987654321", "NotARowOfKeys"),
        ("382910472658", "password_entirely_numeric"),
        ("hahahahahaha", "NotOverAndOver"),
        ("aaaaaaaaaaaab", "NotOverAndOver"),
        ("tulip7tulip7tulip7", "NotOverAndOver"),
    ],
)
def test_it_refuses_what_is_tried_first(password, why):
    assert why in problems(password)


@pytest.mark.parametrize("password", ["Harborview2026!", "harbor-view-1998", "guide.example.org"])
def test_it_refuses_the_names_of_the_clinic_and_the_site(password):
    make.clinic(name="Harbor View")
    assert "NotANameOfOurs" in problems(password)


def test_it_refuses_the_persons_own_name():
    ana = User(username="anaruiz", first_name="Ana", last_name="Ruizdelgado", email="a@b.example")
    assert "NotANameOfOurs" in problems("ruizdelgado-1979", ana)
    assert problems("ruizdelgado likes warm kettles", ana) == set()


def test_it_refuses_them_where_people_change_their_password(client):
    client.force_login(people.ana())
    weak = "password2026!"
    form = {"old_password": signed_in.PASSWORD, "new_password1": weak, "new_password2": weak}
    page = client.post("/admin/password_change/", form)
    assert page.status_code == 200
    assert "Do not use a common password" in page.content.decode()
    assert User.objects.get().check_password(signed_in.PASSWORD)
