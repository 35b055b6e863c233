"""What browsers are told about every answer."""

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse

from content.models import Picture
from tests import make, people
from tpi_site.middleware import SecurityHeaders

pytestmark = pytest.mark.django_db
TRUSTED = "require-trusted-types-for 'script'; trusted-types 'none'"


@pytest.fixture
def staff(client):
    client.force_login(people.max_())
    return client


@pytest.mark.parametrize("path", ["/", "/contact/", "/nothing/", "/robots.txt", "/admin/login/"])
def test_it_sets_every_header(client, path):
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    assert policy.endswith(TRUSTED)
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    for power in ("camera", "geolocation", "microphone", "payment", "usb"):
        assert f"{power}=()" in headers["Permissions-Policy"]


def test_it_sends_no_policies_with_what_can_have_none(rf):
    """They would be a third of a small style sheet."""
    for kind, has, permissions in (
        ("text/css; charset=utf-8", False, False),
        ("font/woff2", False, False),
        ("text/javascript", True, False),
        ("image/svg+xml", True, True),
    ):
        answer = SecurityHeaders(lambda _, kind=kind: HttpResponse(content_type=kind))(
            rf.get("/static/a")
        )
        assert ("Content-Security-Policy" in answer.headers) is has
        assert ("Permissions-Policy" in answer.headers) is permissions
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/sign-in/",
        "/admin/password_change/",
        "/admin/enquiries/enquiry/",
        "/admin/content/picture/",
    ],
)
def test_it_lets_no_script_of_ours_write_html(staff, path):
    response = staff.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Security-Policy"].endswith(TRUSTED)


@pytest.mark.parametrize(
    "path",
    [
        "/admin/content/article/",
        "/admin/content/article/add/",
        "/admin/auth/user/add/",
        "/admin/auth/group/1/delete/",
    ],
)
def test_it_asks_less_of_screens_whose_scripts_cannot_do_without(staff, path):
    response = staff.get(path)
    assert response.status_code == 200
    policy = response.headers["Content-Security-Policy"]
    assert "trusted-types" not in policy
    assert "unsafe" not in policy


def test_it_sends_https_only_for_a_year(client, settings):
    assert settings.SECURE_HSTS_SECONDS == 31_536_000
    assert "max-age=31536000" in client.get("/", secure=True)["Strict-Transport-Security"]


def test_it_locks_pictures_into_a_box(client):
    picture = Picture(sha256="0" * 64, size=4, width=1, height=1, alt="A")
    picture.file.save("a.png", ContentFile(b"\x89PNG"), save=True)
    make.article(slug="page")
    response = client.get(picture.file.url)
    assert b"".join(response.streaming_content) == b"\x89PNG"
    response.close()
    assert response.status_code == 200
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
