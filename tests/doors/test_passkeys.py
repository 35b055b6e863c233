"""What a script may ask of the passkeys, and that no message of its own gets it further.

That a passkey is made and used is tried in tests/browser/test_doors.py, with a real browser.
"""

import json

import pytest
from django.test import Client
from django_otp_webauthn.models import WebAuthnCredential
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import people, signed_in
from tests.doors.test_steps import CODE, is_in, password

pytestmark = pytest.mark.django_db
BEGIN, COMPLETE = "/admin/login/passkey/begin/", "/admin/login/passkey/complete/"
ADD, ADDED = "/admin/sign-in/passkey/begin/", "/admin/sign-in/passkey/complete/"
RESPONSE = {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA"}
SHAPED = {"id": "AQ", "rawId": "AQ", "type": "public-key", "response": RESPONSE}
ODD = [
    "",
    "{",
    "[]",
    "null",
    "7",
    "{}",
    '{"id": 7}',
    "[" * 5000 + "]" * 5000,
    json.dumps(SHAPED),
    json.dumps(SHAPED | {"rawId": "Ag", "id": "Ag"}),
    json.dumps(SHAPED | {"response": None}),
    json.dumps(SHAPED | {"response": {"clientDataJSON": 1, "attestationObject": "x"}}),
    json.dumps(SHAPED | {"response": {"clientDataJSON": "e30", "attestationObject": "AAAA"}}),
]


def key(user) -> WebAuthnCredential:
    return WebAuthnCredential.objects.create(
        user=user, name="Passkey", credential_id=b"\x01", public_key=b"\x02", aaguid=""
    )


def send(client, path: str, body: str = "{}"):
    return client.post(path, body, content_type="application/json")


@pytest.fixture
def carla(client):
    carla = people.carla()
    key(carla)
    assert password(client, carla).url == CODE
    return carla


@pytest.mark.usefixtures("carla")
def test_it_asks_for_the_passkeys_of_this_person(client):
    WebAuthnCredential.objects.create(
        user=people.olga(), name="Other", credential_id=b"\x09", public_key=b"\x02", aaguid=""
    )
    asked = send(client, BEGIN).json()
    assert asked["rpId"] == "guide.example.org"
    assert [known["id"] for known in asked["allowCredentials"]] == ["AQ"]


@pytest.mark.parametrize("body", ODD)
@pytest.mark.usefixtures("carla")
def test_it_takes_nothing_that_is_no_proof(client, body):
    send(client, BEGIN)
    answer = send(client, COMPLETE, body)
    assert 400 <= answer.status_code < 500
    assert set(answer.json()) == {"detail", "code"}
    assert not is_in(client)


@pytest.mark.parametrize("body", ODD)
def test_it_makes_nothing_of_what_is_no_passkey(client, body):
    password(client, people.carla())
    assert send(client, ADD).status_code == 200
    assert 400 <= send(client, ADDED, body).status_code < 500
    assert not WebAuthnCredential.objects.exists()
    assert not is_in(client)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@pytest.mark.usefixtures("carla")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(st.sampled_from([*SHAPED, "x"]), JSON), JSON)
def test_it_survives_anything(client, message, response):
    for path in (COMPLETE, ADDED):
        send(client, BEGIN)
        body = json.dumps(SHAPED | message | {"response": response})
        assert 400 <= send(client, path, body).status_code < 500


def test_it_asks_for_each_proof_anew(client, carla):
    send(client, BEGIN)
    first = client.session["otp_webauthn_authentication_state"]
    send(client, COMPLETE, json.dumps(SHAPED))
    assert "otp_webauthn_authentication_state" not in client.session
    assert send(client, COMPLETE, json.dumps(SHAPED)).json()["code"] == "invalid_state"
    send(client, BEGIN)
    assert client.session["otp_webauthn_authentication_state"] != first


@pytest.mark.parametrize("path", [BEGIN, COMPLETE, ADD, ADDED])
def test_it_answers_nobody_else(client, path):
    assert send(client, path).status_code == 403
    client.force_login(people.carla())
    # Somebody who is in for longer gives the password again before a change.
    assert send(client, path).status_code == 403
    assert client.get(path).status_code in {403, 405}


@pytest.mark.parametrize("path", [BEGIN, ADD])
def test_it_makes_none_where_browsers_would_not(client, settings, path):
    settings.PASSKEYS = False
    password(client, people.carla())
    assert send(client, path).status_code == 403
    page = client.get("/admin/sign-in/set-up/").content.decode()
    assert "Use a passkey" not in page
    assert "Use an app" in page


def test_it_wants_a_token_of_our_form():
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.carla())
    assert send(client, ADD).status_code == 403


def test_it_leads_who_has_only_a_passkey_of_another_address_to_recovery_codes(
    client, carla, settings
):
    settings.PASSKEYS = False
    page = client.get(CODE).content.decode()
    assert "Your passkey belongs to another address" in page
    assert signed_in.PASSWORD not in page
