"""The set-up of a second factor, changes to it, and the way back for who lost everything."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential

from enquiries.handling import posting
from tests import people, signed_in
from tests.content.test_desk_doors import is_let_in
from tests.doors.test_steps import CODE, SET_UP, is_in, password
from tpi_site.doors import factors
from tpi_site.doors.models import SignIn

pytestmark = pytest.mark.django_db
APP, CODES, MINE = "/admin/sign-in/app/", "/admin/sign-in/recovery-codes/", "/admin/sign-in/"
CARLA = "carla@clinic.example"


def code_for(page: str) -> str:
    """What an app shows that was given the letters of the page."""
    from base64 import b32decode

    secret = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))
    assert len(secret) == 32
    clock = TOTP(b32decode(secret))
    clock.time = time.time()
    return f"{clock.token():06}"


def codes_on(page: str) -> list[str]:
    return re.findall(r"<code>([a-z0-9-]{14})</code>", page)


def set_up(client: Client, user) -> list[str]:
    """From the password to the first page; the recovery codes."""
    password(client, user)
    page = client.get(APP).content.decode()
    done = client.post(APP, {"code": code_for(page)})
    codes = codes_on(client.get(done.url).content.decode())
    client.post(done.url, {"kept": "on"})
    return codes


def mails() -> list[str]:
    posting.deliver_due()
    sent = [f"{m.to[0]}: {m.subject}" for m in mail.outbox]
    mail.outbox.clear()
    return sent


def test_it_guides_the_first_administrator_in(client):
    max_ = people.max_()
    where = password(client, max_, "/admin/login/?next=/admin/content/article/").url
    assert where.startswith(SET_UP)
    link = re.search(r'href="(/admin/sign-in/app/[^"]*)"', client.get(where).content.decode())[1]
    page = client.get(link).content.decode()
    assert "otpauth://totp/Your%20spine%20clinic:max?secret=" in page
    wrong = client.post(link, {"code": "000000"})
    assert "This code is not right." in wrong.content.decode()
    assert code_for(wrong.content.decode()) == code_for(page)
    assert not is_in(client)
    done = client.post(link, {"code": code_for(page), "next": "/admin/content/article/"})
    assert done.url == f"{CODES}?next=/admin/content/article/"
    shown = client.get(done.url).content.decode()
    codes = codes_on(shown)
    assert len(codes) == 10
    unticked = client.post(done.url, {}).content.decode()
    assert "Keep the codes first" in unticked
    assert codes_on(unticked) == codes
    assert client.post(done.url, {"kept": "on"}).url == "/admin/content/article/"
    assert is_in(client)
    assert not set(codes_on(client.get(CODES).content.decode())) & set(codes)


def test_its_codes_work_from_then_on(client):
    carla = people.carla()
    codes = set_up(client, carla)
    assert factors.check_recovery_code(carla, codes[3])
    other = Client()
    assert password(other, carla).url == CODE
    assert TOTPDevice.objects.get().key not in client.session.values()


def test_the_code_that_proved_the_app_does_not_sign_in_as_well(client):
    carla = people.carla()
    password(client, carla)
    code = code_for(client.get(APP).content.decode())
    client.post(APP, {"code": code})
    other = Client()
    password(other, carla)
    other.post(CODE, {"code": code})
    assert not is_in(other)


def test_it_draws_the_picture_without_styles_or_scripts(client):
    client.force_login(carla := people.carla())
    session = client.session
    session["password_at"] = int(time.time())
    session.save()
    page = client.get(APP).content.decode()
    assert re.search(r'<path class="scan__squares" d="M0 0h1v1h-1z', page)
    assert " style=" not in page
    assert carla.username in page


def test_the_password_alone_adds_no_second_device(client):
    carla = people.carla()
    signed_in.add_app(carla)
    password(client, carla)
    for path in (SET_UP, APP, "/admin/sign-in/passkey/"):
        assert client.get(path).url == CODE
    assert client.post(APP, {"code": "123456"}).url == CODE
    assert client.get(CODES).url == SET_UP
    assert client.post(CODES, {"kept": "on"}).url == SET_UP
    begin = client.post("/admin/sign-in/passkey/begin/", {}, content_type="application/json")
    assert begin.status_code == 403
    assert TOTPDevice.objects.count() == 1
    assert not StaticDevice.objects.exists()


@pytest.mark.parametrize("path", [APP, CODES, SET_UP, "/admin/sign-in/passkey/"])
def test_it_asks_for_the_password_again_before_a_change(client, path):
    client.force_login(people.carla())
    again = client.get(path)
    assert again.url == f"/admin/sign-in/password/?next={path}"
    wrong = client.post(again.url, {"password": "guess"})
    assert "This is not your password." in wrong.content.decode()
    assert client.get(path).url == again.url
    assert client.post(again.url, {"password": signed_in.PASSWORD, "next": path}).url == path
    assert client.get(path).status_code == 200


def confirm(client: Client) -> None:
    client.post("/admin/sign-in/password/", {"password": signed_in.PASSWORD})


def test_it_keeps_the_last_device_of_who_must_have_one(client):
    client.force_login(carla := people.carla(email=CARLA))
    app = TOTPDevice.objects.get()
    remove = {"do": "remove", "factor": app.persistent_id}
    assert client.post(MINE, remove).url.startswith("/admin/sign-in/password/")
    confirm(client)
    page = client.post(MINE, remove, follow=True).content.decode()
    assert "This is your only one" in page
    second = TOTPDevice.objects.create(user=carla, name="Spare")
    client.post(MINE, remove | {"factor": second.persistent_id})
    assert TOTPDevice.objects.get() == app
    assert mails() == [f"{CARLA}: Your second step of signing in was changed"]


def test_it_lets_go_of_the_last_one_of_who_may_do_without(client):
    set_up(client, people.ana())
    app = TOTPDevice.objects.get()
    assert factors.recovery_codes_left(app.user) == 10
    client.post(MINE, {"do": "remove", "factor": app.persistent_id})
    assert not TOTPDevice.objects.exists()
    assert not StaticDevice.objects.exists()
    assert is_in(client)


def test_it_tells_the_lost_one_of_two_from_the_new_one(client):
    """Both have the same name, and somebody may have added them on the same day."""
    who = people.carla()
    client.force_login(who)
    day = timezone.now().replace(hour=20, minute=0)
    for minutes in (0, 5):
        app = TOTPDevice.objects.create(user=who, name="App")
        TOTPDevice.objects.filter(pk=app.pk).update(created_at=day + timedelta(minutes=minutes))
    page = client.get(MINE).content.decode()
    buttons = re.findall(r"Remove<span[^>]*>([^<]+)<", page)
    assert len(buttons) == len(set(buttons)) == 3


RENAME = "/admin/sign-in/name/"


def passkey_of(user) -> WebAuthnCredential:
    return WebAuthnCredential.objects.create(
        user=user, name="Passkey", credential_id=b"\x01", public_key=b"\x02", aaguid=""
    )


def test_it_lets_people_give_their_devices_names_of_their_own(client):
    carla = people.carla(email=CARLA)
    client.force_login(carla)
    for factor in (passkey_of(carla), TOTPDevice.objects.get()):
        page = client.get(MINE).content.decode()
        link = f"{RENAME}?factor={factor.persistent_id}"
        assert f'href="{link}"' in page
        assert f'value="{factor.name}"' in client.get(link).content.decode()
        typed = {"factor": factor.persistent_id, "name": f"  {factor.name}\n of <Carla> "}
        assert client.post(RENAME, typed).url == MINE
        assert f"{factor.name} of &lt;Carla&gt;</strong>" in client.get(MINE).content.decode()
    assert is_in(client)
    assert mails() == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Write a name"),
        (" ", "Write a name"),
        ("x" * 65, "at most 64"),
        ("\x00", "Null characters"),
        ("aPP ", "You have another one of this name."),
    ],
)
def test_it_takes_no_name_that_tells_nothing(client, name, words):
    client.force_login(carla := people.carla())
    key = passkey_of(carla)
    page = client.post(RENAME, {"factor": key.persistent_id, "name": name}).content.decode()
    assert words in page
    assert 'aria-invalid="true"' in page
    key.refresh_from_db()
    assert key.name == "Passkey"


def test_it_takes_the_name_again_that_something_has(client):
    client.force_login(carla := people.carla())
    key = passkey_of(carla)
    assert client.post(RENAME, {"factor": key.persistent_id, "name": "PASSKEY"}).url == MINE


def test_it_renames_nothing_of_others(client):
    theirs = passkey_of(people.olga())
    client.force_login(people.carla())
    for factor in (theirs.persistent_id, "auth.user/1", "x", ""):
        assert client.get(RENAME, {"factor": factor}).url == MINE
        assert client.post(RENAME, {"factor": factor, "name": "Mine"}).url == MINE
    theirs.refresh_from_db()
    assert theirs.name == "Passkey"


def test_it_renames_nothing_for_who_gave_a_password_alone(client):
    carla = people.carla()
    key = passkey_of(carla)
    password(client, carla)
    for who in (client, Client()):
        answer = who.post(RENAME, {"factor": key.persistent_id, "name": "Mine"})
        assert answer.url.startswith("/admin/login/")
    key.refresh_from_db()
    assert key.name == "Passkey"


def test_it_removes_nothing_of_others(client):
    client.force_login(people.carla())
    theirs = signed_in.add_app(people.olga())
    confirm(client)
    for name in (theirs.persistent_id, "auth.user/1", "x", ""):
        client.post(MINE, {"do": "remove", "factor": name})
    assert TOTPDevice.objects.count() == 2


def test_it_ends_other_sign_ins_and_tells_by_mail_when_something_is_added(client):
    carla = people.carla(email=CARLA)
    other = Client()
    other.force_login(carla)
    client.force_login(carla)
    confirm(client)
    client.post(APP, {"code": code_for(client.get(APP).content.decode())})
    assert not is_in(other)
    assert is_in(client)
    assert mails() == [f"{CARLA}: Your second step of signing in was changed"]


def reset_of(account) -> str:
    return reverse("admin:reset_second_step", args=[account.pk])


def test_an_administrator_resets_it_for_who_lost_everything(client):
    ben = people.ben(email="ben@clinic.example")
    bens = Client()
    bens.force_login(ben)
    client.force_login(people.ada())
    account = reverse("admin:auth_user_change", args=[ben.pk])
    assert reset_of(ben) in client.get(account).content.decode()
    assert client.post(reset_of(ben), {"password": "guess"}).status_code == 200
    assert is_in(bens)
    assert client.post(reset_of(ben), {"password": signed_in.PASSWORD}).url == account
    assert not TOTPDevice.objects.filter(user=ben).exists()
    assert not is_in(bens)
    assert mails() == ["ben@clinic.example: Your second step of signing in was reset"]
    assert password(Client(), ben).url == SET_UP


def test_nobody_resets_it_for_who_may_do_more_or_for_themselves(client):
    ada = people.ada()
    client.force_login(ada)
    for account in (people.carla(), people.olga(), people.max_(), ada):
        signed_in.add_app(account)
        for method in (client.get, client.post):
            data = {"password": signed_in.PASSWORD}
            assert method(reset_of(account), data).status_code == 403
        page = client.get(reverse("admin:auth_user_change", args=[account.pk])).content.decode()
        assert reset_of(account) not in page
        assert TOTPDevice.objects.filter(user=account).exists()


@pytest.mark.parametrize("name", ["ana", "ben", "petra", "carla", "olga", "stranger"])
def test_nobody_else_resets_it(client, name):
    nina = people.person("nina")
    signed_in.add_app(nina)
    client.force_login(getattr(people, name)())
    assert not is_let_in(client.post(reset_of(nina), {"password": signed_in.PASSWORD}))
    assert TOTPDevice.objects.filter(user=nina).exists()


def test_the_machine_resets_it(client, capsys):
    max_ = people.max_()
    client.force_login(max_)
    call_command("reset_second_factor", "max")
    assert "1 app or passkeys of max removed" in capsys.readouterr().out
    assert not is_in(client)
    assert password(client, max_).url == SET_UP
    with pytest.raises(CommandError, match="There is no account “nobody”"):
        call_command("reset_second_factor", "nobody")


def test_no_screen_of_the_admin_shows_the_secrets(client):
    client.force_login(people.max_())
    for path in ("otp_totp/totpdevice/", "otp_static/staticdevice/", "doors/signin/"):
        assert client.get(f"/admin/{path}").status_code == 404


def test_it_tells_about_a_new_password_and_ends_what_is_open(client):
    ana = people.ana(email="ana@clinic.example")
    other = Client()
    other.force_login(ana)
    client.force_login(ana)
    new = "tin kettle on the porch"
    form = {"old_password": signed_in.PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/admin/password_change/", form).url == MINE
    assert is_in(client)
    assert not is_in(other)
    assert SignIn.objects.get().session_key == client.session.session_key
    assert mails() == ["ana@clinic.example: Your password for the guide was changed"]


def test_it_ends_the_others_also_when_a_superuser_uses_the_screen_for_all(client):
    max_ = people.max_()
    other = Client()
    other.force_login(max_)
    client.force_login(max_)
    new = {"password1": "tin kettle on the porch", "password2": "tin kettle on the porch"}
    path = reverse("admin:auth_user_password_change", args=[max_.pk])
    client.post(path, new | {"usable_password": "true", "set-password": "x"})
    assert is_in(client)
    assert not is_in(other)
    assert SignIn.objects.get().session_key == client.session.session_key


def test_it_slows_down_who_guesses_the_old_password(client):
    client.force_login(people.ana())
    new = {"new_password1": "tin kettle on the porch", "new_password2": "tin kettle on the porch"}
    for _ in range(5):
        client.post("/admin/password_change/", new | {"old_password": "guess"})
    late = client.post("/admin/password_change/", new | {"old_password": signed_in.PASSWORD})
    assert "Too many wrong tries" in late.content.decode()
    assert User.objects.get().check_password(signed_in.PASSWORD)


def test_it_tells_who_was_given_a_new_password_or_address(client):
    nina = people.person("nina", email="nina@clinic.example")
    ninas = Client()
    ninas.force_login(nina)
    client.force_login(people.ada(first_name="Ada", last_name="Stone"))
    new = {"password1": "tin kettle on the porch", "password2": "tin kettle on the porch"}
    path = reverse("admin:auth_user_password_change", args=[nina.pk])
    client.post(path, new | {"usable_password": "true", "set-password": "x"})
    assert not is_in(ninas)
    assert mails() == ["nina@clinic.example: Your password for the guide was changed"]
    account = reverse("admin:auth_user_change", args=[nina.pk])
    form = {"username": "nina", "email": "new@clinic.example", "is_staff": "on", "is_active": "on"}
    client.post(account, form | {"first_name": "", "last_name": ""})
    told = "The mail address of your account was changed"
    assert mails() == [f"nina@clinic.example: {told}", f"new@clinic.example: {told}"]
    client.post(account, form | {"first_name": "Nina", "last_name": ""})
    assert mails() == []
