"""Signs people in without the steps, as if they had taken each: with what a whole sign-in leaves."""

from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from tpi_site.doors.half import SIGN_IN
from tpi_site.doors.models import SignIn
from tpi_site.doors.rules import must_use_second_factor

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
        app, _ = TOTPDevice.objects.get_or_create(user=user, name="App")
        session[DEVICE_ID_SESSION_KEY] = app.persistent_id
    session.save()
