"""The verbs: each checks who asks, does all or nothing, and begins a new edition."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.redirects.models import Redirect
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from content import publishing, search
from content.models import (
    Article,
    Edition,
    Revision,
    RevisionIsFinal,
    SearchDocument,
    Term,
    current_guide,
)
from tests import make, people

pytestmark = pytest.mark.django_db
NEXT_YEAR = timezone.localdate() + timedelta(days=365)


def titles() -> list[str]:
    return [entry.title for entry in current_guide().articles()]


def test_it_keeps_a_draft_from_patients():
    make.draft(title="Not yet")
    assert titles() == []


def test_it_shows_what_was_published():
    make.live(title="Here")
    assert titles() == ["Here"]


def test_it_numbers_the_revisions_of_an_article():
    article = make.article()
    assert [make.draft(article).number for _ in range(3)] == [1, 2, 3]


def test_it_leaves_the_live_page_alone_while_a_draft_is_written():
    revision = make.live(title="Old words")
    make.draft(revision.article, title="New words")
    assert titles() == ["Old words"]


def test_it_shows_a_scheduled_change_from_its_moment_on(monkeypatch):
    revision = make.live(title="Today")
    make.live(revision.article, title="Tomorrow", days_ago=-1)
    assert titles() == ["Today"]
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert titles() == ["Tomorrow"]


def test_it_is_right_again_when_a_wrong_clock_is_set_back(monkeypatch):
    revision = make.live(title="Today")
    make.live(revision.article, title="Tomorrow", days_ago=-1)
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=2))
    assert titles() == ["Tomorrow"]
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert titles() == ["Today"]


def test_it_takes_a_schedule_back():
    revision = make.live(days_ago=-1)
    publishing.unschedule(revision, by=None)
    assert Revision.objects.get().published_at is None


def test_it_does_not_take_back_what_is_public():
    with pytest.raises(publishing.Refused):
        publishing.unschedule(make.live(), by=None)


def test_it_withdraws_with_a_reason_and_brings_back():
    revision = make.live(title="Here")
    publishing.withdraw(revision.article, by=None, reason="Out of date.")
    assert titles() == []
    publishing.reinstate(revision.article, by=None)
    assert titles() == ["Here"]


def test_it_does_not_publish_a_withdrawn_article():
    revision = make.live()
    publishing.withdraw(revision.article, by=None, reason="Out of date.")
    with pytest.raises(publishing.Refused, match="Its own publish screen brings it back"):
        publishing.publish(make.draft(revision.article), by=None)


def test_it_refuses_to_move_a_public_page_for_somebody_who_may_not_publish():
    article = make.live().article
    article.slug = "moved"
    with pytest.raises(PermissionDenied):
        publishing.save_article(article, by=people.ana())


def test_it_does_not_withdraw_without_a_reason():
    with pytest.raises(publishing.Refused, match="Write a reason"):
        publishing.withdraw(make.live().article, by=None, reason="  ")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("## A\n\n[there](article:no-such-page)", "no-such-page"),
        ("## A\n\n{{ no_such_fact }}", "no_such_fact"),
        ("## A\n\n![](img:999)", "999"),
    ],
)
def test_it_refuses_to_publish_a_page_with_an_error(body, sentence):
    with pytest.raises(publishing.Refused, match=sentence):
        publishing.publish(make.draft(body=body), by=None)
    assert titles() == []


def test_it_refuses_a_link_to_a_page_that_is_not_public():
    target = make.draft(make.article(slug="target"))
    linking = make.draft(body="## A\n\n[there](article:target)")
    with pytest.raises(publishing.Refused, match="target"):
        publishing.publish(linking, by=None)
    publishing.publish(linking, target, by=None)
    assert len(titles()) == 2


def test_it_refuses_a_page_without_key_points():
    with pytest.raises(publishing.Refused, match="key points"):
        publishing.publish(make.draft(key_points=" \n"), by=None)


def test_it_publishes_all_or_nothing():
    good, bad = make.draft(), make.draft(body="{{ no_such_fact }}")
    with pytest.raises(publishing.Refused):
        publishing.publish(good, bad, by=None)
    assert titles() == []


@pytest.mark.parametrize(
    "verb",
    [
        lambda who, r: publishing.publish(r, by=who),
        lambda who, r: publishing.withdraw(r.article, by=who, reason="x"),
        lambda who, r: publishing.reinstate(r.article, by=who),
        lambda who, r: publishing.unschedule(r, by=who),
        lambda who, r: publishing.sign(
            r, by=who, credentials="MD", role="Doctor", next_due=NEXT_YEAR
        ),
        lambda who, r: publishing.delete(r.article, by=who),
        lambda who, r: publishing.save_topic(r.article.topic, by=who),
        lambda who, r: publishing.save_shared(make.clinic(), by=who),
    ],
)
def test_it_refuses_somebody_without_the_right(verb):
    revision, ana = make.draft(), people.ana()
    with pytest.raises(PermissionDenied):
        verb(ana, revision)


def test_it_refuses_a_draft_from_somebody_who_only_answers_enquiries():
    with pytest.raises(PermissionDenied):
        publishing.save_draft(make.article(), make.words(), by=people.carla())


def test_it_writes_who_did_it():
    petra = people.petra()
    publishing.publish(make.draft(), by=petra)
    assert LogEntry.objects.get(user=petra).change_message == "Published revision 1."


def test_it_never_changes_the_words_of_a_saved_revision():
    revision = make.draft()
    revision.body = "Other words"
    with pytest.raises(RevisionIsFinal):
        revision.save()
    stored = Revision.objects.get()
    stored.title = "Other"
    with pytest.raises(RevisionIsFinal):
        stored.save()
    with pytest.raises(RevisionIsFinal):
        Revision.objects.update(summary="Other")


def signed(revision: Revision):
    return publishing.sign(
        revision,
        by=people.ben(),
        credentials="MD",
        role="Spine doctor",
        next_due=NEXT_YEAR,
    )


def is_checked() -> bool:
    return next(current_guide().articles()).is_checked


def test_it_shows_a_signature_on_the_signed_words():
    revision = make.live()
    assert not is_checked()
    review = signed(revision)
    assert is_checked()
    assert review.name == "Ben Okafor"


def test_it_drops_the_signature_when_the_words_change():
    revision = make.live()
    signed(revision)
    make.live(revision.article, days_ago=0.5, summary="Other words.")
    assert not is_checked()


def test_it_drops_the_signature_when_a_clinic_fact_on_the_page_changes():
    make.clinic(phone="(503) 555-0142")
    revision = make.live(body="## A\n\nCall {{ phone }}.")
    signed(revision)
    assert is_checked()
    make.clinic(phone="(503) 555-0199")
    assert not is_checked()


def test_it_needs_credentials_for_a_signature():
    with pytest.raises(publishing.Refused, match="credentials"):
        publishing.sign(make.live(), by=people.ben(), credentials=" ", role="x", next_due=NEXT_YEAR)


def test_it_renders_pages_again_when_the_clinic_changes_its_phone():
    make.clinic(phone="(503) 555-0142")
    revision = make.live()
    assert "555-0142" in revision.body_html
    make.clinic(phone="(503) 555-0199")
    revision.refresh_from_db()
    assert "555-0199" in revision.body_html


def test_it_keeps_earlier_words_out_of_the_search_index_when_it_renders_again():
    revision = make.live(title="Earlier")
    now = make.live(revision.article, title="Now", days_ago=0.5)
    publishing.render_all()
    assert [document.revision for document in SearchDocument.objects.all()] == [now]


def test_it_links_a_new_glossary_word_on_pages_that_say_it():
    revision = make.live(body="## A\n\nThe fascia is thin.")
    publishing.save_shared(Term(word="fascia", slug="fascia", definition="Thin tissue."), by=None)
    revision.refresh_from_db()
    assert "#term-fascia" in revision.body_html
    publishing.delete(Term.objects.get(), by=None)
    revision.refresh_from_db()
    assert "#term-fascia" not in revision.body_html


def test_it_links_no_word_to_an_entry_that_is_gone():
    term = Term(word="fascia", slug="fascia", definition="Thin tissue.")
    publishing.save_shared(term, by=None)
    revision = make.live(body="## A\n\nThis [thin sheet](term:fascia) is strong.")
    assert "#term-fascia" in revision.body_html
    publishing.delete(term, by=None)
    revision.refresh_from_db()
    assert "#term-fascia" not in revision.body_html


def test_it_keeps_an_old_address_working():
    revision = make.live(make.article(topic=make.topic(slug="recovery"), slug="old"))
    article = revision.article
    article.slug = "new"
    publishing.save_article(article, by=None)
    paths = dict(Redirect.objects.values_list("old_path", "new_path"))
    assert paths["/recovery/old/"] == "/recovery/new/"
    assert paths["/recovery/old/print/"] == "/recovery/new/print/"


def test_it_saves_the_place_alone_and_leaves_a_withdrawal_of_the_same_moment():
    article = make.live(make.article(slug="old")).article
    publishing.withdraw(Article.objects.get(), by=None, reason="It is wrong.")
    ana = people.ana()
    article.slug, article.owner = "new", ana
    publishing.save_article(article, by=None)
    saved = Article.objects.get()
    assert (saved.slug, saved.owner) == ("new", ana)
    assert saved.withdrawn_at is not None
    assert saved.withdrawn_reason == "It is wrong."


def test_it_leads_old_addresses_in_one_step_and_never_in_a_circle():
    article = make.live(make.article(topic=make.topic(slug="recovery"), slug="a")).article
    for slug in ("b", "c", "a"):
        article.slug = slug
        publishing.save_article(article, by=None)
    paths = dict(Redirect.objects.values_list("old_path", "new_path"))
    assert paths["/recovery/b/"] == paths["/recovery/c/"] == "/recovery/a/"
    assert "/recovery/a/" not in paths


def test_it_moves_the_addresses_and_links_of_a_renamed_topic():
    topic = make.topic(slug="old-part")
    make.live(make.article(topic=topic, slug="page"))
    linking = make.live(body="## A\n\n[there](article:page)")
    topic.slug = "new-part"
    publishing.save_topic(topic, by=None)
    assert Redirect.objects.get(old_path="/old-part/page/").new_path == "/new-part/page/"
    linking.refresh_from_db()
    assert "/new-part/page/" in linking.body_html


def test_it_keeps_links_to_a_page_whose_address_changed():
    page = make.live(make.article(topic=make.topic(slug="recovery"), slug="old")).article
    linking = make.live(body="## A\n\n[there](article:old#part) and [here](article:old)")
    for slug in ("new", "newer"):
        page.slug = slug
        publishing.save_article(page, by=None)
        linking.refresh_from_db()
        assert f'href="/recovery/{slug}/#s-part"' in linking.body_html
        assert f'href="/recovery/{slug}/"' in linking.body_html
        assert linking.uses["articles"] == {str(page.pk): True}
    written = make.draft(body="## A\n\n[there](article:old)")
    assert 'href="/recovery/newer/"' in written.body_html
    assert written.problems == []


def test_it_keeps_links_to_a_page_on_the_schedule_whose_address_changed():
    soon = timezone.now() + timedelta(days=1)
    target = make.draft(make.article(slug="old"))
    linking = make.draft(body="## A\n\n[there](article:old)")
    publishing.publish(target, linking, by=None, at=soon)
    article = target.article
    article.slug = "new"
    with pytest.raises(PermissionDenied):
        publishing.save_article(article, by=people.ana())
    publishing.save_article(article, by=people.petra())
    linking.refresh_from_db()
    assert f"/{article.topic.slug}/new/" in linking.body_html
    assert linking.problems == []


def test_it_does_not_delete_an_article_that_was_public():
    revision = make.live()
    with pytest.raises(publishing.Refused, match="Withdraw"):
        publishing.delete(revision.article, by=None)


def test_it_does_not_delete_a_fact_that_a_page_uses():
    make.clinic()
    revision = make.live(title="The page", body="## A\n\n{{ phone }}")
    from content.models import ClinicDetails

    with pytest.raises(publishing.Refused, match="The page"):
        publishing.delete(ClinicDetails.objects.get(), by=None)
    assert revision.pk


def test_it_begins_a_new_edition_with_every_verb():
    revision = make.draft()
    seen = {Edition.current()}
    for verb in (
        lambda: publishing.publish(revision, by=None),
        lambda: publishing.withdraw(revision.article, by=None, reason="x"),
        lambda: publishing.reinstate(revision.article, by=None),
        lambda: signed(revision),
        lambda: make.clinic(),
        lambda: make.topic(),
        lambda: publishing.render_all(),
    ):
        verb()
        assert Edition.current() not in seen
        seen.add(Edition.current())


def test_it_takes_no_old_address_from_a_page_when_a_topic_with_a_draft_is_renamed():
    part = make.topic(slug="old-part")
    page = make.live(make.article(topic=part, slug="old")).article
    page.topic, page.slug = make.topic(slug="elsewhere"), "new"
    publishing.save_article(page, by=None)
    draft = make.draft(make.article(topic=part, slug="old")).article
    part.slug = "new-part"
    publishing.save_topic(part, by=None)
    found = Redirect.objects.get(old_path=reverse("content:article", args=["old-part", "old"]))
    assert found.new_path == reverse("content:article", args=["elsewhere", "new"])
    assert not Redirect.objects.filter(new_path__contains=f"new-part/{draft.slug}").exists()


def test_it_finds_articles_by_the_new_name_of_their_topic():
    topic = make.topic(title="Wombats")
    make.live(make.article(topic=topic))
    topic.title = "Penguins"
    publishing.save_topic(topic, by=None)
    assert search.find("penguins").total == 1
    assert search.find("wombats").total == 0


def test_it_finds_an_article_by_the_topic_it_moved_to():
    article = make.live(make.article(topic=make.topic(title="Wombats"))).article
    article.topic = make.topic(title="Penguins")
    publishing.save_article(article, by=None)
    assert search.find("penguins").total == 1
    assert search.find("wombats").total == 0


def test_it_finds_only_what_is_public():
    revision = make.live(title="Zebra stripes")
    assert search.find("zebra").total == 1
    publishing.withdraw(revision.article, by=None, reason="x")
    assert search.find("zebra").total == 0


def test_it_says_that_a_language_has_no_pages_for_patients_yet():
    draft = make.draft(make.article(language="es"))
    with pytest.raises(publishing.Refused, match="pages in Spanish on this site yet"):
        publishing.publish(draft, by=people.petra())
    assert not Revision.objects.published().exists()
