"""The picture that other sites show beside a link to a page: the first of its text."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from content import publishing
from content.models import Picture
from tests import make
from tests.content.sample_pictures import in_library

pytestmark = pytest.mark.django_db


def figure(picture):
    return f"::: figure img:{picture.pk} A title\n:::\n\n"


def inline(picture):
    return f"![](img:{picture.pk})\n\n"


def page_with(text):
    return make.live(body=text + make.BODY)


def head_of(client, page):
    html = client.get(f"/{page.article.topic.slug}/{page.article.slug}/").content.decode()
    return dict(re.findall(r'<meta property="(og:[a-z:]+)" content="([^"]*)">', html))


def with_copies(*pictures):
    publishing.make_due_copies(timezone.now(), at_a_time=600)
    for picture in pictures:
        picture.refresh_from_db()


def test_it_tells_address_and_size_of_the_card(client):
    picture = in_library(1500, 1500, alt="A “warm” pack")
    page = page_with(inline(picture))
    assert head_of(client, page) == {}
    with_copies(picture)
    head = head_of(client, page)
    assert head["og:image"] == f"https://guide.example.org{picture.crop_url('card')}"
    assert (head["og:image:width"], head["og:image:height"]) == ("1200", "630")
    assert head["og:image:alt"] == "A “warm” pack"
    assert "A sore spot" in head["og:title"]


@pytest.mark.parametrize(("one", "two"), [(inline, figure), (figure, inline), (figure, figure)])
def test_it_takes_the_first_of_the_text(client, one, two):
    second, first = in_library(40, 30), in_library(40, 30)
    page = page_with(one(first) + "Words between.\n\n" + two(second))
    with_copies(first, second)
    assert head_of(client, page)["og:image"].endswith(first.crop_url("card"))


def test_it_has_none_where_the_text_has_no_picture(client):
    assert head_of(client, make.live()) == {}


def test_it_follows_the_focal_point(client):
    picture = in_library(40, 30)
    page = page_with(inline(picture))
    with_copies(picture)
    before = head_of(client, page)["og:image"]
    picture.focal_x = 0
    publishing.save_shared(picture, by=None)
    assert head_of(client, page)["og:image"] == before
    with_copies(picture)
    assert head_of(client, page)["og:image"] not in {"", before}


def test_it_shows_nobody_elsewhere_whose_consent_has_ended(client):
    today = timezone.localdate()
    picture = in_library(40, 30, shows_person=True, consent_note="Form 1", consent_until=today)
    page = page_with(inline(picture))
    with_copies(picture)
    assert head_of(client, page)["og:image"]
    Picture.objects.update(consent_until=today - timedelta(days=1))
    assert head_of(client, page) == {}
