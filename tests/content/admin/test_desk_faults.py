"""What goes wrong while somebody writes: no word is lost, and none goes over another unseen."""

import pytest
from django.contrib.messages import get_messages
from django.db import DatabaseError
from django.urls import reverse

from content import publishing
from content.models import Article, Revision, WorkingCopy
from tests import make, people
from tests.content.admin.test_desk import ADD, desk, script, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client):
    user = people.ana()
    client.force_login(user)
    return user


@pytest.fixture
def article():
    return make.live(make.article(slug="page"), title="Live words").article


def opened(client, url) -> dict:
    """The fields that tell one tab from another, as the page has them at first."""
    form = client.get(url).context["form"]
    return {name: form[name].value() or "" for name in ("sitting", "kept")}


def said(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def titles() -> list[str]:
    return [copy.fields["title"] for copy in WorkingCopy.objects.all()]


class TestTwoTabsOfOnePerson:
    @pytest.fixture
    def tabs(self, client, ana, article):
        return [opened(client, desk(article)) for _ in "ab"]

    def keep(self, client, article, tab, title, **fields):
        return client.post(script("autosave", article), typed(article, title=title, **tab | fields))

    def test_it_keeps_no_words_over_those_of_the_other_tab(self, client, article, tabs):
        assert self.keep(client, article, tabs[0], "From the first").status_code == 200
        refused = self.keep(client, article, tabs[1], "From the second")
        assert refused.status_code == 409
        assert "another tab" in refused.json()["error"]
        assert titles() == ["From the first"]

    def test_it_goes_on_in_the_tab_that_kept_words(self, client, article, tabs):
        for title in ("One", "Two", "Three"):
            assert self.keep(client, article, tabs[0], title).status_code == 200
        assert titles() == ["Three"]

    def test_it_goes_on_in_a_tab_that_opened_with_the_words(self, client, article, tabs):
        self.keep(client, article, tabs[0], "One")
        later = opened(client, desk(article))
        assert self.keep(client, article, later, "Two").status_code == 200
        assert self.keep(client, article, tabs[0], "One and more").status_code == 409
        assert titles() == ["Two"]

    def test_it_leaves_the_other_tab_its_words_when_one_is_saved(self, client, article, tabs):
        self.keep(client, article, tabs[0], "From the first")
        saved = client.post(desk(article), typed(article, title="Saved", **tabs[1]))
        assert "another tab" in said(saved)
        assert article.newest().title == "Saved"
        page = client.get(desk(article))
        assert page.context["form"]["title"].value() == "From the first"
        assert page.context["newer"]["number"] == 2

    def test_it_throws_away_only_what_was_shown(self, client, article, tabs):
        self.keep(client, article, tabs[0], "From the first")
        answer = client.post(desk(article), typed(article, do="forget", **tabs[1]))
        assert "still kept" in said(answer)
        assert titles() == ["From the first"]
        client.post(desk(article), typed(article, do="forget", **tabs[0]))
        assert titles() == []

    @pytest.mark.parametrize("wrong", [{"do": "check"}, {"title": ""}, {"change_note": ""}])
    def test_it_says_so_on_the_screen_without_a_script(self, client, article, tabs, wrong):
        self.keep(client, article, tabs[0], "From the first")
        page = client.post(desk(article), typed(article, body="My words", **tabs[1]) | wrong)
        assert page.context["form"]["body"].value() == "My words"
        assert "not kept yet" in said(page)
        assert titles() == ["From the first"]

    def test_it_types_on_where_the_kept_words_were_saved_meanwhile(self, client, ana, article):
        tab = opened(client, desk(article))
        self.keep(client, article, tab, "New words")
        publishing.save_draft(article, publishing.Words(**{
            name: typed()[name] for name in ("title", "summary", "key_points", "body")
        }), by=ana)  # fmt: skip
        later = opened(client, desk(article))
        assert self.keep(client, article, later, "Newer words").status_code == 200

    def test_it_tells_the_tabs_of_a_new_page_apart(self, client, ana):
        tabs = [opened(client, ADD) for _ in "ab"]
        url = reverse("desk:new_autosave")
        assert client.post(url, typed(title="First", **tabs[0])).status_code == 200
        assert client.post(url, typed(title="Second", **tabs[1])).status_code == 409
        assert titles() == ["First"]

    def test_it_parks_what_cannot_be_kept_for_somebody_away(self, client, article, tabs):
        from tpi_site import idle

        self.keep(client, article, tabs[0], "From the first")
        session = client.session
        session[idle.SEEN] = 1
        session.save()
        answer = client.post(desk(article), typed(article, title="Second", **tabs[1]))
        assert answer.status_code == 302
        assert "/kept" in answer["Location"]
        assert titles() == ["From the first"]


class TestANewPageThatIsNotSaved:
    @pytest.fixture(autouse=True)
    def _begun(self, client, ana):
        tab = opened(client, ADD)
        client.post(reverse("desk:new_autosave"), typed(title="Begun", body="Many words", **tab))

    def test_it_stays_when_another_page_is_copied(self, client, article):
        url = reverse("admin:content_article_copy", args=[article.pk])
        page = client.post(url, follow=True)
        assert page.context["form"]["body"].value() == "Many words"
        assert "not saved yet" in " ".join(map(str, page.context["messages"]))
        assert titles() == ["Begun"]

    def test_it_is_not_taken_for_the_translation_that_was_asked_for(self, client, article):
        page = client.get(ADD, {"translation_of": article.pk})
        assert page.context["form"]["title"].value() == "Begun"
        assert "not saved yet" in said(page)


class TestADatabaseThatFails:
    def fail(self, monkeypatch, verb):
        def failing(*_, **__):
            raise DatabaseError("database is locked")

        monkeypatch.setattr(publishing, verb, failing)

    @pytest.mark.parametrize("verbs", [["save_draft"], ["save_draft", "keep_copy"]])
    def test_it_gives_the_words_back(self, client, ana, article, monkeypatch, verbs):
        for verb in verbs:
            self.fail(monkeypatch, verb)
        page = client.post(desk(article), typed(article, body="My words"))
        assert page.status_code == 503
        assert page.context["form"]["body"].value() == "My words"
        assert "could not save this" in page.content.decode()

    def test_it_gives_the_words_of_a_new_page_back(self, client, ana, monkeypatch):
        self.fail(monkeypatch, "start_article")
        page = client.post(ADD, typed(topic=make.topic().pk, language="en", body="My words"))
        assert page.status_code == 503
        assert page.context["form"]["body"].value() == "My words"

    def test_it_gives_the_words_back_that_could_only_not_be_kept(
        self, client, ana, article, monkeypatch
    ):
        self.fail(monkeypatch, "keep_copy")
        page = client.post(desk(article), typed(article, title="", body="My words"))
        assert page.status_code == 200
        assert page.context["form"]["body"].value() == "My words"


class TestTooManyWords:
    @pytest.mark.parametrize("do", ["save", "check"])
    @pytest.mark.parametrize("letters", [100_001, 200_000])
    def test_it_gives_them_back_with_a_sentence(self, client, ana, article, do, letters):
        page = client.post(desk(article), typed(article, body="x " * (letters // 2) + "x", do=do))
        assert page.status_code == 200
        assert len(page.context["form"]["body"].value()) >= letters
        assert "too long to be saved" in page.content.decode()
        assert article.revisions.count() == 1

    def test_it_gives_those_of_a_new_page_back(self, client, ana):
        page = client.post(ADD, typed(topic=make.topic().pk, body="x" * 200_000))
        assert len(page.context["form"]["body"].value()) == 200_000
        assert Article.objects.count() == 0


class TestAConflict:
    @pytest.fixture
    def overtaken(self, client, ana, article):
        tab = opened(client, desk(article))
        mine = typed(article, title="Mine", **tab)
        publishing.save_draft(article, make.words(title="Theirs"), by=None)
        page = client.post(desk(article), mine)
        assert page.status_code == 409
        return mine | {"based_on": page.context["form"]["based_on"].value(), "merge_base": 1}

    def test_it_is_shown_again_to_whoever_comes_back_later(self, client, article, overtaken):
        client.post(script("autosave", article), overtaken | {"title": "Mine too"})
        page = client.get(desk(article))
        assert page.context["form"]["title"].value() == "Mine too"
        assert page.context["newer"]["number"] == 2
        again = client.post(desk(article), overtaken | {
            "based_on": page.context["form"]["based_on"].value()
        })  # fmt: skip
        assert again.status_code == 409

    def test_it_may_come_twice_in_a_row(self, client, article, overtaken):
        publishing.save_draft(article, make.words(title="Theirs again"), by=None)
        page = client.post(desk(article), overtaken)
        assert page.status_code == 409
        assert page.context["form"]["title"].value() == "Mine"
        saved = client.post(desk(article), overtaken | {"based_on": 3})
        assert saved.status_code == 302
        assert article.newest().title == "Mine"

    def test_it_says_that_the_revision_was_thrown_away(self, client, ana, article):
        draft = publishing.save_draft(article, make.words(title="A draft"), by=ana)
        mine = typed(article, title="Mine")
        publishing.discard(draft, by=None)
        page = client.post(desk(article), mine)
        assert page.status_code == 409
        assert "was thrown away" in page.context["conflict"]["words"]
        merged = client.post(desk(article), mine | {"do": "merge", "merge_base": 2})
        assert merged.context["form"]["title"].value() == "Mine"


class TestTheNoteOfADraft:
    def test_it_is_saved_without_other_words(self, client, ana, article):
        words = make.words(title="A draft")
        publishing.save_draft(article, words, by=ana, note="One note.")
        data = typed(article, **vars(words)) | {"change_note": "Another note."}
        client.post(desk(article), data)
        assert article.newest().change_note == "Another note."

    def test_it_makes_no_revision_where_it_is_the_same(self, client, ana, article):
        words = make.words(title="A draft")
        publishing.save_draft(article, words, by=ana, note="One note.")
        client.post(desk(article), typed(article, **vars(words)) | {"change_note": "One note."})
        assert article.newest().number == 2


def test_it_keeps_words_with_a_character_that_a_database_refuses(client, ana, article):
    url = script("autosave", article)
    assert client.post(url, typed(article, body="a\x00b")).status_code == 200
    assert WorkingCopy.objects.get().fields["body"] == "ab"


def test_it_leaves_withdrawn_pages_the_reason_that_somebody_wrote(client):
    client.force_login(people.petra())
    page = make.live().article
    publishing.withdraw(page, by=None, reason="My own reason.")
    draft, live = make.draft().article, make.live().article
    client.post(
        reverse("admin:content_article_changelist"),
        {"action": "withdraw_articles", "_selected_action": [page.pk, draft.pk, live.pk]},
    )
    found = {article.pk: article for article in Article.objects.all()}
    assert found[page.pk].withdrawn_reason == "My own reason."
    assert found[draft.pk].withdrawn_at is None
    assert found[live.pk].withdrawn_at
    assert Revision.objects.published().count() == 0
