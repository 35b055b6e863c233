"""The desk: opening, saving, keeping what is typed, by the people who may and may not."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content import publishing
from content.models import Article, Presence, Review, Revision, WorkingCopy
from tests import make, people
from tests.stamping import in_days, sign

pytestmark = pytest.mark.django_db
ADD = "/admin/content/article/add/"


@pytest.fixture
def article():
    return make.live(make.article(slug="page"), title="Live words").article


def desk(article) -> str:
    return reverse("admin:content_article_change", args=[article.pk])


def script(name, article) -> str:
    return reverse(f"desk:{name}", args=[article.pk])


def typed(article=None, **fields) -> dict:
    newest = article.revisions.kept().first() if article else None
    return {
        "title": "New words",
        "summary": "A summary.",
        "key_points": "One point.",
        "body": "## A heading\n\nSome words.",
        "change": "major",
        "change_note": "The summary is shorter.",
        "based_on": newest.number if newest else 0,
        "do": "save",
    } | fields


def live_title() -> str:
    return Revision.objects.published().get().title


def test_it_saves_a_draft_that_patients_do_not_see(client, article):
    client.force_login(people.ana())
    response = client.post(desk(article), typed(article))
    assert response.status_code == 302
    newest = article.revisions.first()
    assert (newest.title, newest.change_note) == ("New words", "The summary is shorter.")
    assert newest.created_by.username == "ana"
    assert live_title() == "Live words"


def test_it_saves_what_is_not_finished(client, article):
    client.force_login(people.ana())
    client.post(desk(article), typed(article, summary="", key_points="", body="## Only a"))
    assert article.revisions.first().body == "## Only a"


def test_it_wants_a_title_and_keeps_the_rest(client, article):
    client.force_login(people.ana())
    page = client.post(desk(article), typed(article, title="", body="Words to keep"))
    assert "Write a title." in page.content.decode()
    assert "Words to keep" in page.content.decode()
    assert article.revisions.count() == 1
    assert WorkingCopy.objects.get().fields["body"] == "Words to keep"


def test_it_asks_what_changed_once_patients_have_read_the_page(client, article):
    client.force_login(people.ana())
    page = client.post(desk(article), typed(article, change_note=""))
    assert "Write in plain words what changed" in page.content.decode()
    assert article.revisions.count() == 1
    client.post(desk(article), typed(article, change_note="", change="minor"))
    assert article.revisions.first().change == "minor"


def test_it_asks_for_no_note_before_that(client):
    client.force_login(people.ana())
    draft = make.draft()
    client.post(desk(draft.article), typed(draft.article, change_note=""))
    assert draft.article.revisions.count() == 2


def test_it_makes_no_revision_when_nothing_was_changed(client, article):
    client.force_login(people.ana())
    newest = article.revisions.first()
    same = {name: getattr(newest, name) for name in ("title", "summary", "key_points", "body")}
    same["body"] = same["body"].replace("\n", "\r\n")
    page = client.post(desk(article), typed(article, **same), follow=True)
    assert "Nothing was changed" in page.content.decode()
    assert article.revisions.count() == 1


@pytest.mark.parametrize("step", ["ask", "publish"])
def test_it_saves_before_the_next_step(client, article, step):
    client.force_login(people.petra())
    response = client.post(desk(article), typed(article, do=step))
    assert response["Location"] == f"/admin/content/article/{article.pk}/{step}/"
    assert article.revisions.count() == 2
    assert live_title() == "Live words"


def test_it_checks_without_saving_a_revision(client, article):
    client.force_login(people.ana())
    page = client.post(desk(article), typed(article, do="check", body="{{ nothing }}"))
    assert "no clinic fact called" in page.content.decode()
    assert article.revisions.count() == 1


class TestANewArticle:
    def test_it_begins_with_a_part_and_a_title(self, client):
        client.force_login(people.ana())
        topic = make.topic()
        response = client.post(ADD, typed(topic=topic.pk, title="The first day", language="en"))
        article = Article.objects.get()
        assert response["Location"] == desk(article)
        assert (article.slug, article.topic, article.owner.username) == (
            "the-first-day",
            topic,
            "ana",
        )
        assert article.revisions.get().title == "The first day"

    def test_it_finds_a_free_address(self, client):
        client.force_login(people.ana())
        make.article(slug="the-first-day")
        client.post(ADD, typed(topic=make.topic().pk, title="The first day", language="en"))
        assert Article.objects.filter(slug="the-first-day-2").exists()

    def test_it_refuses_an_address_that_is_taken_and_keeps_the_words(self, client, article):
        client.force_login(people.ana())
        page = client.post(
            ADD, typed(topic=article.topic_id, slug="page", language="en", body="Kept words")
        )
        assert "“Live words” has this address" in page.content.decode()
        assert "Kept words" in page.content.decode()
        assert "Kept words" in client.get(ADD).content.decode()

    def test_it_leaves_an_old_address_to_the_page_that_moved_from_it(self, client, article):
        article.slug = "better"
        publishing.save_article(article, by=None)
        client.force_login(people.ana())
        new = typed(topic=article.topic_id, title="Page", language="en")
        page = client.post(ADD, new | {"slug": "page"})
        assert "Old links to “Live words” still use this address" in page.content.decode()
        client.post(ADD, new)
        assert Article.objects.filter(slug="page-2").exists()

    def test_it_wants_a_part_of_the_guide(self, client):
        client.force_login(people.ana())
        page = client.post(ADD, typed(language="en"))
        assert "Choose the part of the guide" in page.content.decode()
        assert not Article.objects.exists()


def test_it_tells_the_writer_that_the_check_was_missed(client, article):
    client.force_login(people.ana())
    review = sign(article.newest(), due=in_days(0))
    assert "Next check" in client.get(desk(article)).content.decode()
    Review.objects.filter(pk=review.pk).update(next_due=in_days(-1))
    page = client.get(desk(article)).content.decode()
    assert "Check was due" in page
    assert "Next check" not in page


def test_it_saves_and_explains_when_an_editor_presses_publish(client, article):
    client.force_login(people.ana())
    page = client.post(desk(article), typed(article, do="publish"), follow=True)
    assert page.redirect_chain[-1][0] == desk(article)
    assert "Only a publisher puts pages on the site" in page.content.decode()
    assert article.newest().title == "New words"


def test_it_is_still_called_by_its_saved_title_when_the_title_was_emptied(client, article):
    client.force_login(people.ana())
    page = client.post(desk(article), typed(article, title="")).content.decode()
    assert "Write a title." in page
    assert f"<h1>{article.newest().title}</h1>" in page


def test_it_shows_no_grade_below_zero(client, article):
    client.force_login(people.ana())
    words = {"title": "Go", "summary": "Go.", "key_points": "Go.", "body": "## Go\n\nGo. Go."}
    page = client.post(desk(article), typed(article, do="check") | words)
    assert "reads at grade 0 (" in page.content.decode()
    assert page.context["checks"]["sections"][0]["grade"] == "0"


class TestAnotherLanguage:
    def test_it_is_begun_from_the_page(self, client, article):
        client.force_login(people.ana())
        page = client.get(desk(article))
        row = next(row for row in page.context["languages"] if row["code"] == "es")
        assert row["note"] == "not written yet"
        form = client.get(row["url"]).context["form"]
        data = typed(
            title="Un punto",
            language=form["language"].value(),
            topic=form["topic"].value(),
            translation_of=form["translation_of"].value(),
        )
        client.post(ADD, data)
        spanish = Article.objects.get(language="es")
        assert spanish.translation_group == article.translation_group

    def test_it_stays_asked_for_when_other_unsaved_words_were_in_the_way(self, client, article):
        client.force_login(people.ana())
        client.post(ADD, typed(topic="", title="Something else"))
        begin = f"{ADD}?translation_of={article.pk}"
        page = client.get(begin)
        assert page.context["form"]["title"].value() == "Something else"
        page = client.post(page.context["urls"]["self"], {"do": "forget"}, follow=True)
        assert page.context["form"]["translation_of"].value() == article.pk

    def test_it_is_written_once(self, client, article):
        client.force_login(people.ana())
        make.article(
            topic=article.topic, language="es", translation_group=article.translation_group
        )
        data = typed(topic=article.topic_id, language="es", translation_of=article.pk)
        assert "in that language already" in client.post(ADD, data).content.decode()

    def test_it_says_which_one_fell_behind(self, client, article):
        client.force_login(people.ana())
        spanish = make.article(
            topic=article.topic, language="es", translation_group=article.translation_group
        )
        make.live(spanish, days_ago=2)
        notes = {row["code"]: row["note"] for row in client.get(desk(article)).context["languages"]}
        assert notes == {"en": "", "es": "older than the other language"}


class TestTheWorkingCopy:
    def test_it_is_kept_while_one_types_and_is_there_again(self, client, article):
        client.force_login(people.ana())
        answer = client.post(script("autosave", article), typed(article, body="Half a sen"))
        assert answer.json()["saved_at"]
        assert article.revisions.count() == 1
        page = client.get(desk(article)).content.decode()
        assert "Half a sen" in page

    def test_it_is_nobody_elses_to_read(self, client, article):
        client.force_login(people.ana())
        client.post(script("autosave", article), typed(article, body="Private thoughts"))
        client.force_login(people.petra())
        assert "Private thoughts" not in client.get(desk(article)).content.decode()

    def test_it_ends_with_a_save(self, client, article):
        client.force_login(people.ana())
        client.post(script("autosave", article), typed(article))
        client.post(desk(article), typed(article))
        assert not WorkingCopy.objects.exists()

    def test_it_is_dropped_when_it_says_what_was_saved_already(self, client, article):
        client.force_login(people.ana())
        client.post(desk(article), typed(article))
        client.post(script("autosave", article), typed(article))
        assert not WorkingCopy.objects.exists()

    def test_it_can_be_thrown_away(self, client, article):
        client.force_login(people.ana())
        client.post(script("autosave", article), typed(article, body="Not this"))
        client.post(desk(article), typed(article, do="forget"))
        assert "Not this" not in client.get(desk(article)).content.decode()

    def test_it_keeps_an_article_that_does_not_exist_yet(self, client):
        client.force_login(people.ana())
        client.post("/staff/desk/new/autosave/", typed(body="A new page"))
        assert "A new page" in client.get(ADD).content.decode()

    def test_it_is_kept_when_its_writer_was_away_too_long(self, client, article, settings):
        client.force_login(people.ana())
        client.get(desk(article))
        session = client.session
        session["seen"] = session["seen"] - settings.STAFF_IDLE_MINUTES * 60 - 5
        session.save()
        response = client.post(desk(article), typed(article, body="Typed before lunch"))
        assert response["Location"].startswith("/admin/login/")
        client.force_login(people.get("ana"))
        assert "Typed before lunch" in client.get(desk(article)).content.decode()

    def test_it_is_kept_by_the_script_when_the_session_has_ended(self, client, article, settings):
        client.force_login(people.ana())
        client.get(desk(article))
        session = client.session
        session["seen"] = session["seen"] - settings.STAFF_IDLE_MINUTES * 60 - 5
        session.save()
        response = client.post(
            script("autosave", article),
            typed(article, body="The last words"),
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
        assert (response.status_code, response.json()) == (403, {"signed_out": True})
        assert WorkingCopy.objects.get().fields["body"] == "The last words"

    def test_it_refuses_more_than_a_page_can_hold(self, client, article):
        client.force_login(people.ana())
        answer = client.post(script("autosave", article), typed(article, body="x" * 160_000))
        assert answer.status_code == 413
        assert "Split the page" in answer.json()["error"]


class TestTwoPeople:
    def test_it_tells_who_else_is_here(self, client, article):
        client.force_login(people.petra())
        client.get(desk(article))
        client.force_login(people.ana())
        answer = client.post(script("autosave", article), typed(article, ping=1)).json()
        assert answer["others"] == ["petra"]
        assert not WorkingCopy.objects.exists()
        Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=3))
        answer = client.post(script("autosave", article), typed(article, ping=1)).json()
        assert answer["others"] == []

    def test_it_tells_when_somebody_saved(self, client, article):
        client.force_login(people.ana())
        data = typed(article, ping=1)
        make.draft(article, title="Meanwhile")
        newer = client.post(script("autosave", article), data).json()["newer"]
        assert newer["number"] == 2

    def test_it_refuses_to_save_over_a_newer_revision_and_keeps_the_words(self, client, article):
        client.force_login(people.ana())
        data = typed(article, body="My own words stay.")
        make.draft(article, title="Meanwhile", body="## Theirs\n\nTheir words.")
        page = client.post(desk(article), data)
        text = page.content.decode()
        assert page.status_code == 409
        assert "My own words stay." in text
        assert "Their words." in text
        assert article.revisions.count() == 2
        assert WorkingCopy.objects.get().fields["body"] == "My own words stay."

    def test_it_saves_over_it_once_it_was_seen(self, client, article):
        client.force_login(people.ana())
        data = typed(article, body="My own words stay.")
        make.draft(article, title="Meanwhile")
        page = client.post(desk(article), data)
        base = page.context["form"]["based_on"].value()
        client.post(desk(article), data | {"based_on": base})
        assert article.revisions.first().body == "My own words stay."

    def test_it_puts_both_changes_together(self, client, article):
        client.force_login(people.ana())
        begun = make.draft(article, body="## One\n\nFirst part.\n\n## Two\n\nSecond part.")
        data = typed(article, title=begun.title, summary=begun.summary, key_points=begun.key_points)
        data["body"] = begun.body.replace("Second part.", "My second part.")
        make.draft(article, body=begun.body.replace("First part.", "Their first part."))
        page = client.post(desk(article), data | {"do": "merge", "merge_base": begun.number})
        body = page.context["form"]["body"].value()
        assert "Their first part." in body
        assert "My second part." in body

    def test_it_asks_the_database_and_not_the_form(self, article):
        make.draft(article)
        with pytest.raises(publishing.Overtaken):
            publishing.save_draft(article, make.words(), by=None, based_on=1)


class TestTheScript:
    def test_it_previews_the_whole_public_page(self, client, article):
        client.force_login(people.ana())
        page = client.post(script("preview", article), typed(article, title="Not saved yet"))
        text = page.content.decode()
        assert "<h1>Not saved yet</h1>" in text
        for sheet in ("guide", "print"):
            assert f"css/{sheet}.css" in text
        assert "No clinician has checked this page yet" in text
        assert "<script>" not in text
        assert article.revisions.count() == 1

    def test_it_previews_a_new_page_once_its_part_is_chosen(self, client):
        client.force_login(people.ana())
        missing = client.post("/staff/desk/new/preview/", typed())
        assert missing.status_code == 400
        assert "Choose the part" in missing.json()["error"]
        page = client.post("/staff/desk/new/preview/", typed(topic=make.topic().pk))
        assert "<h1>New words</h1>" in page.content.decode()

    def test_it_shows_writing_that_would_be_a_script_as_text(self, client, article):
        client.force_login(people.ana())
        evil = "<script>alert(1)</script>"
        page = client.post(
            script("preview", article),
            typed(article, title=evil, summary=evil, key_points=evil, body=evil),
        )
        assert evil not in page.content.decode()

    @pytest.mark.parametrize("name", ["preview", "findings"])
    def test_it_refuses_a_text_that_is_too_long(self, client, article, name):
        client.force_login(people.ana())
        answer = client.post(script(name, article), typed(article, body="x" * 200_001))
        assert answer.status_code == 413
        assert answer.json()["error"].endswith(".")

    def test_it_finds_what_is_wrong_at_its_place(self, client, article):
        client.force_login(people.ana())
        body = "## A 😀 heading\n\n[here](article:nowhere)"
        answer = client.post(script("findings", article), typed(article, body=body)).json()
        found = next(f for f in answer["findings"] if "nowhere" in f["message"])
        assert found["level"] == "error"
        units = body.encode("utf-16-le")
        place = found["place"]
        marked = units[place["start"] * 2 : place["end"] * 2].decode("utf-16-le")
        assert "nowhere" in marked
        assert answer["stops"]
        assert answer["may_publish"] is False

    def test_it_answers_with_values_that_a_script_can_read(self, client, article):
        client.force_login(people.ana())
        answer = client.post(script("findings", article), typed(article))
        assert set(json.loads(answer.content)) >= {"findings", "done", "sections", "checklist"}


class TestThePickers:
    def pick(self, client, shelf, query="") -> list[dict]:
        return client.get(f"/staff/desk/pick/{shelf}/", {"q": query}).json()["results"]

    def test_they_find_a_page_by_its_title_or_address(self, client, article):
        client.force_login(people.ana())
        assert self.pick(client, "articles", "live wo")[0]["address"] == "article:page"
        assert self.pick(client, "articles", "page")[0]["state"] == "On the site"
        assert self.pick(client, "articles", "zzz") == []

    def test_they_know_every_clinic_fact(self, client):
        client.force_login(people.ana())
        make.clinic()
        codes = [row["code"] for row in self.pick(client, "facts")]
        assert "{{ phone }}" in codes
        assert [row["name"] for row in self.pick(client, "facts", "number")] == [
            "emergency_number",
            "phone",
        ]

    def test_they_find_a_word(self, client, starter_guide):
        client.force_login(people.ana())
        rows = self.pick(client, "terms", "trigger")
        assert "[Trigger point](term:trigger-point)" in [row["code"] for row in rows]

    @pytest.mark.parametrize("query", ["%", "\\", "' OR 1=1", "9" * 30, "😀", "١"])
    def test_they_take_any_letters(self, client, query):
        client.force_login(people.ana())
        for shelf in ("articles", "pictures", "facts", "terms"):
            assert isinstance(self.pick(client, shelf, query), list)

    def test_they_know_no_other_shelf(self, client):
        client.force_login(people.ana())
        assert client.get("/staff/desk/pick/users/").status_code == 404


@pytest.mark.parametrize("somebody", [None, people.stranger, people.carla, people.ben])
class TestTheWrongPerson:
    def test_they_save_nothing(self, client, article, somebody):
        self.sign_in(client, somebody)
        for url in (desk(article), ADD):
            assert client.post(url, typed(article)).status_code in {302, 403}
        assert article.revisions.count() == 1

    def test_they_are_told_nothing_by_the_script(self, client, article, somebody):
        self.sign_in(client, somebody)
        for name in ("preview", "findings", "autosave"):
            for url in (script(name, article), f"/staff/desk/new/{name}/"):
                answer = client.post(url, typed(article))
                assert answer.status_code == 403
                assert len(answer.content) < 100
        assert client.get("/staff/desk/pick/articles/").status_code == 403
        assert not WorkingCopy.objects.exists()

    def sign_in(self, client, somebody):
        if somebody:
            client.force_login(somebody())


@pytest.mark.parametrize("name", ["preview", "findings", "autosave"])
def test_it_only_takes_what_is_sent(client, article, name):
    client.force_login(people.ana())
    assert client.get(script(name, article)).status_code == 405


def test_it_opens_with_a_steady_number_of_queries(client, article, django_assert_max_num_queries):
    client.force_login(people.petra())
    client.get(desk(article))
    for number in range(30):
        make.draft(article, title=f"Draft {number}")
    with django_assert_max_num_queries(32):
        client.get(desk(article))
