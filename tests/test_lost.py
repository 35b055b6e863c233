"""Staff who come to an address of theirs that leads nowhere stay in their frame; others learn
nothing of which addresses there are."""

import pytest
from django.test import Client

from tests import people, signed_in
from tests.doors.test_steps import password

pytestmark = pytest.mark.django_db
STAFFS, PATIENTS = "Nothing is at this address", "We cannot find that page"
UNKNOWN = [
    "/admin/nothing/",
    "/admin/nothing",
    "/admin/content/nothing/",
    "/admin/auth/nothing/7/change/",
    "/admin/<script>/",
    "/admin/sign-in/nothing/?q=x",
]
THERE = "/admin/content/article/"


@pytest.mark.parametrize("path", [*UNKNOWN, "/staff/nothing/", "/staff/"])
def test_it_keeps_staff_in_their_frame(client, path):
    client.force_login(people.ana())
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert STAFFS in page
    assert PATIENTS not in page
    assert "<script>" not in page
    assert "no-store" in answer.headers["Cache-Control"]
    main = page.partition("<h1>")[2]
    assert 'href="/admin/"' in main
    assert f'href="{THERE}"' in main


def test_it_leads_nowhere_where_somebody_may_not_go(client):
    client.force_login(people.ana())
    assert "/admin/enquiries/enquiry/" not in client.get(UNKNOWN[0]).content.decode()
    client.force_login(people.carla())
    main = client.get(UNKNOWN[0]).content.decode().partition("<h1>")[2]
    assert 'href="/admin/enquiries/enquiry/"' in main
    assert THERE not in main


def test_it_does_so_for_what_is_not_there_any_more(client):
    client.force_login(people.ada())
    answer = client.get("/admin/auth/user/99999/second-step/")
    assert answer.status_code == 404
    assert STAFFS in answer.content.decode()


def nobody() -> Client:
    return Client()


def no_member() -> Client:
    client = Client()
    client.force_login(people.stranger())
    return client


def half() -> Client:
    client, carla = Client(), people.carla()
    signed_in.add_app(carla)
    password(client, carla)
    return client


@pytest.mark.parametrize("who", [nobody, no_member, half])
def test_it_tells_strangers_nothing(who):
    """The same for an address that is there and for one that is not."""
    client = who()
    for path in [*UNKNOWN, THERE]:
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.url.startswith("/admin/login/?next=/admin/")
    lost = client.get("/staff/nothing/")
    assert lost.status_code == 404
    assert PATIENTS in lost.content.decode()


def test_it_changes_nothing_for_readers(client):
    answers = [Client().get("/nothing/")]
    client.force_login(people.ana())
    answers.append(client.get("/nothing/"))
    for answer in answers:
        assert answer.status_code == 404
        assert PATIENTS in answer.content.decode()
        assert "Cookie" not in answer.get("Vary", "")
    assert answers[0].content == answers[1].content
