"""Asking for a review, answering with comments, and dealing with them."""

import pytest
from django.core.exceptions import PermissionDenied

from content import publishing
from content.models import Comment, ReviewRequest
from content.publishing import Refused
from tests import make, people

pytestmark = pytest.mark.django_db
HELP = "s-when-to-get-help"


@pytest.fixture
def ana():
    return people.ana()


@pytest.fixture
def ben():
    return people.ben()


@pytest.fixture
def draft(ana):
    make.clinic()
    return publishing.save_draft(make.article(owner=ana), make.words(), by=ana)


def names(letters) -> list[tuple[str, str]]:
    return [(letter, to) for letter, to, _ in letters]


def test_it_asks_a_clinician_and_tells_them(draft, ana, ben, letters):
    request = publishing.ask_for_review(draft, by=ana, reviewer=ben, message=" Is it right? ")
    assert (request.reviewer, request.message, request.state) == (ben, "Is it right?", "open")
    about = {"article": draft.article_id, "revision": draft.pk, "request": request.pk}
    assert letters == [("review_asked", "ben", about)]


def test_it_asks_everyone_who_may_sign_but_neither_writer_nor_administrator(draft, ana, letters):
    people.person("dora", people.BEN)
    people.person("eva", people.BEN, is_active=False)
    people.person("finn", people.BEN, is_staff=False)
    people.ben(), people.max_()
    publishing.ask_for_review(draft, by=ana)
    assert names(letters) == [("review_asked", "ben"), ("review_asked", "dora")]


def test_it_asks_administrators_where_nobody_else_signs(draft, ana, letters):
    people.max_()
    publishing.ask_for_review(draft, by=ana)
    assert names(letters) == [("review_asked", "max")]


def test_it_takes_an_earlier_request_back_when_it_asks_again(draft, ana, ben):
    first = publishing.ask_for_review(draft, by=ana, reviewer=ben)
    second = publishing.ask_for_review(draft, by=ana)
    states = dict(ReviewRequest.objects.values_list("pk", "state"))
    assert states == {first.pk: "taken", second.pk: "open"}


def test_it_asks_nobody_who_may_not_sign(draft, ana):
    people.ben()
    carla = people.carla()
    with pytest.raises(Refused, match="may not sign"):
        publishing.ask_for_review(draft, by=ana, reviewer=carla)


def test_it_does_not_ask_the_writer_to_sign():
    both = people.person("both", [*people.ANA, *people.BEN])
    draft = publishing.save_draft(make.article(), make.words(body="## A\n\nB."), by=both)
    with pytest.raises(Refused, match="writer of a page cannot sign"):
        publishing.ask_for_review(draft, by=both, reviewer=both)
    with pytest.raises(Refused, match="Nobody may sign"):
        publishing.ask_for_review(draft, by=both)


def test_it_asks_only_about_the_newest_words(draft, ana, ben, letters):
    make.draft(draft.article)
    with pytest.raises(Refused, match="Revision 2 was saved since"):
        publishing.ask_for_review(draft, by=ana, reviewer=ben)
    assert letters == []


def test_it_takes_a_request_back_once(draft, ana, ben):
    request = publishing.ask_for_review(draft, by=ana, reviewer=ben)
    publishing.take_back(request, by=ana)
    assert ReviewRequest.objects.get().state == "taken"
    with pytest.raises(Refused, match="answered already"):
        publishing.take_back(request, by=ana)


def test_it_refuses_an_endless_message(draft, ana, ben):
    with pytest.raises(Refused, match="You used 2,001"):
        publishing.ask_for_review(draft, by=ana, reviewer=ben, message="x" * 2001)


def test_it_sends_a_draft_back_with_comments(draft, ana, ben, letters):
    publishing.ask_for_review(draft, by=ana, reviewer=ben)
    comments = [(HELP, "Say how high the fever is."), ("", "Good."), ("s-what-it-is", " ")]
    request = publishing.send_back(draft, by=ben, message="Nearly there.", comments=comments)
    assert (request.state, request.answer, request.answered_by) == ("back", "Nearly there.", ben)
    assert names(letters)[-1] == ("review_sent_back", "ana")
    said = [(c.anchor, c.heading, c.by_name) for c in Comment.objects.all()]
    assert said == [(HELP, "When to get help", "Ben Okafor"), ("", "", "Ben Okafor")]


def test_it_sends_back_what_nobody_asked_about_and_tells_the_writer(draft, ben, letters):
    request = publishing.send_back(draft, by=ben, message="This is not right.")
    assert request.asked_by == draft.created_by
    assert names(letters) == [("review_sent_back", "ana")]


def test_it_sends_nothing_back_without_a_word(draft, ben):
    with pytest.raises(Refused, match="Write what has to be changed"):
        publishing.send_back(draft, by=ben, message=" ", comments=[("", " ")])


def test_it_sends_all_or_nothing_back(draft, ana, ben, letters):
    publishing.ask_for_review(draft, by=ana, reviewer=ben)
    comments = [("", "Good."), ("s-elsewhere", "Bad.")]
    with pytest.raises(Refused, match="no such heading"):
        publishing.send_back(draft, by=ben, message="", comments=comments)
    assert not Comment.objects.exists()
    assert ReviewRequest.objects.get().state == "open"


def test_it_keeps_one_comment_that_is_sent_twice(draft, ben):
    one = publishing.comment(draft, by=ben, anchor="", text="Good.")
    assert publishing.comment(draft, by=ben, anchor="", text="Good. ") == one


@pytest.mark.parametrize(("text", "words"), [(" ", "Write your comment"), ("x" * 2001, "2,001")])
def test_it_refuses_a_comment_of_no_use(draft, ben, text, words):
    with pytest.raises(Refused, match=words):
        publishing.comment(draft, by=ben, anchor="", text=text)


def test_it_settles_a_comment_once(draft, ana, ben):
    said = publishing.comment(draft, by=ben, anchor="", text="Good.")
    publishing.settle(said, by=ana)
    publishing.settle(said, by=ben)
    said.refresh_from_db()
    assert said.settled_by == ana


@pytest.mark.parametrize(
    "verb",
    [
        lambda who, r: publishing.ask_for_review(r, by=who),
        lambda who, r: publishing.take_back(ReviewRequest(article=r.article), by=who),
        lambda who, r: publishing.send_back(r, by=who, message="No"),
        lambda who, r: publishing.comment(r, by=who, anchor="", text="No"),
        lambda who, r: publishing.settle(Comment(pk=1), by=who),
    ],
)
@pytest.mark.parametrize("cast", [people.carla, people.stranger])
def test_it_refuses_somebody_without_the_right(draft, verb, cast):
    with pytest.raises(PermissionDenied):
        verb(cast(), draft)


def test_it_lets_an_editor_send_nothing_back_and_a_clinician_ask_nothing(draft, ana, ben):
    with pytest.raises(PermissionDenied):
        publishing.send_back(draft, by=ana, message="No")
    with pytest.raises(PermissionDenied):
        publishing.ask_for_review(draft, by=ben)
