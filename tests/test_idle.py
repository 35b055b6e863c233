"""Staff who were away are signed out, and what they typed is kept."""

import re
import time

import pytest
from cryptography.fernet import Fernet
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path, reverse

from enquiries.models import Reply
from tests import people, signed_in
from tests.enquiries import make
from tests.people import carla, max_

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

AWAY = 15 * 60 + 1
TYPED = "Please ask someone to drive you."
drafts: dict[str, str] = {}
done: list[str] = []


def answer(request, number: int) -> HttpResponse:
    if request.method == "POST":
        done.append(request.POST["text"])
    return HttpResponse("ok")


def keep_answer(request, number: int) -> str:
    drafts[request.user.username] = request.POST["text"]
    return f"/staff/enquiry/{number}/"


def gone(request, number: int) -> str:
    raise LookupError(request.POST["text"])


def unkept(request, number: int) -> HttpResponse:
    return answer(request, number)


def failing(request, number: int) -> HttpResponse:
    return answer(request, number)


answer.keep_when_idle = keep_answer
failing.keep_when_idle = gone
urlpatterns = [
    path("admin/", admin.site.urls),
    path("staff/enquiry/<int:number>/", answer),
    path("staff/enquiry/<int:number>/unkept/", unkept),
    path("staff/enquiry/<int:number>/failing/", failing),
    path("", include("enquiries.urls")),
    path("", include("content.urls")),
]


@pytest.fixture(autouse=True)
def _nothing_yet():
    drafts.clear()
    done.clear()


@pytest.fixture
def carlas(client) -> Client:
    client.force_login(carla())
    client.get("/staff/enquiry/1/")
    return client


def seen(client: Client) -> int | None:
    return client.session.get("seen")


def go_away(client: Client, seconds: int = AWAY) -> None:
    session = client.session
    session["seen"] = int(time.time()) - seconds
    session.save()


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def messages_at(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_it_leaves_staff_signed_in_who_were_away_for_a_moment(carlas):
    go_away(carlas, AWAY - 60)
    assert carlas.get("/staff/enquiry/1/").status_code == 200
    assert is_signed_in(carlas)


def test_it_signs_out_who_was_away_and_says_so(carlas):
    go_away(carlas)
    response = carlas.get("/staff/enquiry/1/?q=rosa")
    assert response.url == "/admin/login/?next=/staff/enquiry/1/"
    assert not is_signed_in(carlas)
    page = messages_at(carlas, response.url)
    assert "You were away for 15 minutes, so we signed you out." in page
    assert "kept" not in page


def test_it_keeps_the_minutes_of_the_settings(carlas, settings):
    settings.STAFF_IDLE_MINUTES = 1
    go_away(carlas, 61)
    response = carlas.get("/staff/enquiry/1/")
    assert "You were away for 1 minute, so" in messages_at(carlas, response.url)


def test_it_signs_nobody_out_who_goes_on_clicking(carlas, settings):
    settings.STAFF_IDLE_MINUTES = 1
    for seconds in (40, 40):
        session = carlas.session
        session["seen"] -= seconds
        session.save()
        assert carlas.get("/staff/enquiry/1/").status_code == 200


def test_it_keeps_what_was_typed(carlas):
    go_away(carlas)
    response = carlas.post("/staff/enquiry/7/", {"text": TYPED})
    assert response.url == "/admin/login/?next=/staff/enquiry/7/"
    assert drafts == {"carla": TYPED}
    assert done == []
    assert not is_signed_in(carlas)
    assert "What you typed is kept." in messages_at(carlas, response.url)


def test_it_says_when_the_last_step_was_not_done(carlas):
    go_away(carlas)
    page = "https://testserver/staff/enquiry/7/?tab=mine"
    response = carlas.post("/staff/enquiry/7/unkept/", {}, headers={"Referer": page})
    assert response.url == "/admin/login/?next=/staff/enquiry/7/"
    assert done == []
    assert "Your last step was not done." in messages_at(carlas, response.url)


@pytest.mark.parametrize("page", ["https://evil.example/staff/", "http://testserver/", "//x", ""])
def test_it_leads_back_to_no_other_place(carlas, page):
    go_away(carlas)
    response = carlas.post("/staff/enquiry/7/unkept/", {}, headers={"Referer": page})
    assert response.url == "/admin/login/?next=/admin/"


def test_it_signs_out_even_when_keeping_fails(carlas, caplog):
    go_away(carlas)
    response = carlas.post("/staff/enquiry/7/failing/", {"text": TYPED})
    assert not is_signed_in(carlas)
    assert "What you typed is kept." in messages_at(carlas, response.url)
    assert TYPED in sign_in_again(carlas, "carla", response.url)
    assert "LookupError" in caplog.text
    assert TYPED not in caplog.text


def sign_in_again(client: Client, name: str, address: str) -> str:
    person = User.objects.get(username=name)
    return client.get(signed_in.sign_in(client, person, address).url).content.decode()


def test_it_keeps_a_form_that_nobody_else_keeps_until_its_sender_is_back(carlas):
    go_away(carlas)
    typed = {"text": TYPED, "several": ["a", "b"], "password": "secret", "_save": "1"}
    response = carlas.post("/staff/enquiry/7/unkept/?x=1", typed)
    assert response.url == "/admin/login/?next=/admin/kept/"
    raw = Session.objects.get(pk=carlas.session.session_key).session_data
    assert TYPED not in str(signing.loads(raw, salt="django.contrib.sessions.SessionStore"))
    page = sign_in_again(carlas, "carla", response.url)
    assert 'action="/staff/enquiry/7/unkept/?x=1"' in page
    assert re.findall(r'textarea name="(\w+)"', page) == ["text", "several", "several", "_save"]
    assert TYPED in page
    assert done == []
    assert carlas.session.get_expiry_age() > 60 * 60


def test_it_shows_a_kept_form_again_until_its_hour_is_over(carlas, monkeypatch):
    go_away(carlas)
    address = carlas.post("/staff/enquiry/7/unkept/", {"text": TYPED}).url
    for _ in range(2):
        assert TYPED in sign_in_again(carlas, "carla", address)
        assert TYPED in messages_at(carlas, "/admin/kept/")
        go_away(carlas)
        assert carlas.get("/admin/kept/").url == address
    monkeypatch.setattr("tpi_site.parking.KEPT_FOR", -1)
    assert TYPED not in sign_in_again(carlas, "carla", address)
    assert "parked" not in carlas.session


def test_it_lets_go_of_a_kept_form_that_nobody_asks_for(carlas, settings):
    go_away(carlas)
    response = carlas.post("/staff/enquiry/7/unkept/", {"text": TYPED})
    settings.ENQUIRY_KEYS = [Fernet.generate_key().decode()]
    sign_in_again(carlas, "carla", response.url.replace("kept/", ""))
    assert "parked" not in carlas.session


def test_it_shows_a_kept_form_to_nobody_else(carlas):
    max_()
    go_away(carlas)
    response = carlas.post("/staff/enquiry/7/unkept/", {"text": TYPED})
    assert TYPED not in sign_in_again(carlas, "max", response.url)
    assert "parked" not in carlas.session


def test_it_keeps_no_form_for_somebody_who_is_not_staff(client):
    assert client.get("/admin/kept/").url.startswith("/admin/login/")


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Requested-With": "XMLHttpRequest"},
        {"Accept": "application/json"},
        {"Sec-Fetch-Mode": "same-origin"},
    ],
)
def test_it_tells_a_script_and_keeps_its_text(carlas, headers):
    go_away(carlas)
    before = seen(carlas)
    for _ in range(2):
        response = carlas.post("/staff/enquiry/7/", {"text": TYPED}, headers=headers)
        assert response.status_code == 403
        assert response.json() == {"signed_out": True}
        response = carlas.get("/staff/enquiry/7/", headers=headers)
        assert (response.status_code, response.json()) == (403, {"signed_out": True})
    assert drafts == {"carla": TYPED}
    assert seen(carlas) == before
    assert "/login/" in carlas.get("/staff/enquiry/7/").url
    assert not is_signed_in(carlas)


def test_it_keeps_a_form_in_another_tab_after_a_script_was_refused(carlas):
    """The saving of one tab comes by itself, a second after somebody is back and types."""
    go_away(carlas)
    script = {"Accept": "application/json"}
    carlas.post("/staff/enquiry/7/", {"text": "Half a reply"}, headers=script)
    response = carlas.post("/staff/enquiry/8/unkept/", {"text": TYPED})
    assert response.url == "/admin/login/?next=/admin/kept/"
    assert TYPED in sign_in_again(carlas, "carla", response.url)
    assert (done, drafts) == ([], {"carla": "Half a reply"})


def test_it_keeps_where_somebody_wanted_to_go_who_signs_in_again_by_themselves(carlas):
    go_away(carlas)
    address = "/admin/login/?next=/staff/enquiry/7/"
    page = messages_at(carlas, address)
    assert "You were away for 15 minutes, so we signed you out." in page
    assert 'value="/staff/enquiry/7/"' in page
    assert not is_signed_in(carlas)


def test_it_takes_a_password_from_a_login_page_that_was_open_meanwhile(carlas):
    person = User.objects.get(username="carla")
    go_away(carlas)
    address = "/admin/login/?next=/staff/enquiry/7/"
    assert signed_in.sign_in(carlas, person, address).url == "/staff/enquiry/7/"
    assert "parked" not in carlas.session
    assert carlas.get("/staff/enquiry/7/").status_code == 200


def test_it_leaves_the_end_to_a_form_when_the_page_itself_asked(carlas):
    go_away(carlas)
    for _ in range(2):
        response = carlas.get("/staff/enquiry/7/", headers={"X-Background": "1"})
        assert (response.status_code, response.json()) == (403, {"signed_out": True})
    response = carlas.post("/staff/enquiry/7/", {"text": TYPED}, headers={"X-Background": "1"})
    assert response.status_code == 403
    assert (done, drafts) == ([], {})
    carlas.post("/staff/enquiry/7/", {"text": TYPED})
    assert (done, drafts) == ([], {"carla": TYPED})
    assert not is_signed_in(carlas)


def test_it_keeps_nothing_that_was_not_our_form():
    client = Client(enforce_csrf_checks=True)
    client.force_login(carla())
    client.get("/staff/enquiry/1/")
    go_away(client)
    assert client.post("/staff/enquiry/7/", {"text": TYPED}).status_code == 403
    assert drafts == {}


OWN = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}


@pytest.fixture
def strict_carlas() -> Client:
    """Signed in again, while a form in another tab has the token of before."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(carla())
    client.get("/staff/enquiry/1/")
    return client


def test_it_keeps_a_form_from_before_somebody_signed_in_again(strict_carlas):
    response = strict_carlas.post("/staff/enquiry/7/unkept/", {"text": TYPED}, headers=OWN)
    assert response.url == "/admin/kept/"
    assert TYPED in messages_at(strict_carlas, "/admin/kept/")
    assert done == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        OWN | {"Sec-Fetch-Site": "cross-site"},
        OWN | {"Sec-Fetch-Site": "same-site"},
        OWN | {"Sec-Fetch-Mode": "cors"},
    ],
)
def test_it_shows_nobody_a_form_that_another_site_wrote(strict_carlas, headers):
    response = strict_carlas.post("/staff/enquiry/7/unkept/", {"text": TYPED}, headers=headers)
    assert response.status_code == 403
    assert "parked" not in strict_carlas.session


def test_it_keeps_no_form_of_a_visitor():
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/admin/login/", {"username": "carla"}, headers=OWN)
    assert response.status_code == 403
    assert "sessionid" not in response.cookies


def test_it_notes_a_click_once_a_minute(carlas):
    go_away(carlas, 30)
    before = seen(carlas)
    response = carlas.get("/staff/enquiry/1/")
    assert seen(carlas) == before
    assert "sessionid" not in response.cookies
    go_away(carlas, 61)
    carlas.get("/staff/enquiry/1/")
    assert seen(carlas) > before


def test_it_mends_a_time_from_a_clock_that_was_wrong(carlas):
    go_away(carlas, -1_000_000)
    carlas.get("/staff/enquiry/1/")
    assert seen(carlas) <= time.time()


def test_it_is_not_kept_awake_by_what_a_page_does_by_itself(carlas):
    go_away(carlas, 600)
    before = seen(carlas)
    assert carlas.get("/staff/enquiry/1/", headers={"X-Background": "1"}).status_code == 200
    assert seen(carlas) == before


def test_it_tells_a_page_who_would_be_led_to_the_login(client, carlas):
    """It asks by itself before it sends a form; whoever was away still has their form kept."""
    ask = {"path": reverse("admin:signed_in"), "headers": {"X-Background": "1"}}
    go_away(carlas, 600)
    before = seen(carlas)
    assert carlas.get(**ask).status_code == 204
    assert seen(carlas) == before
    go_away(carlas)
    assert carlas.get(**ask).status_code == 403
    answer = Client().get(**ask)
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("admin:login"))


def test_it_starts_the_clock_when_somebody_signs_in(client):
    signed_in.sign_in(client, max_())
    assert seen(client) is not None
    go_away(client)
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"


def test_it_lets_people_sign_in_again_after_it_signed_them_out(client):
    max_ = people.max_()
    signed_in.sign_in(client, max_)
    go_away(client)
    address = client.get("/admin/password_change/").url
    assert signed_in.sign_in(client, max_, address).url == "/admin/password_change/"
    assert client.get("/admin/password_change/").status_code == 200


@pytest.mark.usefixtures("starter_guide")
def test_it_does_not_touch_public_pages(carlas):
    go_away(carlas)
    carlas.get("/")
    response = carlas.get("/")
    assert "Cookie" not in response.get("Vary", "")
    assert response.cookies == {}
    assert is_signed_in(carlas)


def test_it_asks_no_database_about_visitors_without_a_session(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/staff/enquiry/1/")
    assert "Cookie" not in response.get("Vary", "")
    assert response.cookies == {}


def test_it_refuses_to_stand_before_what_it_needs(settings):
    middleware = [name for name in settings.MIDDLEWARE if "SignOutIdle" not in name]
    after = next(i for i, name in enumerate(middleware) if "MessageMiddleware" in name)
    for place in range(after + 1):
        settings.MIDDLEWARE = [
            *middleware[:place],
            "tpi_site.idle.SignOutIdle",
            *middleware[place:],
        ]
        with pytest.raises(ImproperlyConfigured, match="must stand after"):
            Client().get("/staff/enquiry/1/")


@pytest.mark.urls("tpi_site.urls")
def test_it_keeps_a_reply_to_a_patient_as_a_draft(client):
    client.force_login(carla())
    enquiry = make.enquiry(contact=make.EMAIL)
    address = reverse("admin:enquiries_enquiry_change", args=[enquiry.pk])
    client.get(address)
    go_away(client)
    response = client.post(address, {"text": TYPED})
    assert response.url == f"/admin/login/?next={address}"
    assert enquiry.replies.get().text == TYPED
    assert enquiry.replies.get().state == Reply.State.DRAFT
