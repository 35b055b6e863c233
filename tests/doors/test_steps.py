"""Signing in by steps, and that whoever has not taken each of them is nobody to the site."""

import time

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests import people, signed_in
from tests.content.doors import address
from tests.content.test_desk_doors import DOORS, is_let_in
from tpi_site.doors import factors
from tpi_site.doors.rules import must_use_second_factor

pytestmark = pytest.mark.django_db
LOGIN, CODE, SET_UP = "/admin/login/", "/admin/login/code/", "/admin/sign-in/set-up/"


def password(client: Client, user, where: str = LOGIN):
    return client.post(where, {"username": user.username, "password": signed_in.PASSWORD})


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("name", "must"),
    [
        ("ana", False),
        ("petra", False),
        ("stranger", False),
        ("ben", True),
        ("carla", True),
        ("olga", True),
        ("ada", True),
        ("max_", True),
    ],
)
def test_it_asks_for_a_second_factor_by_what_somebody_may_do(name, must):
    assert must_use_second_factor(getattr(people, name)()) is must


def test_it_lets_an_editor_in_by_the_password(client):
    assert password(client, people.ana()).url == "/admin/"
    assert is_in(client)


def test_it_leads_whoever_needs_a_second_factor_to_its_set_up(client):
    answer = password(client, people.carla(), f"{LOGIN}?next=/admin/enquiries/enquiry/")
    assert answer.url == f"{SET_UP}?next=/admin/enquiries/enquiry/"
    page = client.get(answer.url).content.decode()
    assert "You need this before you go on." in page
    assert not is_in(client)


def test_it_asks_for_the_code_after_the_password(client):
    carla = people.carla()
    app = signed_in.add_app(carla)
    answer = password(client, carla, f"{LOGIN}?next=/admin/enquiries/enquiry/")
    assert answer.url == f"{CODE}?next=/admin/enquiries/enquiry/"
    assert not is_in(client)
    page = client.get(answer.url).content.decode()
    assert 'autocomplete="one-time-code"' in page
    done = client.post(answer.url, {"code": signed_in.code_of(app)})
    assert done.url == "/admin/enquiries/enquiry/"
    assert "You have no recovery codes." in client.get(done.url).content.decode()


def test_it_takes_a_code_as_it_is_pasted(client):
    carla = people.carla()
    app = signed_in.add_app(carla)
    password(client, carla)
    code = signed_in.code_of(app)
    client.post(CODE, {"code": f" {code[:3]} {code[3:]}\n"})
    assert is_in(client)


@pytest.mark.parametrize("code", ["000000", "", "abc", "١٢٣٤٥٦", "1" * 39, "-1", "1e5", "\x00"])
def test_it_takes_no_other_code(client, code):
    carla = people.carla()
    signed_in.add_app(carla)
    password(client, carla)
    assert client.post(CODE, {"code": code}).status_code == 200
    assert not is_in(client)


def test_it_takes_each_code_once(client):
    carla = people.carla()
    app = signed_in.add_app(carla)
    code = signed_in.code_of(app)
    password(client, carla)
    client.post(CODE, {"code": code})
    other = Client()
    password(other, carla)
    assert "This code is not right." in other.post(CODE, {"code": code}).content.decode()
    assert not is_in(other)


def test_it_tells_of_the_clock_whoever_has_a_phone_that_is_late(client):
    """Each next code is wrong too, until the wait begins."""
    carla = people.carla()
    app = signed_in.add_app(carla)
    late = TOTP(app.bin_key, app.step, app.t0, app.digits)
    late.time = time.time() - 600
    password(client, carla)
    page = client.post(CODE, {"code": f"{late.token():06}"}).content.decode()
    assert "Check the clock of your phone" in page
    assert not is_in(client)


def test_it_takes_nobody_elses_code(client):
    carla, olga = people.carla(), people.olga()
    signed_in.add_app(carla)
    theirs = signed_in.add_app(olga)
    password(client, carla)
    client.post(CODE, {"code": signed_in.code_of(theirs)})
    assert not is_in(client)


def test_it_slows_down_who_guesses_codes(client):
    carla = people.carla()
    app = signed_in.add_app(carla)
    password(client, carla)
    for _ in range(5):
        client.post(CODE, {"code": "000000"})
    page = client.post(CODE, {"code": signed_in.code_of(app)}).content.decode()
    assert "Too many wrong tries. Wait 1 minute" in page
    assert "use a recovery code" in page
    # Recovery codes are no way around it.
    kept = factors.new_codes()
    factors.keep_codes(carla, kept)
    page = client.post("/admin/login/recovery-code/", {"code": kept[0]}).content.decode()
    assert "Too many wrong tries" in page
    assert not is_in(client)


def test_it_asks_who_chose_to_have_one(client):
    ana = people.ana()
    app = signed_in.add_app(ana)
    assert password(client, ana).url == CODE
    assert not is_in(client)
    client.post(CODE, {"code": signed_in.code_of(app)})
    assert is_in(client)


def test_it_ends_a_half_sign_in_after_ten_minutes(client):
    carla = people.carla()
    app = signed_in.add_app(carla)
    password(client, carla)
    session = client.session
    session["password_at"] = int(time.time()) - 601
    session.save()
    answer = client.post(CODE, {"code": signed_in.code_of(app)})
    assert answer.url == f"{LOGIN}?next=/admin/"
    assert client.get(LOGIN).status_code == 200


def test_it_lets_somebody_begin_with_another_name(client):
    carla = people.carla()
    signed_in.add_app(carla)
    password(client, carla)
    assert client.post(CODE, {"do": "leave"}).url == LOGIN
    assert "carla" not in client.get(LOGIN).content.decode()
    assert password(client, people.ana()).url == "/admin/"


def test_it_leads_a_half_sign_in_on_from_every_staff_page(client):
    carla = people.carla()
    signed_in.add_app(carla)
    password(client, carla)
    asked = client.get("/admin/enquiries/enquiry/")
    assert client.get(asked.url).url == f"{CODE}?next=/admin/enquiries/enquiry/"


@pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example", "javascript:alert()"])
def test_it_leads_to_no_other_site(client, next_):
    carla = people.carla()
    app = signed_in.add_app(carla)
    where = password(client, carla, f"{LOGIN}?next={next_}").url
    assert where == CODE
    done = client.post(f"{CODE}?next={next_}", {"code": signed_in.code_of(app), "next": next_})
    assert done.url == "/admin/"


def test_it_is_nobody_to_every_door_after_the_password_alone(client):
    """The most powerful person there is, with a device; every door of the guide and the inbox."""
    max_ = people.max_()
    signed_in.add_app(max_)
    password(client, max_)
    keys = dict.fromkeys(
        "article picture topic clinicfact term synonym review sourcelink clinicdetails".split(), 1
    )
    for route in DOORS:
        if route.startswith(("admin/content/", "staff/")):
            for method in (client.get, client.post):
                assert not is_let_in(method(address(route, keys))), route
    for name in ("changelist", "add", "person", "audit"):
        response = client.get(f"/admin/enquiries/enquiry/{name}/".replace("changelist/", ""))
        assert not is_let_in(response) or response.status_code == 404


def test_it_is_nobody_to_the_preview_of_staff(client):
    max_ = people.max_()
    signed_in.add_app(max_)
    password(client, max_)
    assert client.post("/staff/desk/new/preview/", {"body": "x"}).status_code == 403


def test_it_stops_a_session_of_whoever_may_do_more_since(client):
    ana = people.ana()
    signed_in.sign_in(client, ana)
    assert is_in(client)
    ana.user_permissions.add(Permission.objects.get(codename="view_enquiry"))
    asked = client.get("/admin/")
    assert client.get(asked.url).url == SET_UP
    assert client.get(SET_UP).status_code == 200


def test_it_stops_a_session_whose_factor_was_taken_away(client):
    client.force_login(carla := people.carla())
    assert is_in(client)
    TOTPDevice.objects.filter(user=carla).delete()
    assert not is_in(client)


def test_it_stops_a_session_that_never_went_through_the_doors(client):
    for person in (people.ana(), people.max_()):
        signed_in.by_password_only(client, person)
        assert not is_in(client)


def test_it_uses_up_recovery_codes(client):
    carla = people.carla()
    signed_in.add_app(carla)
    codes = factors.new_codes()
    factors.keep_codes(carla, codes)
    assert len(set(codes)) == 10
    password(client, carla)
    page = client.post("/admin/login/recovery-code/", {"code": "aaaa-aaaa-aaaa"})
    assert "not one of your recovery codes" in page.content.decode()
    typed = codes[0].replace("-", " ").upper()
    done = client.post("/admin/login/recovery-code/", {"code": typed})
    assert done.url == "/admin/sign-in/"
    assert "9 recovery codes left" in client.get(done.url).content.decode()
    again = Client()
    password(again, carla)
    again.post("/admin/login/recovery-code/", {"code": codes[0]})
    assert not is_in(again)


def test_it_keeps_recovery_codes_as_hashes():
    carla = people.carla()
    codes = factors.new_codes()
    paper = factors.keep_codes(carla, codes)
    stored = set(paper.token_set.values_list("token", flat=True))
    assert len(stored) == 10
    assert not stored & {code.replace("-", "") for code in codes}
    factors.keep_codes(carla, factors.new_codes())
    assert StaticDevice.objects.filter(user=carla).count() == 1


def test_it_signs_nobody_in_who_is_not_staff(client):
    stranger = people.stranger()
    stranger.is_staff = False
    stranger.save()
    assert password(client, stranger).status_code == 200
    assert not is_in(client)


def test_it_sets_no_cookie_on_public_pages(client):
    answer = client.get(reverse("content:home"))
    assert answer.cookies == {}


def test_it_says_once_that_the_last_recovery_code_is_used(client):
    """And no way to the page that is open already."""
    carla = people.carla()
    signed_in.add_app(carla)
    factors.keep_codes(carla, ["k7mp-2xqr-9tfa"])
    password(client, carla)
    done = client.post("/admin/login/recovery-code/", {"code": "k7mp-2xqr-9tfa"})
    told = [str(message) for message in client.get(done.url).context["messages"]]
    assert len(told) == 1
    assert told[0].startswith("That was your last recovery code.")
    assert told[0].index("add a new one") < told[0].index("remove the lost one")
