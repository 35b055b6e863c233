"""The reviewer's screen: reading, commenting, signing, sending back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content import publishing
from content.models import Comment, Review, ReviewRequest
from tests import make, people
from tests.content.admin.stages import HELP, PLACE, drafted, signature, url, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return drafted()


@pytest.fixture
def ben(client):
    ben = people.ben()
    client.force_login(ben)
    return ben


def send(client, draft, **fields):
    return client.post(url("review", draft), signature(draft, **fields))


def test_it_shows_who_asked_and_the_page_in_a_frame(client, ben, draft):
    publishing.ask_for_review(draft, by=draft.created_by, reviewer=ben, message="Is it right?")
    page = words_of(client.get(url("review", draft)))
    assert "Ana Ruiz" in page
    assert "Is it right?" in page
    assert 'srcdoc="&lt;!doctype html&gt;' in page
    assert "&lt;script" not in page


def test_it_begins_with_what_changed_since_the_page_that_patients_read(client, ben, draft):
    page = words_of(client.get(url("review", draft)))
    assert "What changed since the page that patients read" in page
    assert "<ins" in page
    assert "<del" in page
    assert page.index("<ins") < page.index("srcdoc")


def test_it_begins_with_what_mends_the_words_that_were_taken_off(client, ben, draft):
    publishing.withdraw(draft.article, by=None, reason="The dose is wrong.")
    page = words_of(client.get(url("review", draft)))
    assert "What changed since the words that were taken off the site" in page
    assert "1 word added, 1 word removed" in page
    assert "All of it is new to patients" not in page


def test_it_says_that_all_is_new_before_a_page_was_public(client, ben):
    page = words_of(client.get(url("review", make.draft())))
    assert "All of it is new to patients" in page


def test_it_says_that_nothing_changed_on_the_live_page(client, ben):
    assert "Patients read these words now" in words_of(client.get(url("review", make.live())))


def test_it_signs_and_keeps_comments_that_were_typed(client, ben, draft):
    response = send(client, draft, **{HELP: "Good."})
    assert response.status_code == 302
    review = Review.objects.get()
    assert (review.revision, review.reviewer, review.credentials) == (draft, ben, "MD")
    assert Comment.objects.get().text == "Good."


def test_it_remembers_what_a_clinician_wrote_before(client, ben, draft):
    send(client, draft, role="Pain doctor")
    page = words_of(client.get(url("review", draft)))
    assert 'value="Pain doctor"' in page
    assert "Ben Okafor, MD signed these words" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"credentials": ""}, "Write your credentials"),
        ({"role": " "}, "Write your role"),
        ({"next_due": "2020-01-01"}, "still to come"),
        ({"next_due": "soon"}, "Write the day like"),
        ({"has_read": ""}, "tick that you have read it"),
        ({HELP: "x" * 2001}, "Use 2,000 letters or fewer"),
    ],
)
def test_it_loses_nothing_that_was_typed_by_mistakes(client, ben, draft, fields, words):
    typed = {"message": "A message to keep", PLACE: "A comment to keep", "role": "Rare role"}
    response = send(client, draft, **typed | fields)
    page = words_of(response)
    assert response.status_code == 422
    assert words in page
    assert "A message to keep" in page
    assert "A comment to keep" in page
    assert not Review.objects.exists()
    assert not Comment.objects.exists()


def test_it_does_not_sign_what_was_saved_while_it_was_read(client, ben, draft):
    data = signature(draft, **{HELP: "At the help", PLACE: "At the first"})
    body = "## When to get help\n\nCall us."
    publishing.save_draft(draft.article, make.words(title="Newest", body=body), by=None)
    response = client.post(url("review", draft), data)
    page = words_of(response)
    assert response.status_code == 422
    assert "Revision 3 was saved while you were reading" in page
    assert "At the help" in page
    assert "At “What it is”: At the first" in page
    assert 'name="has_read" id="sign-has_read" checked' not in page
    assert 'name="seen" value="3"' in page
    assert not Review.objects.exists()


def test_it_does_not_sign_a_page_whose_clinic_facts_changed(client, ben, draft):
    data = signature(draft)
    make.clinic(phone="(503) 555-0199")
    page = words_of(client.post(url("review", draft), data))
    assert "changed while you were reading" in page
    assert not Review.objects.exists()
    draft.refresh_from_db()
    assert draft.words_hash() in page


@pytest.mark.parametrize("seen_hash", ["", "0" * 64])
def test_it_does_not_sign_without_the_hash_of_what_was_shown(client, ben, draft, seen_hash):
    assert send(client, draft, seen_hash=seen_hash).status_code == 422
    assert not Review.objects.exists()


def test_it_sends_back_with_comments(client, ben, draft):
    publishing.ask_for_review(draft, by=draft.created_by, reviewer=ben)
    response = send(client, draft, do="send_back", message="Not yet.", **{HELP: "Which fever?"})
    assert response.status_code == 302
    request = ReviewRequest.objects.get()
    assert (request.state, request.answer) == ("back", "Not yet.")
    assert Comment.objects.get().heading == "When to get help"


def test_it_sends_nothing_back_without_words(client, ben, draft):
    page = words_of(send(client, draft, do="send_back"))
    assert "Write what has to be changed" in page
    assert "Write your credentials" not in page


def test_it_keeps_comments_and_what_else_was_typed(client, ben, draft):
    fields = {"do": "comment", HELP: "Which fever?", "message": "Half a message", "role": ""}
    response = send(client, draft, **fields)
    page = words_of(response)
    assert response.status_code == 200
    assert Comment.objects.get().text == "Which fever?"
    assert "Half a message" in page
    assert page.count("Which fever?") == 1


def test_it_comments_on_the_words_that_were_read(client, ben, draft):
    data = signature(draft, do="comment", **{PLACE: "Too long"})
    publishing.save_draft(draft.article, make.words(body="## Other\n\nWords."), by=None)
    page = words_of(client.post(url("review", draft), data))
    said = Comment.objects.get()
    assert (said.revision, said.heading) == (draft, "What it is")
    assert "about revision 2" in page


def test_it_asks_for_a_comment_when_none_was_typed(client, ben, draft):
    assert "Write a comment first" in words_of(send(client, draft, do="comment"))


def test_it_marks_a_comment_as_dealt_with_and_keeps_what_is_typed(client, ben, draft):
    said = publishing.comment(draft, by=ben, anchor="", text="Good.")
    page = words_of(send(client, draft, do=f"settle:{said.pk}", message="Half a message"))
    said.refresh_from_db()
    assert said.settled_by == ben
    assert "Dealt with by Ben Okafor" in page
    assert "Half a message" in page


@pytest.mark.parametrize("number", ["", "x", "²", "999999", "9" * 5000])
def test_it_settles_no_comment_that_is_not_there(client, ben, draft, number):
    assert send(client, draft, do=f"settle:{number}").status_code == 200


def test_it_settles_no_comment_on_another_article(client, ben, draft):
    said = publishing.comment(make.draft(), by=ben, anchor="", text="Good.")
    send(client, draft, do=f"settle:{said.pk}")
    said.refresh_from_db()
    assert said.settled_at is None


def test_it_shows_open_comments_on_earlier_words(client, ben, draft):
    first = draft.article.revisions.get(number=1)
    publishing.comment(first, by=ben, anchor="s-what-it-is", text="Still open")
    settled = publishing.comment(first, by=ben, anchor="", text="Done long ago")
    publishing.settle(settled, by=ben)
    page = words_of(client.get(url("review", draft)))
    assert "Still open" in page
    assert "Done long ago" not in page


def test_it_escapes_what_people_write(client, ben, draft):
    publishing.comment(draft, by=ben, anchor="", text="<script>alert(1)</script>")
    assert "<script>alert" not in words_of(client.get(url("review", draft)))


def test_it_lets_nobody_sign_their_own_words(client, draft):
    both = people.person("both", [*people.ANA, *people.BEN])
    own = publishing.save_draft(draft.article, make.words(title="Own"), by=both)
    client.force_login(both)
    page = words_of(client.get(url("review", own)))
    assert "another clinician has to sign" in page
    assert 'value="sign"' not in page
    assert "second clinician" in words_of(send(client, own))
    assert not Review.objects.exists()


def test_it_lets_an_editor_comment_but_not_sign(client, draft):
    client.force_login(draft.created_by)
    page = words_of(client.get(url("review", draft)))
    assert 'value="sign"' not in page
    assert send(client, draft).status_code == 403
    assert send(client, draft, do="send_back", message="No").status_code == 403
    assert send(client, draft, do="comment", **{PLACE: "Mine"}).status_code == 200
    assert not Review.objects.exists()
    assert Comment.objects.get().by == draft.created_by


def test_it_lets_somebody_who_only_looks_say_nothing(client, draft):
    client.force_login(people.person("looker", ["view_article"]))
    page = words_of(client.get(url("review", draft)))
    assert "<textarea" not in page
    for do in ("comment", "sign", "send_back", "settle:1"):
        assert send(client, draft, do=do, **{PLACE: "Mine"}).status_code == 403
    assert not Comment.objects.exists()


def test_it_says_when_the_next_check_was_missed(client, ben, draft):
    send(client, draft)
    Review.objects.update(next_due=timezone.localdate() - timedelta(days=1))
    assert "The next check was due on" in words_of(client.get(url("review", draft)))


TAKE_BACK = 'value="take_back_signature"'


def test_it_lets_a_clinician_take_their_signature_back(client, ben, draft):
    assert TAKE_BACK not in words_of(client.get(url("review", draft)))
    send(client, draft)
    publishing.publish(draft, by=None)
    assert TAKE_BACK in words_of(client.get(url("review", draft)))
    response = send(client, draft, do="take_back_signature", **{HELP: "The dose is wrong."})
    page = words_of(client.get(response["Location"]))
    assert "You took your signature back. Patients read that no clinician" in page
    assert "No clinician has signed these words." in page
    assert TAKE_BACK not in page
    assert Comment.objects.get().text == "The dose is wrong."
    assert "Ben Okafor, MD (taken back)" in words_of(client.get(url("history", draft)))


def test_it_offers_nobody_the_signature_of_somebody_else(client, ben, draft):
    send(client, draft)
    client.force_login(people.person("dora", people.BEN))
    assert TAKE_BACK not in words_of(client.get(url("review", draft)))
    response = send(client, draft, do="take_back_signature")
    assert response.status_code == 422
    client.force_login(draft.created_by)
    assert send(client, draft, do="take_back_signature").status_code == 403
    assert Review.objects.get().taken_back_at is None
