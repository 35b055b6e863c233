"""The list of one's own sign-ins, mail about a new device, and when a sign-in ends by itself."""

import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils import timezone

from enquiries.handling import posting
from enquiries.models import OutboxMessage
from tests import people, signed_in
from tests.doors.test_steps import is_in
from tpi_site.doors import devices
from tpi_site.doors.models import Device, SignIn
from tpi_site.duties import forget_sign_ins

pytestmark = pytest.mark.django_db
MINE = "/admin/sign-in/"
ANA = "ana@clinic.example"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)
CHROME = (
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)


def browser(agent: str = FIREFOX, address: str = "198.51.100.77") -> Client:
    return Client(REMOTE_ADDR=address, headers={"User-Agent": agent})


def mine(client: Client) -> str:
    return client.get(MINE).content.decode()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (PHONE, "Safari on an iPhone"),
        (CHROME, "Chrome on an Android device"),
        (EDGE, "Edge on Windows"),
        ("", "A browser on an unknown device"),
        ("<script>alert(1)</script>" * 100, "A browser on an unknown device"),
    ],
)
def test_it_names_devices_in_plain_words(rf, agent, words):
    assert devices.in_words(rf.get("/", headers={"User-Agent": agent})) == words


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.77", "198.51.100.0/24"),
        ("::ffff:198.51.100.77", "198.51.100.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("unknown", ""),
    ],
)
def test_it_keeps_a_part_of_the_address(rf, address, network):
    assert devices.network(rf.get("/", REMOTE_ADDR=address)) == network


def test_it_lists_where_somebody_is_signed_in():
    ana = people.ana()
    here, there = browser(), browser(PHONE, "2001:db8::5")
    for client in (here, there):
        signed_in.sign_in(client, ana)
    signed_in.sign_in(browser(EDGE), people.petra())
    page = mine(here)
    assert "Firefox on Windows</strong> <span" in page
    assert "Safari on an iPhone" in page
    assert "198.51.100.0/24" in page
    assert "2001:db8::/64" in page
    assert "198.51.100.77" not in page
    assert "Edge" not in page
    assert page.count("This one") == 1


def test_it_ends_one_of_them():
    ana = people.ana()
    here, there = browser(), browser(PHONE)
    for client in (here, there):
        signed_in.sign_in(client, ana)
    row = SignIn.objects.get(device="Safari on an iPhone")
    assert (
        "1 sign-in was ended."
        in here.post(MINE, {"do": "end", "sign_in": row.pk}, follow=True).content.decode()
    )
    assert not is_in(there)
    assert is_in(here)
    assert "Safari" not in mine(here)


def test_it_ends_all_others():
    ana = people.ana()
    clients = [browser() for _ in range(3)]
    for client in clients:
        signed_in.sign_in(client, ana)
    clients[0].post(MINE, {"do": "end_others"})
    assert [is_in(client) for client in clients] == [True, False, False]


@pytest.mark.parametrize("number", ["", "x", "0", "-1", "9" * 30, "²"])
def test_it_ends_nothing_of_others_and_nothing_odd(number):
    petra, here = browser(), browser()
    signed_in.sign_in(petra, people.petra())
    signed_in.sign_in(here, people.ana())
    theirs = SignIn.objects.get(user__username="petra").pk
    for sign_in in (number, theirs):
        assert here.post(MINE, {"do": "end", "sign_in": sign_in}).url == MINE
    assert is_in(petra)


def test_it_does_not_end_the_one_that_is_used():
    here = browser()
    signed_in.sign_in(here, people.ana())
    here.post(MINE, {"do": "end", "sign_in": SignIn.objects.get().pk})
    assert is_in(here)


def test_it_notes_when_each_was_last_used():
    here = browser()
    signed_in.sign_in(here, people.ana())
    SignIn.objects.update(used_at=timezone.now() - timedelta(hours=1))
    session = here.session
    session["seen"] = int(time.time()) - 61
    session.save()
    here.get("/admin/")
    assert timezone.now() - SignIn.objects.get().used_at < timedelta(minutes=1)


def letters() -> list[str]:
    posting.deliver_due()
    return [message.subject for message in mail.outbox]


def test_it_tells_about_a_new_device_and_not_about_the_first():
    ana = people.ana(email=ANA)
    here = browser()
    signed_in.sign_in(here, ana)
    here.post("/admin/logout/")
    signed_in.sign_in(here, ana)
    assert letters() == []
    signed_in.sign_in(browser(PHONE), ana)
    assert letters() == ["New sign-in to the guide for staff"]
    body = mail.outbox[0].body
    assert "Safari on an iPhone" in body
    assert "https://guide.example.org/admin/sign-in/" in body
    for secret in (signed_in.PASSWORD, "198.51.100", "sessionid"):
        assert secret not in body


def test_it_tells_nothing_before_the_second_step():
    carla = people.carla(email="carla@clinic.example")
    signed_in.sign_in(browser(), carla)
    browser(PHONE).post("/admin/login/", {"username": "carla", "password": signed_in.PASSWORD})
    assert not OutboxMessage.objects.exists()
    assert Device.objects.count() == 1


def test_it_knows_two_people_at_one_device():
    here = browser()
    for person in (people.ana(email=ANA), people.petra(email="petra@clinic.example")):
        signed_in.sign_in(here, person)
        here.post("/admin/logout/")
    assert letters() == []
    assert Device.objects.values("token_hash").distinct().count() == 1


def test_its_cookie_is_for_the_admin_alone(settings):
    settings.SESSION_COOKIE_SECURE = True
    here = browser()
    here.post("/admin/login/", {"username": people.ana().username, "password": signed_in.PASSWORD})
    cookie = here.cookies["known_device"]
    assert (cookie["path"], cookie["httponly"], cookie["secure"]) == ("/admin/", True, True)
    assert cookie["samesite"] == "Lax"
    assert cookie.value.split(":")[0] not in Device.objects.get().token_hash


def test_it_ends_a_sign_in_after_eight_hours_of_work():
    here = browser()
    signed_in.sign_in(here, people.ana())
    session = here.session
    session["signed_in_at"] = int(time.time()) - 8 * 3600 + 60
    session.save()
    assert is_in(here)
    session = here.session
    session["signed_in_at"] -= 61
    session.save()
    asked = here.get("/admin/")
    assert asked.url == "/admin/login/?next=/admin/"
    assert "You were signed in for 8 hours" in here.get(asked.url).content.decode()


def test_it_forgets_what_is_over():
    here = browser()
    signed_in.sign_in(here, people.ana())
    now = timezone.now()
    forget_sign_ins(now)
    assert (SignIn.objects.count(), Session.objects.count(), Device.objects.count()) == (1, 1, 1)
    forget_sign_ins(now + timedelta(hours=9))
    assert (SignIn.objects.count(), Session.objects.count(), Device.objects.count()) == (0, 0, 1)
    forget_sign_ins(now + timedelta(days=366))
    assert not Device.objects.exists()


@pytest.mark.parametrize("name", ["ana", "ben", "petra", "ada", "carla", "olga"])
def test_every_member_of_staff_has_the_page(client, name):
    client.force_login(getattr(people, name)())
    assert client.get(MINE).status_code == 200
    assert client.get("/admin/password_change/").status_code == 200
