"""Phones and search engines find the site's icon where they look for it unasked."""

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

TOUCH = "/static/img/apple-touch-icon.png"
ADDRESSES = {
    "/favicon.ico": "/static/img/favicon.ico",
    "/apple-touch-icon.png": TOUCH,
    "/apple-touch-icon-precomposed.png": TOUCH,
    "/apple-touch-icon-120x120.png": TOUCH,
    "/apple-touch-icon-120x120-precomposed.png": TOUCH,
}


@pytest.mark.parametrize(("asked", "file"), ADDRESSES.items())
def test_it_leads_to_the_file(client, asked, file):
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (302, file)
    assert response["Cache-Control"] == "public, max-age=86400"
    assert not response.cookies
    assert client.head(asked).status_code == 302


@pytest.mark.parametrize("asked", ADDRESSES)
def test_it_is_only_read(client, asked):
    assert client.post(asked).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["/favicon.png", "/apple-touch-icon-9x9.png", "/favicon.ico/"])
def test_other_addresses_lead_nowhere(client, asked):
    assert client.get(asked, follow=True).status_code == 404


def test_the_files_are_icons_in_the_sizes_that_are_asked_for():
    with Image.open(finders.find("img/favicon.ico")) as icon:
        assert icon.format == "ICO"
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    with Image.open(finders.find("img/apple-touch-icon.png")) as icon:
        assert (icon.format, icon.size) == ("PNG", (180, 180))
        # A phone would fill what can be seen through with black.
        assert icon.convert("RGBA").getextrema()[3] == (255, 255)
