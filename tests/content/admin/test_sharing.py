"""The screen of secret links, and the page that a link opens."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from content import publishing
from content.models import Comment, Revision, ShareLink
from tests import make, people
from tests.content.admin.stages import HELP, drafted, url, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return drafted()


@pytest.fixture
def ana(client, draft):
    client.force_login(draft.created_by)


@pytest.fixture
def token(draft):
    return publishing.share(draft, by=None, for_whom="Dr. Lee", days=7)


@pytest.fixture
def guest():
    return Client(enforce_csrf_checks=True)


def test_it_shows_a_new_address_once(client, ana, draft, guest):
    data = {"do": "share", "for_whom": "Dr. Lee", "days": 7}
    page = words_of(client.post(url("share", draft), data))
    address = page.partition("https://guide.example.org/shared/")[2].partition("/")[0]
    assert guest.get(f"/shared/{address}/").status_code == 200
    again = words_of(client.get(url("share", draft)))
    assert "Dr. Lee" in again
    assert address not in again


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"for_whom": ""}, "Write whom the link is for"),
        ({"days": "0"}, "from 1 to 30"),
        ({"days": "31"}, "from 1 to 30"),
        ({"days": "x"}, "from 1 to 30"),
    ],
)
def test_it_makes_no_link_by_mistake(client, ana, draft, fields, words):
    data = {"do": "share", "for_whom": "Dr. Lee", "days": 7} | fields
    response = client.post(url("share", draft), data)
    assert response.status_code == 422
    assert words in words_of(response)
    assert not ShareLink.objects.exists()


def test_it_ends_a_link(client, ana, draft, token, guest):
    client.post(url("share", draft), {"do": f"end:{ShareLink.objects.get().pk}"})
    assert guest.get(f"/shared/{token}/").status_code == 404
    assert "Links that have ended" in words_of(client.get(url("share", draft)))


@pytest.mark.parametrize("number", ["", "x", "²", "99999", "9" * 5000])
def test_it_ends_no_other_link(client, ana, draft, token, number):
    other = make.draft()
    publishing.share(other, by=None, for_whom="Dr. Kim", days=7)
    for do in (f"end:{number}", f"end:{ShareLink.objects.get(revision=other).pk}"):
        client.post(url("share", draft), {"do": do})
    assert ShareLink.objects.working().count() == 2


def test_it_shows_the_draft_as_a_page_of_the_guide(guest, draft, token):
    response = guest.get(f"/shared/{token}/")
    page = words_of(response)
    assert "New words" in page
    assert "Draft for Dr. Lee. Not checked, not public." in page
    assert "When to get help" in page
    assert draft.article.slug + "/print/" not in page
    assert Revision.objects.published().get().title == "Live words"


def test_it_says_when_the_draft_was_signed_and_when_it_went_live(guest, draft, token):
    signed_by = {"credentials": "MD", "role": "Doctor", "next_due": timezone.localdate()}
    signed_by["next_due"] += timedelta(days=100)
    publishing.sign(draft, by=people.ben(), **signed_by)
    assert "Draft for Dr. Lee. Checked, not public." in words_of(guest.get(f"/shared/{token}/"))
    publishing.publish(draft, by=None)
    assert "It is on the site by now." in words_of(guest.get(f"/shared/{token}/"))


def test_it_tells_the_address_to_nobody(guest, token):
    response = guest.get(f"/shared/{token}/")
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert "noindex" in words_of(response)
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert not response.cookies
    assert f'rel="canonical" href="https://guide.example.org/shared/{token}' not in words_of(
        response
    )


@pytest.mark.parametrize("end", ["x" * 43, "x", "é", "%00", "x" * 3000])
def test_it_has_no_page_for_a_wrong_secret(guest, token, end):
    assert guest.get(f"/shared/{end}/").status_code == 404
    assert guest.post(f"/shared/{end}/", {"at-page": "x"}).status_code == 404


def test_it_answers_an_old_secret_like_a_wrong_one(guest, token):
    wrong = guest.get(f"/shared/{'x' * 43}/")
    ShareLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    old = guest.get(f"/shared/{token}/")
    assert (old.status_code, old.content) == (wrong.status_code, wrong.content)
    assert guest.post(f"/shared/{token}/", {"at-page": "x"}).status_code == 404
    assert not Comment.objects.exists()


def test_it_keeps_what_a_guest_says_without_a_cookie(guest, token):
    response = guest.post(f"/shared/{token}/", {HELP: "Say which fever.", "at-page": "Good."})
    assert response.status_code == 302
    assert not response.cookies
    said = {(c.heading, c.text, c.by_name, c.by) for c in Comment.objects.all()}
    assert said == {
        ("When to get help", "Say which fever.", "Dr. Lee", None),
        ("", "Good.", "Dr. Lee", None),
    }
    assert "Say which fever." in words_of(guest.get(f"/shared/{token}/"))


def test_it_shows_staff_what_a_guest_said(client, ana, draft, token, guest):
    guest.post(f"/shared/{token}/", {"at-page": "Good."})
    page = words_of(client.get(url("review", draft)))
    assert "Dr. Lee</strong> by a link" in page


def test_it_shows_a_guest_no_comments_of_others(guest, draft, token):
    publishing.comment(draft, by=people.ben(), anchor="", text="Among colleagues")
    publishing.share(draft, by=None, for_whom="Dr. Kim", days=7)
    other = ShareLink.objects.get(for_whom="Dr. Kim")
    publishing.comment_as_guest(other, "", "From Dr. Kim")
    page = words_of(guest.get(f"/shared/{token}/"))
    assert "Among colleagues" not in page
    assert "From Dr. Kim" not in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [({}, "Write a comment first"), ({HELP: "x" * 2001}, "2,000 letters or fewer")],
)
def test_it_keeps_a_guests_words_when_they_cannot_be_taken(guest, token, fields, words):
    response = guest.post(f"/shared/{token}/", fields)
    assert response.status_code == 422
    assert words in words_of(response)
    assert fields.get(HELP, "") in words_of(response)
    assert not Comment.objects.exists()


def test_it_escapes_what_a_guest_says(guest, token):
    guest.post(f"/shared/{token}/", {"at-page": "<script>alert(1)</script>"})
    assert "<script>alert" not in words_of(guest.get(f"/shared/{token}/"))


def test_it_refuses_a_body_that_is_too_large(guest, token):
    assert guest.post(f"/shared/{token}/", {"at-page": "x" * 1_000_001}).status_code == 413


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_it_only_reads_and_takes_comments(guest, token, method):
    assert getattr(guest, method)(f"/shared/{token}/").status_code == 405


def test_it_keeps_the_secret_out_of_the_log(caplog):
    from tpi_site.logs import KEYS

    assert KEYS.sub(r"\1…", "Not Found: /shared/abc-DEF_1/") == "Not Found: /shared/…/"
