"""Who writes and checks this guide: only who checks pages now is listed as doing so."""

import pytest
from django.contrib.auth.models import User

from content import publishing
from content.models import Edition
from tests import make, people
from tests.content.own_words import text
from tests.stamping import sign

pytestmark = pytest.mark.django_db
URL = "/about/"


def said(client) -> str:
    return text(client.get(URL).content.decode())


def leaves(person: User, **fields) -> None:
    User.objects.filter(pk=person.pk).update(**fields)
    publishing.say_who_checks([person])


@pytest.fixture
def signed_by_both():
    """Ben signed two pages, Dora one."""
    dora = people.member("Medical reviewer", "dora", first_name="Dora", last_name="Lund")
    first = sign(make.live())
    sign(make.live())
    sign(make.live(), reviewer=dora, name="Dora Lund")
    return first


def test_it_lists_everyone_who_checks_pages(client, signed_by_both):
    page = said(client)
    assert "People who check the pages" in page
    assert "Ben Okafor, MD Spine doctor Checked 2 pages" in page
    assert "Dora Lund, MD Spine doctor Checked 1 page" in page
    assert "no longer" not in page


@pytest.mark.parametrize("left", [{"is_active": False}, {"is_staff": False}])
def test_it_does_not_list_who_left_and_keeps_the_signature(client, signed_by_both, left):
    leaves(people.get("ben"), **left)
    page = said(client)
    assert "Ben Okafor" not in page
    assert "Dora Lund, MD" in page
    assert "2 other pages were checked by people who no longer check pages here." in page
    assert "Checked by a clinician3" in page
    article = signed_by_both.revision.article
    assert "Ben Okafor" in client.get(f"/{article.topic.slug}/{article.slug}/").content.decode()


def test_it_does_not_list_who_may_sign_no_more(client, signed_by_both):
    dora = people.get("dora")
    dora.groups.clear()
    publishing.say_who_checks([dora])
    page = said(client)
    assert "Dora Lund" not in page
    assert "1 other page was checked by people who no longer check pages here." in page


def test_it_says_so_when_everyone_left(client):
    review = sign(make.live())
    leaves(review.reviewer, is_active=False)
    page = said(client)
    assert "People who check the pages" not in page
    assert "No clinician has checked a page yet" not in page
    assert "1 page was checked by people who no longer check pages here." in page


def test_it_lists_nobody_while_nobody_signed(client):
    make.live()
    page = said(client)
    assert "People who check the pages" not in page
    assert "No clinician has checked a page yet" in page
    assert "no longer check" not in page


def test_it_asks_who_may_sign_once_for_each_edition(
    client, signed_by_both, django_assert_num_queries
):
    client.get(URL)
    with django_assert_num_queries(1):
        client.get(URL)


def test_it_makes_a_new_edition_of_a_change_to_who_checks(signed_by_both):
    before = Edition.current()
    publishing.say_who_checks([people.ana()])
    assert Edition.current() == before
    publishing.say_who_checks([people.get("ben")])
    assert Edition.current() != before
