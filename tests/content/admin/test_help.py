"""The screen that shows how texts are written."""

import pytest
from django.urls import reverse

from content.admin.help import EXAMPLES
from content.lookups import lookups
from content.models import ClinicFact
from content.rendering import render
from content.rendering.fences import FENCES
from tests import make, people

pytestmark = pytest.mark.django_db
HELP = "admin:content_article_help"


@pytest.mark.parametrize(("title", "source"), EXAMPLES, ids=[title for title, _ in EXAMPLES])
def test_it_shows_nothing_that_the_checks_would_complain_about(title, source):
    make.clinic()
    assert render(source, lookups()).problems == ()


def test_it_shows_every_kind_of_block():
    shown = "\n".join(source for _, source in EXAMPLES)
    missing = [kind for kind in FENCES if f"::: {kind}" not in shown]
    assert missing == ["figure"]  # it needs a picture, and stands in the table below


def test_it_names_every_clinic_fact(client):
    client.force_login(people.ana())
    make.clinic()
    ClinicFact.objects.create(name="driving", label="Who may drive?", until_answered="Ask us.")
    page = client.get(reverse(HELP)).content.decode()
    assert "{{ driving }}" in page
    assert "{{ phone }}" in page


@pytest.mark.parametrize("somebody", [people.carla, people.ben, people.stranger])
def test_it_is_for_those_who_write(client, somebody):
    client.force_login(somebody())
    assert client.get(reverse(HELP)).status_code in {302, 403}
