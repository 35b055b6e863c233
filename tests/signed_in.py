"""Signs people in without the steps, with all that a whole sign-in leaves."""

import time

from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tpi_site.doors.half import SIGN_IN
from tpi_site.doors.models import SignIn
from tpi_site.doors.rules import must_use_second_factor

PASSWORD = "a long enough secret"
by_password_only = Client.force_login


def force_login(client: Client, user, backend=None) -> None:
    by_password_only(client, user, backend)
    session = client.session
    now = timezone.now()
    row = SignIn(user=user, session_key=session.session_key, since=now, used_at=now)
    row.device, row.network = "A browser on an unknown device", "127.0.0.0/24"
    row.save()
    session[SIGN_IN] = row.pk
    if user.is_staff and must_use_second_factor(type(user).objects.get(pk=user.pk)):
        session[DEVICE_ID_SESSION_KEY] = add_app(user).persistent_id
    session.save()


def add_app(user) -> TOTPDevice:
    """Its codes last a second, and any of the last five minutes is as good: a test that signs in
    twice has another code each time, as a person has who waits for the next one."""
    return TOTPDevice.objects.get_or_create(
        user=user, name="App", defaults={"step": 1, "tolerance": 300}
    )[0]


def code_of(app: TOTPDevice) -> str:
    """One that was not used yet."""
    app.refresh_from_db()
    now = TOTP(app.bin_key, app.step, app.t0, app.digits, app.drift)
    now.time = max(time.time(), (app.last_t + 1 - app.drift) * app.step)
    return f"{now.token():0{app.digits}}"


def sign_in(client: Client, user, address="/admin/login/", password=PASSWORD):
    """By the forms; the answer to the last one, which leads where the person wanted to go."""
    if must_use_second_factor(user):
        add_app(user)
    answer = client.post(address, {"username": user.username, "password": password})
    if must_use_second_factor(user) and answer.status_code == 302:
        answer = client.post(answer.url, {"code": code_of(add_app(user))})
    return answer
