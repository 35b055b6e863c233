"""Copies of pictures, made by due work: once, wholly, and without a page changing its words."""

import os
import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from content import publishing
from content.models import Picture, Revision
from content.publishing import drafts, picture_copies, rendering_again
from content.publishing.picture_files import remove_stray_files
from tests import make, people
from tests.content.sample_pictures import files, fresh_upload, in_library

pytestmark = pytest.mark.django_db(transaction=True)
NEXT_YEAR = timezone.localdate() + timedelta(days=365)


def make_copies(minutes=0, **options):
    return publishing.make_due_copies(timezone.now() + timedelta(minutes=minutes), **options)


def page_with(picture, **fields):
    return make.live(body=f"## A picture\n\n![](img:{picture.pk})\n", **fields)


def signed(revision):
    return publishing.sign(
        revision, by=people.ben(), credentials="MD", role="Surgeon", next_due=NEXT_YEAR
    )


def is_whole(settings, *pictures):
    """Whether all that lies on the disk belongs to these pictures, and the reverse."""
    for picture in pictures:
        picture.refresh_from_db()
    named = {name.rpartition("/")[2] for picture in pictures for name in picture.files}
    return named == files(settings)


def test_it_takes_a_picture_in_as_one_file(settings):
    picture = in_library(2000, 1000)
    assert len(files(settings)) == 1
    assert picture.renditions == []
    assert Picture.objects.waiting().get() == picture


def test_it_makes_three_formats_in_three_widths_and_two_crops(settings):
    picture = in_library(2000, 1000)
    assert make_copies() == ""
    assert is_whole(settings, picture)
    assert [(copy["type"], copy["width"]) for copy in picture.renditions] == [
        (f"image/{kind}", width) for kind in ("avif", "webp", "jpeg") for width in (480, 960, 1440)
    ]
    assert picture.crops["thumbnail"]["width"] == picture.crops["thumbnail"]["height"] == 320
    assert (picture.crops["card"]["width"], picture.crops["card"]["height"]) == (1200, 630)
    assert (picture.copies_due_at, picture.copies_claim) == (None, "")
    assert picture.width == 2000


def test_it_shows_the_whole_file_until_the_copies_are_there(client):
    picture = in_library(2000, 1000)
    page = page_with(picture)
    html = page.body_html
    assert f'src="{picture.file.url}" width="2000" height="1000"' in html
    assert "srcset" not in html
    make_copies()
    page.refresh_from_db()
    picture.refresh_from_db()
    assert f'src="{picture.shown["url"]}" width="1440" height="720"' in page.body_html
    assert page.body_html.count("<source") == 3
    for copy in picture.renditions:
        assert default_storage.url(copy["name"]) in page.body_html
        response = client.get(default_storage.url(copy["name"]))
        assert response["Content-Type"] == copy["type"]
        response.close()


def test_it_keeps_the_signature_of_a_page_whose_picture_gets_its_copies():
    page = page_with(in_library())
    review = signed(page)
    make_copies()
    page.refresh_from_db()
    assert "srcset" in page.body_html
    assert review.signed_hash == page.content_hash == page.words_hash()


def test_it_renders_drafts_and_scheduled_pages_again_too():
    picture = in_library()
    pages = [make.draft(body=f"## A\n\n![](img:{picture.pk})\n"), page_with(picture, days_ago=-3)]
    make_copies()
    for page in pages:
        page.refresh_from_db()
        assert "srcset" in page.body_html


def test_it_leaves_the_other_pages_alone(monkeypatch):
    make.live()
    in_library()
    monkeypatch.setattr(rendering_again, "fill_from_words", pytest.fail)
    assert make_copies() == ""


def test_it_lets_only_one_process_make_the_copies():
    picture = in_library()
    now = timezone.now()
    assert picture_copies.claim(picture.pk, now) is not None
    assert picture_copies.claim(picture.pk, now) is None
    make_copies()
    picture.refresh_from_db()
    assert picture.renditions == []


def test_it_takes_over_from_a_process_that_was_killed(settings):
    picture = in_library()
    picture_copies.claim(picture.pk, timezone.now())
    make_copies(minutes=9)
    assert is_whole(settings, picture)
    assert picture.renditions == []
    make_copies(minutes=11)
    assert is_whole(settings, picture)
    assert picture.renditions


def test_it_throws_away_what_comes_too_late(settings):
    """A process that hung comes back after another one has done its work."""
    picture = in_library()
    slow = picture_copies.claim(picture.pk, timezone.now())
    make_copies(minutes=11)
    with (
        pytest.raises(picture_copies.Overtaken),
        picture_copies.kept_if_all_goes_well() as written,
    ):
        picture_copies.keep(slow, *picture_copies.draw(slow, written))
    assert len(written) == 11
    assert is_whole(settings, picture)


@pytest.fixture
def breaks_after(monkeypatch):
    """breaks_after(3, error): the third file cannot be written."""

    def breaks_after(number, error):
        store, done = picture_copies.store, []

        def broken(copy, written):
            done.append(1)
            if len(done) == number:
                written.append(f"pictures/{'0' * 36}-1.jpeg")
                raise error
            return store(copy, written)

        monkeypatch.setattr(picture_copies, "store", broken)
        return lambda: monkeypatch.setattr(picture_copies, "store", store)

    return breaks_after


@pytest.mark.parametrize("number", [1, 5, 11])
def test_it_leaves_nothing_half_done_when_it_is_ended(settings, breaks_after, number):
    picture = in_library()
    mend = breaks_after(number, SystemExit(0))
    with pytest.raises(SystemExit):
        make_copies()
    assert is_whole(settings, picture)
    assert picture.renditions == []
    mend()
    make_copies()  # the next process does not wait for the claim to run out
    assert is_whole(settings, picture)
    assert picture.renditions


def test_it_leaves_nothing_half_done_when_the_disk_is_full(settings, breaks_after):
    picture = in_library()
    breaks_after(4, OSError("no space"))
    assert make_copies() == "OSError"
    assert is_whole(settings, picture)
    assert picture.copies_problem == "OSError"


def test_it_leaves_no_copies_when_the_row_cannot_be_written(settings, monkeypatch):
    picture = in_library()
    page_with(picture)
    monkeypatch.setattr(picture_copies, "render_again", lambda pages: 1 / 0)
    assert make_copies() == "ZeroDivisionError"
    assert is_whole(settings, picture)
    assert picture.renditions == []


def test_it_makes_the_others_when_one_cannot_be_read():
    lost, fine = in_library(), in_library()
    default_storage.delete(lost.file.name)
    assert make_copies() == "FileNotFoundError"
    lost.refresh_from_db()
    fine.refresh_from_db()
    assert fine.renditions
    assert lost.copies_problem == "FileNotFoundError"
    assert lost.copies_due_at > timezone.now() + timedelta(minutes=4)


def test_it_stops_after_some_seconds_so_that_mail_is_not_kept_waiting():
    in_library(), in_library()
    make_copies(at_a_time=0)
    assert Picture.objects.waiting().count() == 1


def during_drawing(monkeypatch, act):
    """Somebody else does something while the copies are being made."""
    draw = picture_copies.draw

    def slow(picture, written):
        monkeypatch.setattr(picture_copies, "draw", draw)
        act()
        return draw(picture, written)

    monkeypatch.setattr(picture_copies, "draw", slow)


def test_it_makes_no_copies_of_a_file_that_was_replaced_meanwhile(settings, monkeypatch):
    picture = in_library()
    during_drawing(
        monkeypatch, lambda: publishing.replace_picture(picture, fresh_upload(800, 600), by=None)
    )
    make_copies()
    assert is_whole(settings, picture)
    assert picture.renditions == []
    make_copies()
    assert is_whole(settings, picture)
    assert {copy["width"] for copy in picture.renditions} == {480, 800}


def test_it_makes_no_copies_of_a_picture_that_was_deleted_meanwhile(settings, monkeypatch):
    picture = in_library()
    during_drawing(monkeypatch, lambda: publishing.delete(picture, by=None))
    make_copies()
    assert files(settings) == set()


def test_it_cuts_again_when_the_focal_point_moves(settings):
    picture = in_library()
    make_copies()
    picture.refresh_from_db()
    copies, before = picture.renditions, picture.crops
    picture.focal_x, picture.focal_y = 10, 90
    publishing.save_shared(picture, by=None)
    picture.refresh_from_db()
    assert picture.crops == before
    make_copies()
    assert is_whole(settings, picture)
    assert picture.renditions == copies
    assert picture.crops["focal"] == [10, 90]
    assert picture.crops["card"]["name"] != before["card"]["name"]


def test_it_makes_nothing_again_when_only_words_change():
    picture = in_library()
    make_copies()
    picture.refresh_from_db()
    picture.alt = "Other words"
    publishing.save_shared(picture, by=None)
    assert not Picture.objects.waiting().exists()


def test_it_keeps_copies_that_were_made_while_somebody_typed():
    """The form was opened before the copies were there, and is saved after."""
    opened_before = in_library()
    make_copies()
    opened_before.alt = "Better words"
    publishing.save_shared(opened_before, by=None)
    now = Picture.objects.get()
    assert (len(now.renditions), now.alt, now.copies_due_at) == (9, "Better words", None)


def test_it_shows_the_copies_in_a_draft_that_was_saved_while_they_came(monkeypatch):
    picture = in_library()
    fill = drafts.fill_from_words

    def slow(revision, world):
        fill(revision, world)
        monkeypatch.setattr(drafts, "fill_from_words", fill)
        make_copies()

    monkeypatch.setattr(drafts, "fill_from_words", slow)
    draft = make.draft(body=f"## A\n\n![](img:{picture.pk})\n")
    draft.refresh_from_db()
    assert "srcset" in draft.body_html


def test_it_takes_back_no_publication_while_it_renders(monkeypatch):
    picture = in_library()
    draft = make.draft(body=f"## A\n\n![](img:{picture.pk})\n")
    fill = drafts.fill_from_words

    def published_meanwhile(revision, world):
        Revision.objects.filter(pk=revision.pk).update(published_at=timezone.now())
        fill(revision, world)

    monkeypatch.setattr(rendering_again, "fill_from_words", published_meanwhile)
    make_copies()
    draft.refresh_from_db()
    assert draft.published_at is not None


def old(name, days):
    path = default_storage.path(name)
    then = time.time() - days * 86_400
    os.utime(path, (then, then))


def test_it_takes_away_files_that_nobody_names(settings):
    picture = in_library()
    make_copies()
    picture.refresh_from_db()
    folder = settings.MEDIA_ROOT / "pictures"
    stray, young, other = f"{'a' * 36}-480.avif", f"{'b' * 36}-480.avif", "notes.txt"
    for name in (stray, young, other):
        (folder / name).write_bytes(b"x")
    for name in (*picture.files, f"pictures/{stray}", f"pictures/{other}"):
        old(name, days=2)
    assert remove_stray_files(timezone.now()) == ""
    left = files(settings)
    assert left == {name.rpartition("/")[2] for name in picture.files} | {young, other}


def test_it_has_nothing_to_take_away_before_the_first_picture():
    assert remove_stray_files(timezone.now()) == ""


def test_it_can_be_asked_for_by_hand(settings):
    picture = in_library()
    out = StringIO()
    call_command("make_picture_copies", stdout=out)
    assert out.getvalue() == "Made the copies of 1 picture.\n"
    assert is_whole(settings, picture)
    assert picture.renditions


def test_it_says_by_hand_what_could_not_be_made():
    default_storage.delete(in_library().file.name)
    in_library()
    with pytest.raises(CommandError, match="1 of 2 pictures could not be made"):
        call_command("make_picture_copies", stdout=StringIO())
