"""The screen that publishes now or at a time."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content import publishing
from content.models import Revision, Waiver
from tests import make, people
from tests.content.admin.stages import drafted, url, words_of

pytestmark = pytest.mark.django_db
LONG = "We press on the sore spot in your back with one finger, and then we ask you to tell us "
LONG += "where you feel it, how strong it is, and if it goes down the arm or the leg.\n"


@pytest.fixture
def draft():
    return drafted()


@pytest.fixture
def petra(client):
    petra = people.petra()
    client.force_login(petra)
    return petra


def send(client, draft, do="publish", **fields):
    return client.post(url("publish", draft), {"do": do, "seen": draft.number} | fields)


def in_two_days() -> tuple[dict, datetime]:
    at = timezone.localtime(timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    return {"day": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M}"}, at


def live() -> Revision:
    return Revision.objects.published().get()


def test_it_says_what_will_be_public_and_that_nobody_signed_it(client, petra, draft):
    page = words_of(client.get(url("publish", draft)))
    assert "Revision 2 takes the place of revision 1: " in page
    assert "1 word added, 1 word removed" in page
    assert "No clinician has signed these words. Patients will read that." in page
    assert "A new title." in page
    assert "Los Angeles time" in page


def test_it_says_who_signed_these_words(client, petra, draft):
    publishing.sign(
        draft,
        by=people.ben(),
        credentials="MD",
        role="Doctor",
        next_due=timezone.localdate() + timedelta(days=100),
    )
    assert "Ben Okafor, MD, signed exactly these words" in words_of(
        client.get(url("publish", draft))
    )


@pytest.fixture
def signed_page():
    """Signed and live, with a body of plain words."""
    body = "## What it is\n\nPresing on it is sore for most people.\n" + make.BODY
    live = make.live(title="Signed", body=body)
    publishing.sign(
        live,
        by=people.ben(),
        credentials="MD",
        role="Doctor",
        next_due=timezone.localdate() + timedelta(days=100),
    )
    return live


def minor(live: Revision, old: str, new: str) -> Revision:
    words = make.words(title=live.title, body=live.body.replace(old, new))
    return publishing.save_draft(live.article, words, by=None, change="minor")


def test_it_says_that_the_signature_stays_under_a_small_correction(client, petra, signed_page):
    newest = minor(signed_page, "Presing", "Pressing")
    page = words_of(client.get(url("publish", newest)))
    assert "A small correction of 1 word: the signature of Ben Okafor, MD, is kept" in page
    publishing.publish(newest, by=None)
    assert newest.small_correction.review.name == "Ben Okafor"


def test_it_says_why_the_signature_does_not_stay(client, petra, signed_page):
    newest = minor(signed_page, "have a fever", "have no fever")
    page = words_of(client.get(url("publish", newest)))
    assert "The signature is not kept. It changes a health block" in page


def test_it_publishes_now(client, petra, draft):
    response = send(client, draft)
    assert response.status_code == 302
    assert live() == draft
    assert "There is nothing newer to publish" in words_of(client.get(url("publish", draft)))


def test_it_publishes_at_a_time(client, petra, draft):
    fields, at = in_two_days()
    page = words_of(client.post(url("publish", draft), fields | {"do": "schedule", "seen": 2},
                                follow=True))  # fmt: skip
    draft.refresh_from_db()
    assert draft.published_at == at
    assert live().number == 1
    assert "Take off the schedule" in page


def test_it_takes_a_revision_off_the_schedule(client, petra, draft):
    publishing.publish(draft, by=None, at=timezone.now() + timedelta(days=2))
    send(client, draft, do="unschedule:2")
    draft.refresh_from_db()
    assert draft.published_at is None


@pytest.mark.parametrize("number", ["", "x", "²", "1", "99", "9" * 5000])
def test_it_takes_nothing_else_off_the_schedule(client, petra, draft, number):
    page = words_of(client.post(url("publish", draft), {"do": f"unschedule:{number}"}, follow=True))
    assert "was taken off" not in page
    assert live().number == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"day": "2020-01-01", "time": "09:00"}, "This time has passed"),
        ({"day": "2999-01-01", "time": "09:00"}, "within the next five years"),
        ({"day": "", "time": "09:00"}, "Choose the day."),
        ({"day": "2027-03-04", "time": ""}, "Choose the time."),
        ({"day": "soon", "time": "9"}, "Write the day like"),
        ({"day": "2027-03-14", "time": "02:30"}, "The clocks go forward then"),
    ],
)
def test_it_refuses_a_time_of_no_use_and_keeps_it_as_it_was_typed(
    client, petra, draft, fields, words
):
    response = send(client, draft, do="schedule", **fields)
    page = words_of(response)
    assert response.status_code == 422
    assert words in page
    assert f'value="{fields["day"]}"' in page or not fields["day"]
    draft.refresh_from_db()
    assert draft.published_at is None


def test_it_publishes_nothing_when_a_key_sends_the_form(client, petra, draft):
    for do in ("look", "", "x"):
        assert send(client, draft, do=do).status_code == 200
    assert live().number == 1


def test_it_publishes_only_what_was_looked_at(client, petra, draft):
    publishing.save_draft(draft.article, make.words(title="Newer"), by=None, note="New")
    response = send(client, draft)
    assert "Revision 3 was saved since" in words_of(response)
    assert live().number == 1


def test_it_asks_what_is_new_when_the_change_does_not_say(client, petra, draft):
    newest = publishing.save_draft(draft.article, make.words(title="Newer"), by=None)
    assert "Say in plain words what is new" in words_of(send(client, newest))
    send(client, newest, note="A shorter title.")
    assert (live().number, live().change_note) == (3, "A shorter title.")


def test_it_keeps_what_is_new_when_it_cannot_publish(client, petra, draft):
    body = "## A\n\n[there](article:nowhere)"
    newest = publishing.save_draft(draft.article, make.words(body=body), by=None)
    page = words_of(send(client, newest, note="A link."))
    assert 'value="A link."' in page
    assert "Patients are told" not in page
    newest.refresh_from_db()
    assert newest.change_note == ""


def test_it_shows_errors_and_has_no_button_then(client, petra, draft):
    words = make.words(body="## A\n\n{{ no_such_fact }}")
    newest = publishing.save_draft(draft.article, words, by=None, note="New")
    page = words_of(client.get(url("publish", newest)))
    assert "no_such_fact" in page
    assert 'value="publish"' not in page
    assert send(client, newest).status_code == 422
    assert live().number == 1


def test_it_asks_no_reason_that_it_could_not_keep(client, petra, draft):
    body = make.BODY.replace("A sore spot in a muscle.", LONG)
    newest = publishing.save_draft(draft.article, make.words(body=body), by=None, note="New")
    (name,) = reasons_asked(words_of(client.get(url("publish", newest))))
    words = make.words(body=f"{body}\n\n{{{{ no_such_fact }}}}")
    newest = publishing.save_draft(draft.article, words, by=None, note="New")
    page = words_of(client.get(url("publish", newest)))
    assert "Look at: Long sentence" in page
    assert reasons_asked(page) == []
    typed = words_of(send(client, newest, **{name: "It names three places."}))
    assert reasons_asked(typed) == [name]


def test_it_shows_what_else_stands_in_the_way(client, petra, draft):
    make.draft(make.article(slug="target"))
    words = make.words(body=make.BODY + "\n\n[The other page](article:target)")
    newest = publishing.save_draft(draft.article, words, by=None, note="New")
    page = words_of(client.get(url("publish", newest)))
    assert "“target”, which is not public" in page
    assert 'value="publish"' not in page


@pytest.fixture
def target():
    """A page that goes on the site in two days."""
    target = make.draft(make.article(slug="target"), title="The target")
    publishing.publish(target, by=None, at=in_two_days()[1])
    return target


@pytest.fixture
def linking(draft, target):
    words = make.words(title="Linking", body=make.BODY + "\n\n[The other page](article:target)")
    return publishing.save_draft(draft.article, words, by=None, note="New")


def test_it_goes_on_the_site_with_a_page_that_it_links_to_and_not_before(
    client, petra, linking, target
):
    page = words_of(client.get(url("publish", linking)))
    assert "It links to “target”, which goes on the site on " in page
    assert "This page can come then or later." in page
    assert 'value="publish"' not in page
    at = timezone.localtime(target.published_at)
    assert f'value="{at:%Y-%m-%d}"' in page
    assert f'value="{at:%H:%M}"' in page
    early, late = at - timedelta(minutes=1), at
    for moment, status in ((early, 422), (late, 302)):
        fields = {"day": f"{moment:%Y-%m-%d}", "time": f"{moment:%H:%M}"}
        assert send(client, linking, do="schedule", **fields).status_code == status
    linking.refresh_from_db()
    assert linking.published_at == at
    assert send(client, linking).status_code == 422
    assert live().number == 1


def test_it_offers_no_time_for_a_withdrawn_page_that_links_to_one_on_the_schedule(
    client, petra, linking
):
    publishing.withdraw(linking.article, by=None, reason="The dose is wrong.")
    page = words_of(client.get(url("publish", linking)))
    assert "Mend what says “Fix” first." in page
    assert 'value="schedule"' not in page


def test_it_leaves_no_page_on_the_schedule_with_a_link_to_nothing(client, petra, linking, target):
    publishing.publish(linking, by=None, at=target.published_at)
    page = words_of(
        client.post(url("publish", target), {"do": "unschedule:1", "seen": 1}, follow=True)
    )
    assert "“Linking” goes on the site on " in page
    assert "and links to this page. Take that page off the schedule first." in page
    moment = timezone.localtime(target.published_at + timedelta(days=1))
    fields = {"day": f"{moment:%Y-%m-%d}", "time": f"{moment:%H:%M}"}
    assert "links to this page" in words_of(send(client, target, do="schedule", **fields))
    target.refresh_from_db()
    assert target.published_at == linking.published_at
    publishing.unschedule(linking, by=None)
    publishing.unschedule(target, by=None)


def test_it_asks_a_reason_for_each_kind_of_warning(client, petra, draft):
    words = make.words(body=make.BODY.replace("A sore spot in a muscle.", LONG))
    newest = publishing.save_draft(draft.article, words, by=None, note="New")
    page = words_of(client.get(url("publish", newest)))
    assert "Why may this stand?" in page
    names = reasons_asked(page)
    assert names
    assert "say why it may stand" in words_of(send(client, newest))
    too_short = words_of(send(client, newest, **dict.fromkeys(names, "Because.")))
    assert "Write the reason as a plain sentence" in too_short
    assert 'value="Because."' in too_short
    assert live().number == 1
    send(client, newest, **dict.fromkeys(names, "It has to name three places."))
    assert live().number == 3
    assert {waiver.given_by for waiver in Waiver.objects.all()} == {petra}


def reasons_asked(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split('name="')[1:] if part[:7] == "reason-"]


@pytest.fixture
def off(draft):
    """The draft mends words that were taken off the site."""
    at = timezone.now() - timedelta(days=1)
    publishing.withdraw(draft.article, by=None, reason="The dose is wrong.", at=at)
    return draft


def stamp(draft) -> str:
    draft.article.refresh_from_db()
    return draft.article.withdrawn_at.isoformat()


def test_it_says_that_these_words_bring_a_withdrawn_page_back(client, petra, off):
    page = words_of(client.get(url("publish", off)))
    since = timezone.localtime(off.article.withdrawn_at)
    assert f"This page has been off the site since {since:%B} {since.day}, {since.year}" in page
    assert "The dose is wrong." in page
    assert "Publishing these words brings it back." in page
    assert "Revision 2 comes in place of revision 1, which was taken off: 1 word added" in page
    assert "from=1&amp;to=2" in page
    assert "new on the site" not in page
    assert "Publish now and bring the page back" in page


def test_it_brings_a_withdrawn_page_back_with_these_words(client, petra, off):
    page = words_of(
        client.post(
            url("publish", off),
            {"do": "publish", "seen": off.number, "off": stamp(off)},
            follow=True,
        )
    )
    assert live() == off
    assert "The page is back on the site, with revision 2." in page


def test_it_brings_nothing_back_that_was_taken_off_since(client, petra, draft):
    publishing.withdraw(draft.article, by=None, reason="The dose is wrong.")
    response = send(client, draft)
    assert response.status_code == 422
    assert "This page was taken off the site since you opened this screen." in words_of(response)
    assert not publishing.is_public(draft.article)


def test_it_asks_again_when_the_page_was_brought_back_since(client, petra, off):
    before = stamp(off)
    publishing.reinstate(off.article, by=None)
    response = send(client, off, off=before)
    assert "This page was brought back since you opened this screen." in words_of(response)
    assert live().number == 1


def test_it_offers_no_time_for_a_withdrawn_page(client, petra, off):
    page = words_of(client.get(url("publish", off)))
    assert 'value="schedule"' not in page
    assert "comes back at once, not at a set time" in page
    fields, _ = in_two_days()
    response = send(client, off, do="schedule", off=stamp(off), **fields)
    assert response.status_code == 422
    assert "no set time brings it back" in words_of(response)
    off.refresh_from_db()
    assert off.published_at is None


def test_it_says_that_a_schedule_brings_no_withdrawn_page_back(client, petra, draft):
    publishing.publish(draft, by=None, at=timezone.now() + timedelta(days=2))
    assert "does not bring it back" not in words_of(client.get(url("publish", draft)))
    publishing.withdraw(draft.article, by=None, reason="Old.")
    assert "does not bring it back" in words_of(client.get(url("publish", draft)))


def test_it_asks_for_a_mend_when_the_newest_words_were_taken_off(client, petra, off):
    publishing.discard(off, by=None)
    page = words_of(client.get(url("publish", off)))
    assert "Its newest words are the ones that were taken off." in page
    assert "Publishing these words" not in page
    assert 'value="publish"' not in page
    assert url("withdraw", off) in page
    first = off.article.newest()
    response = send(client, first, off=stamp(off))
    assert response.status_code == 422
    assert not publishing.is_public(off.article)


def test_it_asks_what_is_new_in_words_that_bring_a_page_back(client, petra, off):
    newest = publishing.save_draft(off.article, make.words(title="Newer"), by=None)
    response = send(client, newest, off=stamp(off))
    assert "Say in plain words what is new" in words_of(response)
    send(client, newest, off=stamp(off), note="The right dose.")
    assert (live().number, live().change_note) == (3, "The right dose.")


def test_the_list_brings_no_withdrawn_page_back(client, petra, off):
    fields = {"action": "publish_newest", "_selected_action": [off.article_id]}
    address = reverse("admin:content_article_changelist")
    page = words_of(client.post(address, fields, follow=True))
    assert "is off the site. Its own publish screen brings it back" in page
    assert not publishing.is_public(off.article)
