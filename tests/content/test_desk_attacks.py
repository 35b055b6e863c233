"""A careless or hostile colleague and the signature: two people read what is signed."""

from datetime import timedelta

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from content import publishing
from content.models import Review, Revision
from content.publishing import Refused
from tests import make, people
from tests.content.admin.stages import signature, url

pytestmark = pytest.mark.django_db
NEXT_YEAR = timezone.localdate() + timedelta(days=365)
OTHER = make.BODY.replace("A sore spot in a muscle.", "Something else. Many words of his own here.")
SPELT = make.BODY.replace("Pressing", "Pressng")


@pytest.fixture
def both():
    """Writes and signs."""
    made = people.ben()
    made.groups.add(people.member("Editor", "editor").groups.get())
    return made


@pytest.fixture
def ana():
    return people.ana()


@pytest.fixture
def article(ana):
    make.clinic()
    article = make.article()
    publishing.save_draft(article, make.words(), by=ana)
    return article


def save(article, by, **words) -> Revision:
    return publishing.save_draft(article, make.words(**words), by=by)


def dora():
    return people.member("Medical reviewer", "dora", first_name="Dora", last_name="Lund")


def sign(revision, by) -> Review:
    told = {"credentials": "MD", "role": "Doctor", "next_due": NEXT_YEAR}
    return publishing.sign(revision, by=by, **told)


def test_it_lets_nobody_sign_their_words_because_a_colleague_saved_them_again(article, both, ana):
    save(article, both, body=OTHER)
    again = save(article, ana, body=OTHER)
    with pytest.raises(Refused, match="part of these words, as revision 2"):
        sign(again, both)
    assert both not in publishing.signers(again)


def test_it_does_not_help_to_change_a_comma_or_to_discard_the_first_of_them(article, both, ana):
    own = save(article, both, body=OTHER)
    again = save(article, ana, body=OTHER.replace("else.", "else,"))
    publishing.discard(own, by=both)
    with pytest.raises(Refused, match="part of these words"):
        sign(again, both)


def test_it_does_not_help_to_have_them_restored(article, both, ana):
    own = save(article, both, body=OTHER)
    sign(save(article, ana), dora())
    restored = publishing.restore(own, by=ana)
    with pytest.raises(Refused, match="as revision 2"):
        sign(restored, both)


def test_it_does_not_help_to_have_them_copied_to_another_page(article, both, ana):
    save(article, both, body=OTHER)
    copy = save(make.article(), ana, title="Copy", body=OTHER)
    with pytest.raises(Refused, match="another page"):
        sign(copy, both)


def test_it_takes_a_signature_of_the_writer_after_a_second_clinician_signed(article, both, ana):
    own = save(article, both, body=OTHER)
    sign(own, dora())
    assert sign(save(article, ana, body=OTHER, title="New"), both).reviewer == both


def test_it_takes_a_signature_of_who_only_mended_a_spelling(article, both, ana):
    save(article, ana, body=SPELT)
    save(article, both)
    assert sign(save(article, ana, title="New"), both).reviewer == both


def test_it_takes_a_signature_of_who_threw_their_own_draft_away(article, both, ana):
    publishing.discard(save(article, both, body=OTHER), by=both)
    assert sign(save(article, ana, title="New"), both).reviewer == both


def test_it_says_so_on_the_screen_and_still_lets_them_send_it_back(client, article, both, ana):
    save(article, both, body=OTHER)
    again = save(article, ana, body=OTHER)
    client.force_login(both)
    page = client.get(url("review", again)).content.decode()
    assert "You wrote part of these words, as revision 2" in page
    assert 'value="sign"' not in page
    assert 'value="send_back"' in page
    assert client.post(url("review", again), signature(again)).status_code == 422
    assert not Review.objects.exists()


def test_it_prints_no_name_for_signing_in_under_a_page(article):
    unnamed = people.member("Medical reviewer", "j.smith1970")
    with pytest.raises(Refused, match="enter your first and last name"):
        sign(article.newest(), unnamed)


def test_it_signs_for_good_whatever_becomes_of_the_account(client, article, both):
    publishing.publish(article.newest(), by=None)
    sign(article.newest(), both)
    both.first_name, both.last_name, both.is_active = "Somebody", "Else", False
    both.save()
    address = f"/{article.topic.slug}/{article.slug}/"
    for page in (address, f"{address}print/", f"{address}how-checked/"):
        shown = client.get(page).content.decode()
        assert "Ben Okafor" in shown
        assert "Somebody" not in shown
    with pytest.raises(ProtectedError):
        both.delete()
