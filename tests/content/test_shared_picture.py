"""What messengers and other sites show beside a link to a page: its title, its description and the
first picture of its text, or what it draws first, or the one of the whole guide."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.templatetags.static import static
from django.utils import timezone
from PIL import Image

from content import publishing
from content.models import Article, Picture, Revision
from content.pages import shared_pictures
from content.pages.shared_pictures import picture_of
from tests import make
from tests.content.sample_pictures import in_library
from tests.source import ROOT
from tpi_site import static_files

pytestmark = pytest.mark.django_db
OF_ALL = "https://guide.example.org/static/img/shared.png"
KNOT, BAND = (
    "::: figure drawing:muscle-tight A knot\n:::\n\n",
    "::: figure drawing:taut-band\n:::\n\n",
)


def figure(picture):
    return f"::: figure img:{picture.pk} A title\n:::\n\n"


def inline(picture):
    return f"![](img:{picture.pk})\n\n"


def page_with(text):
    return make.live(body=text + make.BODY)


def drawing(name):
    return f"https://guide.example.org/static/img/shared/{name}.png"


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


@pytest.mark.parametrize(
    ("text", "name"), [(KNOT + BAND, "muscle-tight"), (BAND + KNOT, "taut-band")]
)
def test_it_is_what_the_page_draws_first(client, text, name):
    head = head_of(client, page_with(text))
    assert head["og:image"] == drawing(name)
    assert (head["og:image:width"], head["og:image:height"]) == ("1200", "630")


def test_it_says_what_the_drawing_says(client):
    head = head_of(client, page_with(KNOT))
    assert head["og:image:alt"] == (
        "A tight knot in a muscle. Some strands of the muscle are pulled tight and run together"
        " into a small, dark red knot. The strands around it are at rest."
    )


def test_it_speaks_no_language_but_that_of_the_page():
    spanish = make.draft(make.article(language="es"), body=KNOT + make.BODY)
    assert picture_of(spanish).alt == "A knot"
    untitled = make.draft(spanish.article, body=BAND + make.BODY)
    assert picture_of(untitled).alt == ""


def test_a_picture_of_staff_goes_before_what_is_drawn(client):
    picture = in_library(40, 30)
    page = page_with(KNOT + inline(picture))
    assert head_of(client, page)["og:image"] == drawing("muscle-tight")
    with_copies(picture)
    assert head_of(client, page)["og:image"].endswith(picture.crop_url("card"))


def test_it_is_the_one_of_all_where_an_ornament_is_drawn(client):
    page = page_with("::: figure drawing:strand-gap\n:::\n\n")
    assert head_of(client, page)["og:image"] == OF_ALL


def test_it_is_the_one_of_all_where_what_is_drawn_has_none(client, monkeypatch):
    """Such as a drawing that has gone since."""
    page = page_with(KNOT)
    monkeypatch.setattr(shared_pictures, "drawn", dict)
    assert head_of(client, page)["og:image"] == OF_ALL


def test_it_is_the_one_of_all_until_words_from_before_are_rendered_again(client):
    page = page_with(KNOT)
    del page.uses["first_drawing"]
    page.save()
    publishing.save_shared(in_library(40, 30), by=None)  # begins a new edition
    assert head_of(client, page)["og:image"] == OF_ALL
    publishing.render_all()
    assert head_of(client, page)["og:image"] == drawing("muscle-tight")


def test_a_page_for_paper_and_a_withdrawn_one_show_no_other(client):
    page = page_with(KNOT)
    assert head_at(client, path_of(page) + "print/") == {}
    publishing.withdraw(page.article, by=None, reason="Out of date.")
    assert head_of(client, page) == {}


def test_it_asks_the_database_no_more_than_a_page_without(django_assert_num_queries):
    with_one, without = page_with(KNOT), make.live()
    with django_assert_num_queries(0):
        assert picture_of(with_one).path.endswith("muscle-tight.png")
        assert picture_of(without) is None


def test_every_article_of_the_starter_guide_names_what_it_draws(starter_guide):
    for revision in Revision.objects.published().select_related("article"):
        slug, drawn = revision.article.slug, revision.uses["drawings"]
        shown = picture_of(revision)
        if revision.muscle:
            assert shown.path == f"/static/img/shared/{slug}.png"
            assert shown.alt.startswith("The body, seen from")
        elif drawn:
            assert Path(shown.path).stem in drawn, slug
            assert shown.alt, slug
        else:
            assert shown is None, slug


def test_a_muscle_of_other_places_shows_not_what_it_no_longer_says(starter_guide):
    article = Article.objects.get(slug="upper-trapezius", language="en")
    live = article.revisions.published().get()
    assert picture_of(live).path.endswith("/upper-trapezius.png")
    body = live.body.replace("- ear: Behind your ear\n", "")
    assert body != live.body
    assert picture_of(make.draft(article, body=body)) is None


def test_the_site_names_the_file_by_what_is_in_it(settings, tmp_path):
    settings.STATICFILES_DIRS = [("img/shared", ROOT / "static/img/shared")]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    backend = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": backend}}
    assert static_files.collect()
    for name in shared_pictures.drawn():
        path = static(f"img/shared/{name}.png")
        assert re.fullmatch(rf"/static/img/shared/{name}\.[0-9a-f]{{12}}\.png", path)
        assert (settings.STATIC_ROOT / path.removeprefix("/static/")).exists()
