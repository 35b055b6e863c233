"""Mails to staff of the guide say what is true when they are sent, and nothing that is over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content import letters
from content.models import Picture, ReviewRequest, Revision
from tests import make, people
from tests.content.sample_pictures import in_library
from tests.stamping import in_days, sign, treatment

pytestmark = pytest.mark.django_db
State = ReviewRequest.State
SITE = "https://guide.example.org"


@pytest.fixture
def ben():
    return people.ben(email="ben@clinic.example")


@pytest.fixture
def ana():
    return people.ana(email="ana@clinic.example")


def asked(ana, **fields) -> ReviewRequest:
    revision = make.draft(title="After your injection")
    fields = {"asked_by": ana, "message": "Is the dose right for Rosa?"} | fields
    return ReviewRequest.objects.create(article=revision.article, revision=revision, **fields)


def answered(ana, ben, state: str, **fields) -> ReviewRequest:
    about = {"answered_by": ben, "answered_at": timezone.now(), "answer": "Rosa is not a dose."}
    return asked(ana, state=state, **about | fields)


def built(letter: str, request: ReviewRequest, to):
    return letters.build(letter, {"request": request.pk}, to)


def test_it_asks_for_a_review(ana, ben):
    request = asked(ana)
    subject, body = built("review_asked", request, ben)
    assert subject == "Please check: After your injection"
    assert "Ana Ruiz asks you to read revision 1" in body
    assert f"{SITE}/admin/content/article/{request.article_id}/review/" in body


def test_it_quotes_nothing_that_people_wrote_to_each_other(ana, ben):
    for letter, request, to in (
        ("review_asked", asked(ana), ben),
        ("review_sent_back", answered(ana, ben, State.SENT_BACK), ana),
        ("review_signed", answered(ana, ben, State.SIGNED), ana),
    ):
        assert "Rosa" not in "".join(built(letter, request, to))


@pytest.mark.parametrize("state", [State.SIGNED, State.SENT_BACK, State.TAKEN_BACK])
def test_it_does_not_ask_once_somebody_has_answered(ana, ben, state):
    assert built("review_asked", asked(ana, state=state), ben) is None


def test_it_does_not_ask_who_was_not_asked_or_may_not_sign(ana, ben):
    other = people.member("Medical reviewer", "eva")
    request = asked(ana, reviewer=other)
    assert built("review_asked", request, ben) is None
    assert built("review_asked", request, other)
    other.groups.clear()
    assert built("review_asked", request, type(other).objects.get(pk=other.pk)) is None


def test_it_does_not_tell_of_an_article_that_was_deleted(ana, ben):
    request = asked(ana)
    about = {"request": request.pk}
    request.article.delete()
    assert letters.build("review_asked", about, ben) is None


def test_it_tells_the_writer_what_became_of_the_request(ana, ben):
    subject, body = built("review_sent_back", answered(ana, ben, State.SENT_BACK), ana)
    assert subject == "Sent back: After your injection"
    assert "Ben Okafor has read revision 1" in body
    assert "/review/" in body


@pytest.mark.parametrize("state", [State.SENT_BACK, State.SIGNED])
def test_it_does_not_tell_of_an_answer_that_a_later_request_replaced(ana, ben, state):
    before = timezone.now() - timedelta(hours=1)
    request = answered(ana, ben, state, asked_at=before)
    later = ReviewRequest.objects.create(
        article=request.article, revision=request.revision, asked_by=ana
    )
    letter = "review_signed" if state == State.SIGNED else "review_sent_back"
    assert built(letter, request, ana) is None
    later.delete()
    assert built(letter, request, ana)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "It can be published now."),
        (-1, "Patients can read it now."),
        (2, "It becomes public at "),
    ],
)
def test_it_says_whether_signed_words_are_public(ana, ben, days, words):
    request = answered(ana, ben, State.SIGNED)
    at = None if days is None else timezone.now() + timedelta(days=days)
    Revision.objects.filter(pk=request.revision_id).update(published_at=at)
    subject, body = built("review_signed", request, ana)
    assert subject == "Signed: After your injection"
    assert words in body
    assert ".." not in body
    said = [w in body for w in ("can be published", "can read it", "becomes public")]
    assert said.count(True) == 1


def test_it_leads_whoever_may_publish_to_where_that_is_done(ana, ben):
    request, petra = answered(ana, ben, State.SIGNED), people.petra()
    page = f"{SITE}/admin/content/article/{request.article_id}/"
    assert f"{page}publish/\n" in built("review_signed", request, petra)[1]
    assert f"{page}review/\n" in built("review_signed", request, ana)[1]
    Revision.objects.filter(pk=request.revision_id).update(published_at=timezone.now())
    assert f"{page}review/\n" in built("review_signed", request, petra)[1]


def due(title: str, days: int, **fields) -> Revision:
    revision = make.live(make.article(**fields), title=title)
    sign(revision, due=in_days(days))
    return revision


def digest_for(person):
    return letters.build("reviews_due", {}, person)


def test_it_has_one_line_for_a_page_that_is_due_soon(ben):
    revision = due("Going home", 1)
    subject, body = digest_for(ben)
    assert subject == "1 page due for a check"
    assert "Going home" in body
    assert "in 1 day\n" in body
    assert f"{SITE}/admin/content/article/{revision.article_id}/review/" in body
    assert "OVERDUE" not in body


def test_it_says_today_on_the_last_day(ben):
    due("Going home", 0)
    assert "which is today" in digest_for(ben)[1]


def test_it_raises_its_voice_when_a_check_was_missed(ben):
    due("Going home", -2)
    due("Before you come", -1)
    due("Later", 9)
    subject, body = digest_for(ben)
    assert subject == "2 pages overdue"
    assert body.index("OVERDUE") < body.index("Going home") < body.index("Before you come")
    assert body.index("Before you come") < body.index("DUE SOON") < body.index("Later")
    assert "2 days ago" in body
    assert "1 day ago" in body
    assert "folded away" not in body


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "on, what it says about treatment is folded away."),
        (-11, "What it says about treatment is folded away until it is checked."),
    ],
)
def test_it_says_what_patients_see_after_the_days_of_grace(ben, days, words):
    sign(make.live(treatment(topic=make.topic(grace_days=10))), due=in_days(days))
    assert words in digest_for(ben)[1]


def test_it_asks_an_owner_to_find_a_clinician(ana, ben):
    due("Going home", -2, owner=ana)
    assert "Ask a clinician to check it." in digest_for(ana)[1]
    assert "sign it again if it is still right" in digest_for(ben)[1]


def test_it_tells_of_pictures_without_consent(ben):
    petra = people.petra(email="petra@clinic.example")
    picture = in_library(600, 400, alt="A hand on a neck")
    make.live(body=f"## A picture\n\n![](img:{picture.pk})\n")
    shown = {"shows_person": True, "consent_note": "Signed.", "consent_until": in_days(-1)}
    Picture.objects.filter(pk=picture.pk).update(**shown)
    subject, body = digest_for(petra)
    assert subject == "1 picture without consent"
    assert "A hand on a neck" in body
    assert f"{SITE}/admin/content/picture/{picture.pk}/change/" in body
    assert digest_for(ben) is None


def test_it_has_nothing_to_say_when_nothing_is_due(ben):
    due("Going home", 31)
    assert digest_for(ben) is None


def test_it_keeps_signs_as_they_are_and_the_subject_on_one_line(ana, ben):
    request = asked(ana)
    Revision.objects.filter(pk=request.revision_id).delete()
    revision = make.draft(request.article, title="Rest & ice\nBcc: all@clinic.example")
    request = ReviewRequest.objects.create(
        article=revision.article, revision=revision, asked_by=ana
    )
    subject, body = built("review_asked", request, ben)
    assert subject == "Please check: Rest & ice"
    assert "Rest & ice" in body


def test_it_has_words_for_each_letter():
    from django.template.loader import get_template

    for letter in letters.LETTERS:
        get_template(f"content/mail/{letter}.txt")
