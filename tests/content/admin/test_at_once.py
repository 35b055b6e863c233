"""Two people have the same form of the guide open: neither takes back what the other changed."""

from datetime import date

import pytest
from django.urls import reverse

from content.models import ClinicDetails, Picture
from tests import make, people
from tests.content.sample_pictures import in_library
from tests.opened import opened

pytestmark = pytest.mark.django_db
OLD, NEW = "(503) 555-0100", "(503) 555-0199"


def address(thing, name: str = "change") -> str:
    return reverse(f"admin:content_{thing._meta.model_name}_{name}", args=[thing.pk])


@pytest.fixture
def details(client):
    client.force_login(people.petra())
    return make.clinic(phone=OLD, hours="Monday to Friday\n8 am to 5 pm")


def test_it_leaves_a_number_alone_that_a_colleague_changed_meanwhile(client, details):
    """Else the old number would be back on every page, and nobody would know."""
    typed = opened(client, address(details), "phone")
    ClinicDetails.objects.update(phone=NEW)
    assert client.post(address(details), typed | {"hours": "Monday"}).status_code == 302
    details.refresh_from_db()
    assert (details.phone, details.hours) == (NEW, "Monday")


def test_it_asks_when_both_changed_the_same_and_takes_it_when_it_is_sent_again(client, details):
    typed = opened(client, address(details), "phone") | {"phone": "(503) 555-0142"}
    ClinicDetails.objects.update(phone=NEW)
    page = client.post(address(details), typed)
    assert f"“{NEW}”" in page.context["adminform"].form.errors["phone"][0]
    assert ClinicDetails.objects.get().phone == NEW
    again = typed | {"initial-phone": page.context["adminform"].form.data["initial-phone"]}
    assert client.post(address(details), again).status_code == 302
    assert ClinicDetails.objects.get().phone == "(503) 555-0142"


def test_it_takes_it_when_both_wrote_the_same(client, details):
    typed = opened(client, address(details), "phone") | {"phone": NEW}
    ClinicDetails.objects.update(phone=NEW)
    assert client.post(address(details), typed).status_code == 302


def test_it_takes_lines_for_the_same_however_they_end(client, details):
    """Browsers send lines with two signs at their end, the database may hold one."""
    typed = opened(client, address(details), "phone")
    typed |= dict.fromkeys(("hours", "initial-hours"), "Monday to Friday\r\n8 am to 5 pm")
    assert client.post(address(details), typed | {"phone": NEW}).status_code == 302
    ClinicDetails.objects.update(hours="Never")
    client.post(address(details), typed)
    assert ClinicDetails.objects.get().hours == "Never"


def test_it_does_not_send_a_page_back_to_its_old_address(client):
    client.force_login(people.petra())
    page, other = make.live(make.article(slug="old")).article, make.live().article
    typed = opened(client, address(page, "place"), "slug")
    type(page).objects.filter(pk=page.pk).update(slug="new", owner=people.ana())
    page.related.add(other)
    response = client.post(address(page, "place"), typed | {"position": 7})
    assert response.status_code == 302, response.context["adminform"].form.errors
    page.refresh_from_db()
    assert (page.slug, page.position, page.owner.username) == ("new", 7, "ana")
    assert list(page.related.all()) == [other]


def test_it_leaves_a_consent_alone_that_a_colleague_took_back(client):
    client.force_login(people.petra())
    consent = {"consent_note": "Signed.", "consent_until": date(2090, 1, 1)}
    picture = in_library(120, 80, alt="A hand", shows_person=True, **consent)
    typed = opened(client, address(picture), "alt")
    Picture.objects.update(consent_until=date(2020, 1, 1))
    response = client.post(address(picture), typed | {"credit": "The clinic"})
    assert response.status_code == 302, response.context["form"].errors
    picture.refresh_from_db()
    assert (picture.credit, picture.consent_until) == ("The clinic", date(2020, 1, 1))


def test_it_asks_nothing_of_a_new_one(client, details):
    page = client.get(reverse("admin:content_term_add")).content.decode()
    assert "initial-word" not in page
