"""Guessing is slow: a wait that grows, for a name and a network, and nobody else is kept out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import people, signed_in
from tests.enquiries import apart
from tpi_site.doors import throttle
from tpi_site.doors.models import Device, WrongTries
from tpi_site.duties import forget_sign_ins

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LIMIT = [throttle.Limit("0" * 64)]


def later(by: timedelta) -> None:
    """The time goes on."""
    for row in WrongTries.objects.exclude(last_at=None):
        WrongTries.objects.filter(pk=row.pk).update(last_at=row.last_at - by)


def wait() -> int:
    """Minutes that somebody has to wait now; a try that may be made is made, and is wrong."""
    try:
        throttle.take(LIMIT)
    except throttle.TooMany as too_many:
        return round(too_many.wait / MINUTE)
    return 0


def test_it_lets_five_tries_pass_and_then_asks_for_a_wait_that_grows():
    assert [wait() for _ in range(7)] == [0, 0, 0, 0, 0, 1, 1]
    waits = []
    for _ in range(6):
        waits.append(wait())
        later(MINUTE * waits[-1])
        assert wait() == 0
    assert waits == [1, 2, 4, 8, 15, 15]


def test_it_forgets_wrong_tries_after_a_day():
    for _ in range(6):
        wait()
    later(timedelta(days=1, minutes=1))
    assert [wait() for _ in range(6)] == [0, 0, 0, 0, 0, 1]
    forget_sign_ins(timezone.now() + timedelta(days=2))
    assert not WrongTries.objects.exists()


def test_it_asks_for_no_longer_wait_when_the_clock_was_set_back():
    for _ in range(5):
        wait()
    WrongTries.objects.update(last_at=timezone.now() + timedelta(days=400))
    assert wait() == 1


def test_it_says_how_long(client):
    people.ana()
    pages = [guess(client, "ana") for _ in range(6)]
    assert "Too many" not in pages[4]
    assert "Too many wrong tries. Wait 1 minute, then try again." in pages[5]


def guess(client, name: str, password="guess", **headers) -> str:
    who = {"username": name, "password": password}
    return client.post("/admin/login/", who, **headers).content.decode()


def is_in(client) -> bool:
    return client.get("/admin/").status_code == 200


def test_it_does_not_look_at_the_right_password_before_the_wait_is_over(client):
    people.ana()
    for _ in range(5):
        guess(client, "ana")
    guess(client, "ana", signed_in.PASSWORD)
    assert not is_in(client)
    later(MINUTE)
    guess(client, "ana", signed_in.PASSWORD)
    assert is_in(client)


def test_it_begins_anew_after_a_right_password(client):
    people.ana()
    for _ in range(4):
        guess(client, "ana")
    guess(client, "ana", signed_in.PASSWORD)
    client.post("/admin/logout/")
    for _ in range(4):
        assert "Too many" not in guess(client, "ana")


def test_it_tells_nobody_whether_a_name_is_known(client):
    people.ana()
    known = [guess(client, "ana") for _ in range(6)]
    unknown = [guess(client, "nobody") for _ in range(6)]
    told = [page.replace("nobody", "ana").count("Too many") for page in unknown]
    assert told == [page.count("Too many") for page in known]


def test_it_keeps_the_same_count_for_another_spelling_of_a_name(client):
    for name in ("ana", "Ana", " ANA "):
        guess(client, name)
        guess(client, name)
    assert "Too many" in guess(client, "ana")


def test_it_keeps_out_nobody_else_at_the_same_address(client):
    people.ana()
    for name in ("mallory", "trent", "walter"):
        for _ in range(8):
            guess(client, name)
    guess(client, "ana", signed_in.PASSWORD)
    assert is_in(client)


def test_it_stops_somebody_who_goes_through_many_names(client):
    for number in range(throttle.FREE_FOR_A_NETWORK):
        assert "Too many" not in guess(client, f"name-{number}")
    rows = WrongTries.objects.count()
    assert "Too many" in guess(client, "another-name")
    assert WrongTries.objects.count() == rows
    assert "Too many" not in guess(client, "another-name", REMOTE_ADDR="198.51.100.7")


def test_it_stops_guesses_at_one_name_from_many_networks(client):
    for number in range(throttle.FREE_FOR_A_NAME):
        page = guess(client, "ana", REMOTE_ADDR=f"198.51.{number}.7")
        assert "Too many" not in page
    assert "Too many" in guess(client, "ana", REMOTE_ADDR="203.0.113.7")


def test_it_lets_a_device_that_is_known_pass_while_strangers_guess(client):
    ana = people.ana()
    signed_in.sign_in(client, ana)
    assert Device.objects.filter(user=ana).count() == 1
    client.post("/admin/logout/")
    stranger = type(client)()
    for number in range(throttle.FREE_FOR_A_NAME + 1):
        guess(stranger, "ana", REMOTE_ADDR=f"198.51.{number}.7")
    assert "Too many" in guess(stranger, "ana", signed_in.PASSWORD)
    guess(client, "ana", signed_in.PASSWORD)
    assert is_in(client)


def test_it_limits_guesses_from_a_known_device_as_well(client):
    signed_in.sign_in(client, people.ana())
    client.post("/admin/logout/")
    for _ in range(5):
        guess(client, "ana")
    assert "Too many" in guess(client, "ana")


def test_it_takes_no_device_for_known_that_says_so_itself(client):
    signed_in.sign_in(client, people.ana())
    token = client.cookies["known_device"].value
    forger = type(client)()
    forger.cookies["known_device"] = token[:-1] + ("a" if token[-1] != "a" else "b")
    for _ in range(5):
        guess(forger, "ana")
    assert "Too many" in guess(forger, "ana")
    # It did not count against the real one.
    client.post("/admin/logout/")
    assert "Too many" not in guess(client, "ana")


def test_it_goes_by_the_address_that_the_proxy_saw(client, settings):
    settings.BEHIND_PROXY = True
    for number in range(5):
        guess(client, "ana", headers={"X-Forwarded-For": f"192.0.2.{number}, 198.51.100.7"})
    seen = {"X-Forwarded-For": "192.0.2.99, 198.51.100.7"}
    assert "Too many" in guess(client, "ana", headers=seen)
    assert "Too many" not in guess(client, "ana", headers={"X-Forwarded-For": "203.0.113.9"})


def test_it_keeps_no_names_and_no_addresses(client):
    guess(client, "ana", REMOTE_ADDR="198.51.100.7")
    rows = list(WrongTries.objects.values_list("key", flat=True))
    assert len(rows) == 3
    assert all(len(key) == 64 and set(key) <= set("0123456789abcdef") for key in rows)


def test_it_looks_at_five_of_twenty_guesses_in_the_same_instant():
    found = apart.run("tests.doors.scenes.guesses")
    assert found["looked at"] == {"name": 5, "again": 5, "code": 5}
    assert found["refused"] == {"name": 15, "again": 15, "code": 15}
    assert found["in the trail"] == 5
    assert found["right one too late"] == 422
