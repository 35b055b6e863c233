"""The library of pictures: who may open it, what it tells, and what can be done there."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from content import publishing
from content.imaging import open_upload
from content.models import Picture, WorkingCopy
from content.publishing import pictures
from tests import make, people
from tests.content.sample_pictures import files, fresh_upload, in_library, saved, shades

pytestmark = pytest.mark.django_db
LIBRARY = "/admin/content/picture/"
NOTE = "Form 12, signed by Rosa Medina"


def url(name, picture):
    return reverse(f"admin:content_picture_{name}", args=[picture.pk])


def photo(number=200, size=(640, 480)):
    data = saved(shades(*size, number), "JPEG")
    return SimpleUploadedFile("photo.jpg", data, content_type="image/jpeg")


def about(**fields):
    return {"do": "save", "alt": "Words", "focal_x": 50, "focal_y": 50} | fields


def body(*pictures):
    shown = "\n\n".join(f"::: figure img:{one.pk} A title\n:::" for one in pictures)
    return f"{shown}\n\n{make.BODY}"


def viewer():
    return people.person("viewer", ["view_picture"])


def days(number):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def picture():
    return in_library(shows_person=True, consent_note=NOTE, consent_until=days(200))


# Who may


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("screen", ["changelist", "add", "change", "delete", "history"])
@pytest.mark.parametrize("somebody", [None, people.stranger, people.carla, people.olga])
def test_it_turns_away_everybody_without_the_right(
    client, settings, picture, somebody, screen, method
):
    before = files(settings)
    one = [picture.pk] if screen in {"change", "delete", "history"} else []
    if somebody:
        client.force_login(somebody())
    data = {"image": photo(), "fits": "on", "post": "yes"} | about(do="replace")
    response = getattr(client, method)(
        reverse(f"admin:content_picture_{screen}", args=one), data if method == "post" else {}
    )
    if response.status_code == 302:
        assert response["Location"].startswith("/admin/login/")
    else:
        assert response.status_code in {403, 405}
    assert NOTE not in response.content.decode()
    assert Picture.objects.get().alt == picture.alt
    assert files(settings) == before


def test_it_shows_everything_but_the_consent_to_those_who_only_look(client, picture):
    client.force_login(viewer())
    for address in (LIBRARY, url("change", picture)):
        html = client.get(address).content.decode()
        assert picture.alt in html
        assert NOTE not in html
        assert "multipart/form-data" not in html
    for do in ("save", "replace"):
        data = about(do=do, image=photo(), fits="on", alt="Other")
        assert client.post(url("change", picture), data).status_code == 403
    assert client.post(reverse("admin:content_picture_add"), {}).status_code == 403
    assert client.post(url("delete", picture), {"post": "yes"}).status_code == 403
    assert Picture.objects.get().alt == picture.alt


@pytest.mark.parametrize("verb", ["add", "replace", "save", "delete"])
def test_the_verbs_ask_for_the_right_themselves(picture, verb):
    by = viewer()
    acts = {
        "add": lambda: publishing.add_picture(fresh_upload(), by=by),
        "replace": lambda: publishing.replace_picture(picture, fresh_upload(), by=by),
        "save": lambda: publishing.save_shared(picture, by=by),
        "delete": lambda: publishing.delete(picture, by=by),
    }
    with pytest.raises(PermissionDenied):
        acts[verb]()


def test_patients_never_read_the_consent(client, picture):
    page = make.live(body=body(picture))
    for address in ("", "print/", "large-print/"):
        response = client.get(f"/{page.article.topic.slug}/{page.article.slug}/{address}")
        assert response.status_code == 200
        assert "Rosa Medina" not in response.content.decode()


@pytest.mark.parametrize("number", ["999", "0", "x", "9" * 30])
def test_it_finds_no_picture_that_is_not_there(client, number):
    client.force_login(people.ana())
    assert client.get(f"{LIBRARY}{number}/change/").status_code == 404


# The list


def listed(client, **query):
    return [row["id"] for row in client.get(LIBRARY, query).context["rows"]]


def test_it_tells_what_staff_want_to_know_of_each(client, picture):
    Picture.objects.update(credit="A. Ruiz", licence="CC BY 4.0")
    page = make.live(title="Heat and rest", body=body(picture))
    client.force_login(people.ana())
    html = client.get(LIBRARY).content.decode()
    for words in (picture.alt, "A. Ruiz", "CC BY 4.0", "1,500 × 1,000 pixels", "Copies to come"):
        assert words in html
    assert "Used on 1 page<" in html
    assert reverse("admin:content_article_change", args=[page.article_id]) in html
    assert "Heat and rest" in html


def test_it_finds_by_words_of_description_credit_and_licence_and_by_number(client):
    heat = in_library(alt="A warm pack on a neck", credit="Ana Ruiz", licence="CC BY 4.0")
    path = in_library(alt="A path in a park", credit="Ben", licence="CC0")
    client.force_login(people.ana())
    for query in ("warm", "WARM neck", "ruiz", "by 4.0", f"img:{heat.pk}", f"#{heat.pk}"):
        assert listed(client, q=query) == [heat.pk], query
    assert heat.pk in listed(client, q=str(heat.pk))
    assert listed(client, q="warm park") == []
    assert listed(client, q="") == [path.pk, heat.pk]
    assert listed(client, q="' OR 1=1 --%_\\") == []


def test_it_has_lists_of_what_needs_somebody(client):
    used = in_library(alt="used")
    in_library(alt="unused")
    silent = in_library(alt="")
    person = {"shows_person": True, "consent_note": NOTE}
    ended = in_library(consent_until=days(-1), **person)
    ending = in_library(consent_until=days(29), **person)
    missing = in_library(shows_person=True)
    in_library(consent_until=days(31), **person)
    last_day = in_library(consent_until=days(0), **person)
    publishing.make_due_copies(timezone.now(), at_a_time=600)
    waiting = in_library()
    make.live(body=body(used))
    client.force_login(people.ana())
    everything = {p.pk for p in Picture.objects.all()}
    assert set(listed(client, list="all")) == everything
    assert set(listed(client, list="unused")) == everything - {used.pk}
    assert listed(client, list="silent") == [silent.pk]
    assert set(listed(client, list="consent")) == {ended.pk, ending.pk, missing.pk, last_day.pk}
    assert listed(client, list="waiting") == [waiting.pk]
    assert set(listed(client, list="no-such-list")) == everything
    counts = [entry["count"] for entry in client.get(LIBRARY).context["lists"]]
    assert counts == [9, 8, 1, 4, 1]


def test_it_counts_pages_that_are_read_or_written_now(client):
    picture = in_library()
    live = make.live(title="Live", body=body(picture))
    make.draft(live.article, title="Live, changed", body=body(picture))
    make.draft(title="Draft", body=body(picture))
    make.live(title="Soon", body=body(picture), days_ago=-2)
    once = make.live(title="Once", body=body(picture), days_ago=5)
    make.live(once.article, title="Not any more", days_ago=1)
    gone = make.live(title="Gone", body=body(picture))
    publishing.withdraw(gone.article, by=None, reason="Old.")
    client.force_login(people.ana())
    (row,) = client.get(LIBRARY).context["rows"]
    assert [(use.title, use.state) for use in row["uses"]] == [
        ("Draft", "Draft"),
        ("Gone", "Taken off the site"),
        ("Live", "On the site"),
        ("Soon", "Scheduled"),
    ]
    assert client.get(url("change", picture)).context["earlier"] == ["Once"]


def test_it_asks_no_more_questions_for_more_pictures(client, django_assert_max_num_queries):
    client.force_login(people.ana())
    for number in range(60):
        picture = in_library(40, 30, shows_person=True, consent_note=NOTE)
        if number % 10 == 0:
            make.draft(body=body(picture))
    client.get(LIBRARY)  # the frame of all screens remembers the clinic's name
    with django_assert_max_num_queries(15):
        assert len(listed(client)) == 48
    assert len(listed(client, page=2)) == 12
    assert len(listed(client, page="x")) == 48
    assert len(listed(client, page=99)) == 12


def test_it_warns_of_pictures_that_are_shown_after_their_consent(client, picture):
    make.live(body=body(picture))
    client.force_login(people.ana())
    assert "Consent has ended" not in client.get(LIBRARY).content.decode()
    Picture.objects.update(consent_until=days(-1))
    assert "Consent has ended for 1 picture that patients see" in (
        client.get(LIBRARY).content.decode()
    )


# Taking in


def test_it_takes_a_picture_in_without_a_script(client, settings):
    client.force_login(people.ana())
    data = {
        "image": photo(),
        "alt": "A neck",
        "credit": "Ana",
        "licence": "Ours",
        "shows_person": "on",
        "consent_note": NOTE,
        "consent_until": "2031-05-04",
    }
    response = client.post(reverse("admin:content_picture_add"), data, follow=True)
    picture = Picture.objects.get()
    assert response.request["PATH_INFO"] == url("change", picture)
    assert "is in the library" in response.content.decode()
    assert (picture.alt, picture.consent_note) == ("A neck", NOTE)
    assert str(picture.consent_until) == "2031-05-04"
    assert len(files(settings)) == 1
    assert LogEntry.objects.get().user.username == "ana"


def test_it_keeps_what_was_typed_beside_a_mistake(client, settings):
    client.force_login(people.ana())
    data = {"image": photo(), "credit": "Ana Ruiz", "consent_note": NOTE}
    response = client.post(reverse("admin:content_picture_add"), data)
    html = response.content.decode()
    assert response.status_code == 400
    for words in ("Describe the picture", "Ana Ruiz", NOTE, "Choose the file once more"):
        assert words in html
    assert (files(settings), Picture.objects.count()) == (set(), 0)


def test_it_says_when_the_library_has_the_file_already(client):
    client.force_login(people.ana())
    add = reverse("admin:content_picture_add")
    client.post(add, {"image": photo(), "alt": "First"})
    html = client.post(add, {"image": photo(), "alt": "Second"}, follow=True).content.decode()
    assert "The library has this file already" in html
    assert Picture.objects.get().alt == "First"


# One picture


def test_it_saves_what_is_said_and_renders_the_pages(client, picture):
    page = make.live(body=body(picture))
    client.force_login(people.ana())
    data = about(alt="A new description", credit="Ana", shows_person="on", consent_note="Form 13")
    told = client.post(url("change", picture), data, follow=True).content.decode()
    assert "signed with the old words are unsigned now" in told
    page.refresh_from_db()
    assert 'alt="A new description"' in page.body_html
    assert ">Ana<" in page.body_html
    assert Picture.objects.get().consent_note == "Form 13"
    told = client.post(url("change", picture), data | {"licence": "CC0"}, follow=True)
    assert "unsigned now" not in told.content.decode()


@pytest.mark.parametrize(
    ("fields", "hint"),
    [
        ({"alt": ""}, "Describe the picture"),
        ({"focal_x": 101}, "less than or equal to 100"),
        ({"focal_y": ""}, "required"),
        ({"consent_until": "soon"}, "Enter a valid date"),
    ],
)
def test_it_keeps_the_form_that_cannot_be_saved(client, picture, fields, hint):
    client.force_login(people.ana())
    response = client.post(url("change", picture), about(credit="Typed credit", **fields))
    html = response.content.decode()
    assert response.status_code == 400
    assert hint in html
    assert "Typed credit" in html
    assert Picture.objects.get().credit == ""


def test_it_moves_the_focal_point_and_orders_new_cuts(client, picture):
    publishing.make_due_copies(timezone.now())
    client.force_login(people.ana())
    client.post(url("change", picture), about(focal_x=20, focal_y=80))
    picture.refresh_from_db()
    assert picture.focal == [20, 80]
    assert Picture.objects.waiting().get() == picture
    html = client.get(url("change", picture)).content.decode()
    assert 'x="20%" y="80%"' in html


# Another file in its place


def replace(client, picture, **fields):
    data = {"do": "replace", "image": photo(), "fits": "on"} | fields
    return client.post(url("change", picture), data)


@pytest.mark.django_db(transaction=True)
def test_it_replaces_a_file_on_every_page(client, settings, picture):
    live, draft = make.live(body=body(picture)), make.draft(body=body(picture))
    earlier = make.live(body=body(picture), days_ago=9)
    make.live(earlier.article, title="Later", body=body(picture))
    publishing.make_due_copies(timezone.now())
    picture.refresh_from_db()
    before = picture.files
    client.force_login(people.ana())
    assert replace(client, picture).status_code == 302
    picture.refresh_from_db()
    assert (picture.width, picture.height, picture.renditions) == (640, 480, [])
    assert picture.alt == "A hand on a shoulder"
    for page in (live, draft, earlier):
        page.refresh_from_db()
        assert picture.file.url in page.body_html
        assert not [name for name in before if name in page.body_html]
    assert files(settings) == {picture.file.name.rpartition("/")[2]}
    said = LogEntry.objects.filter(user__username="ana").values_list("change_message", flat=True)
    assert "Put another file in its place." in said


def signed(page):
    return publishing.sign(
        page, by=people.ben(), credentials="MD", role="Surgeon", next_due=days(300)
    )


def test_it_ends_signatures_on_pages_that_show_another_picture_now(client, picture):
    page, other = make.live(body=body(picture)), make.live()
    address = f"/{page.article.topic.slug}/{page.article.slug}/"
    review = signed(page)
    assert "Ben Okafor" in client.get(address).content.decode()
    client.force_login(people.ana())
    replace(client, picture)
    client.logout()
    page.refresh_from_db()
    assert page.words_hash() != review.signed_hash
    assert "Checked by" not in client.get(address).content.decode().replace("Not checked by", "")
    hash_before = other.content_hash
    other.refresh_from_db()
    assert other.content_hash == hash_before


@pytest.mark.django_db(transaction=True)
def test_it_keeps_the_old_file_when_the_replacing_fails(client, settings, picture, monkeypatch):
    make.live(body=body(picture))
    before = files(settings)
    monkeypatch.setattr(pictures, "render_again", lambda pages: 1 / 0)
    client.force_login(people.ana())
    with pytest.raises(ZeroDivisionError):
        replace(client, picture)
    assert files(settings) == before
    assert Picture.objects.get().sha256 == picture.sha256


def test_it_refuses_the_file_of_another_picture_and_names_it(client, settings, picture):
    data = saved(shades(300, 200), "PNG")
    other = publishing.add_picture(open_upload(BytesIO(data)), by=None, alt="A path")
    before = files(settings)
    client.force_login(people.ana())
    response = replace(client, picture, image=SimpleUploadedFile("a.png", data))
    assert response.status_code == 400
    assert f"it is picture {other.pk} (“A path”)" in response.content.decode()
    assert files(settings) == before
    assert Picture.objects.get(pk=picture.pk).sha256 == picture.sha256


def test_it_refuses_the_file_that_is_there_already(client, picture):
    client.force_login(people.ana())
    replace(client, picture)
    html = replace(client, picture).content.decode()
    assert "This is the file that the picture has already" in html


def test_it_refuses_a_bad_file_and_leaves_the_picture(client, settings, picture):
    client.force_login(people.ana())
    before = files(settings)
    response = replace(client, picture, image=SimpleUploadedFile("a.jpg", b"MZ" + bytes(99)))
    assert response.status_code == 400
    assert "This file is a program" in response.content.decode()
    assert files(settings) == before


def test_it_wants_the_words_to_fit_the_new_file(client, picture):
    client.force_login(people.ana())
    response = replace(client, picture, fits="")
    html = response.content.decode()
    assert response.status_code == 400
    assert "Read what stands there" in html
    assert "description, credit, licence and consent fit" in html
    assert Picture.objects.get().sha256 == picture.sha256


# Deleting


@pytest.mark.django_db(transaction=True)
def test_it_deletes_a_picture_that_nobody_uses(client, settings, picture):
    publishing.make_due_copies(timezone.now())
    client.force_login(people.max_())
    assert "No page shows it" in client.get(url("delete", picture)).content.decode()
    assert client.post(url("delete", picture), {"post": "yes"}).status_code == 302
    assert (files(settings), Picture.objects.count()) == (set(), 0)


@pytest.mark.parametrize("use", ["live", "draft", "earlier", "typed"])
def test_it_deletes_no_picture_that_is_used(client, settings, picture, use):
    if use == "typed":
        WorkingCopy.objects.create(
            article=make.article(), person=people.ana(), fields={"body": f"![](img:{picture.pk})"}
        )
    elif use == "draft":
        make.draft(title="Heat and rest", body=body(picture))
    else:
        page = make.live(title="Heat and rest", body=body(picture), days_ago=3)
        if use == "earlier":
            make.live(page.article, title="Without")
    client.force_login(people.max_())
    html = client.get(url("delete", picture)).content.decode()
    assert "This picture stays" in html
    assert ("somebody is writing" if use == "typed" else "Heat and rest") in html
    client.post(url("delete", picture), {"post": "yes"})
    assert Picture.objects.get() == picture
    with pytest.raises(publishing.Refused):
        publishing.delete(picture, by=None)


def test_it_is_not_kept_by_a_number_that_begins_like_its_own(picture):
    WorkingCopy.objects.create(
        article=make.article(), person=people.ana(), fields={"body": f"![](img:{picture.pk}0)"}
    )
    assert publishing.why_not_delete(picture) == ""


def test_it_is_kept_by_the_database_too(picture):
    make.draft(body=body(picture))
    with pytest.raises(ProtectedError):
        picture.delete()
