"""What messengers and other sites show beside a link to a page: its title, its description and the
first picture of its text, or the one of the whole guide."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from content import publishing
from content.models import Picture
from tests import make
from tests.content.sample_pictures import in_library
from tests.source import ROOT

pytestmark = pytest.mark.django_db
OF_ALL = "https://guide.example.org/static/img/shared.png"


def figure(picture):
    return f"::: figure img:{picture.pk} A title\n:::\n\n"


def inline(picture):
    return f"![](img:{picture.pk})\n\n"


def page_with(text):
    return make.live(body=text + make.BODY)


def path_of(page):
    return f"/{page.article.topic.slug}/{page.article.slug}/"


def head_of(client, page):
    return head_at(client, path_of(page))


def head_at(client, path):
    html = client.get(path).content.decode()
    return dict(re.findall(r'<meta property="(og:[a-z:]+)" content="([^"]*)">', html))


def with_copies(*pictures):
    publishing.make_due_copies(timezone.now(), at_a_time=600)
    for picture in pictures:
        picture.refresh_from_db()


def test_it_tells_address_and_size_of_the_card(client):
    picture = in_library(1500, 1500, alt="A “warm” pack")
    page = page_with(inline(picture))
    assert head_of(client, page)["og:image"] == OF_ALL
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


def test_it_is_the_one_of_all_where_the_text_has_none(client):
    page = make.live()
    head = head_of(client, page)
    assert head["og:image"] == OF_ALL
    assert head["og:image:alt"].startswith("A drawing of a person")
    assert head["og:url"] == f"https://guide.example.org{path_of(page)}"
    assert head["og:description"]


def test_its_size_is_the_one_that_is_told():
    with Image.open(ROOT / "static/img/shared.png") as drawn:
        assert drawn.size == (1200, 630)


def test_its_words_are_those_of_the_pages_language(client):
    assert head_at(client, "/es/")["og:image:alt"].startswith("Dibujo de una persona")


@pytest.mark.parametrize("path", ["/search/?q=knot", "/no-such-page/"])
def test_pages_that_nobody_is_to_find_tell_nothing(client, path):
    assert head_at(client, path) == {}


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
    assert head_of(client, page)["og:image"].endswith(picture.crop_url("card"))
    Picture.objects.update(consent_until=today - timedelta(days=1))
    assert head_of(client, page)["og:image"] == OF_ALL
