"""What is due reaches those whom it concerns: in one mail each, repeated until it is done."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from content.models import Picture, ReviewDigest, Revision
from content.publishing import digest
from enquiries.models import OutboxMessage
from tests import make, people
from tests.content.sample_pictures import in_library
from tests.stamping import correct, in_days, sign, treatment

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def ben():
    return people.ben(email="ben@clinic.example")


def signed(due_in: int, *, owner=None, **fields) -> Revision:
    """A public page whose check is due in so many days."""
    revision = make.live(make.article(owner=owner), **fields)
    sign(revision, due=in_days(due_in))
    return revision


def tell(now=None) -> str:
    return digest.tell_who_checks(now or timezone.now())


def told() -> list[str]:
    return sorted(OutboxMessage.objects.values_list("to", flat=True))


def titles(pages) -> list[str]:
    return [page.title for page in pages]


def test_it_lists_what_is_due_within_thirty_days_the_longest_waiting_first(ben):
    for days in (31, 30, 0, -1, -400):
        signed(days, title=f"In {days}")
    found = digest.digest().pages
    assert titles(found) == ["In -400", "In -1", "In 0", "In 30"]
    assert [page.is_overdue for page in found] == [True, True, False, False]
    assert found[0].days_late == 400


def test_it_counts_a_signature_that_a_small_correction_carried(ben):
    review = sign(make.live(title="Signed"), due=in_days(10))
    correct(review, title="Corrected")
    assert titles(digest.digest().pages) == ["Corrected"]


def test_it_leaves_out_what_no_signature_stands_under(ben):
    make.live(title="Never signed")
    draft = make.draft(title="Not public")
    sign(draft, due=in_days(1))
    changed = signed(1, title="Signed, but changed since")
    make.live(changed.article, days_ago=0.5, summary="Other words.")
    gone = signed(1, title="Withdrawn").article
    gone.withdrawn_at = timezone.now()
    gone.save()
    assert digest.digest().pages == ()
    assert tell() == ""
    assert told() == []


def test_it_counts_pages_in_spanish_too(ben):
    revision = make.live(make.article(language="es"), title="Puntos gatillo")
    sign(revision, due=in_days(1))
    assert titles(digest.digest().pages) == ["Puntos gatillo"]


def test_it_says_when_treatment_claims_are_folded_away(ben):
    plain = signed(-1)
    page = make.live(treatment(topic=make.topic(grace_days=10)))
    sign(page, due=in_days(-1))
    folds = {due.article.pk: due.folds_on for due in digest.digest().pages}
    assert folds == {plain.article_id: None, page.article_id: in_days(10)}


def test_it_tells_signers_of_all_and_owners_of_their_own(ben):
    ana, petra = people.ana(email="ana@clinic.example"), people.petra(email="petra@clinic.example")
    signed(-5, owner=ana, title="Anas")
    signed(5, title="Nobodys")
    tell()
    assert told() == ["ana@clinic.example", "ben@clinic.example"]
    found = digest.digest()
    assert titles(found.pages_for(ben)) == ["Anas", "Nobodys"]
    assert titles(found.pages_for(ana)) == ["Anas"]
    assert titles(found.pages_for(petra)) == []


def test_it_writes_one_mail_for_many_pages(ben):
    for days in range(-3, 4):
        signed(days, owner=ben)
    tell()
    mail = OutboxMessage.objects.get()
    assert json.loads(mail.payload) == {"letter": "reviews_due", "about": {}, "to": ben.pk}


def test_it_repeats_it_every_seven_days_until_it_is_done(ben):
    revision, now = signed(-1), timezone.now()
    mails = []
    for hours in range(0, 24 * 21, 12):
        tell(now + timedelta(hours=hours))
        mails.append(len(told()))
    assert [mails.index(count) for count in (1, 2, 3)] == [0, 14, 28]
    assert mails[-1] == 3
    sign(revision, due=in_days(365))
    tell(now + 21 * DAY)
    assert len(told()) == 3


def test_it_tells_at_once_when_something_is_due_again(ben):
    revision, now = signed(-1), timezone.now()
    tell(now)
    sign(revision, due=in_days(365))
    tell(now + DAY)
    assert not ReviewDigest.objects.exists()
    signed(1)
    tell(now + 2 * DAY)
    assert len(told()) == 2


def test_it_makes_up_for_runs_that_were_missed(ben):
    signed(-1)
    now = timezone.now()
    tell(now)
    tell(now + timedelta(days=90))
    assert len(told()) == 2


@pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(days=3000)])
def test_it_is_not_silenced_by_a_clock_that_was_wrong(ben, ahead):
    signed(-1)
    now = timezone.now()
    ReviewDigest.objects.create(person=ben, told_at=now + ahead)
    tell(now)
    assert len(told()) == 1
    assert ReviewDigest.objects.get().told_at == now


def test_it_keeps_the_mail_and_the_moment_together(ben, monkeypatch):
    signed(-1)
    post = digest.outbox().post

    class CutShort:
        def post(self, *args, **kwargs):
            post(*args, **kwargs)
            raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(digest, "outbox", CutShort)
        with pytest.raises(SystemExit):
            tell()
    assert (told(), ReviewDigest.objects.count()) == ([], 0)
    tell()
    assert (told(), ReviewDigest.objects.count()) == (["ben@clinic.example"], 1)


def test_it_tells_once_though_two_runners_meet(ben):
    """Both have seen that it is time."""
    signed(-1)
    now = timezone.now()
    digest.tell(ben, now)
    digest.tell(ben, now + timedelta(seconds=1))
    assert len(told()) == 1


def test_it_tells_only_those_whom_a_mail_reaches(ben):
    people.member("Medical reviewer", "gone", email="gone@clinic.example", is_active=False)
    people.member("Medical reviewer", "left", email="left@clinic.example", is_staff=False)
    people.member("Medical reviewer", "mute")
    signed(-1, owner=people.stranger())
    assert tell() == ""
    assert told() == ["ben@clinic.example"]


def test_it_tells_who_runs_the_site_only_where_nobody_signs():
    signed(-1)
    max_ = people.max_()
    max_.email = "max@clinic.example"
    max_.save()
    ben = people.person("ben2", people.BEN, email="")
    tell()
    assert told() == ["max@clinic.example"]
    ben.email = "ben@clinic.example"
    ben.save()
    assert max_.pk not in digest.digest().signers


def test_it_says_that_there_is_nobody_to_tell():
    assert tell() == ""
    signed(-1)
    assert tell() == "NobodyToTell"


def consent_ended(**fields) -> Picture:
    picture = in_library(600, 400)
    make.live(body=f"## A picture\n\n![](img:{picture.pk})\n", title="With a picture")
    about = {"shows_person": True, "consent_note": "Signed.", "consent_until": in_days(-1)}
    Picture.objects.filter(pk=picture.pk).update(**about | fields)
    return Picture.objects.get(pk=picture.pk)


def test_it_tells_who_looks_after_pictures_that_a_consent_has_ended(ben):
    ana, petra = people.ana(email="ana@clinic.example"), people.petra(email="petra@clinic.example")
    mine = consent_ended(uploaded_by=ana)
    other = consent_ended()
    consent_ended(consent_until=in_days(0))
    tell()
    assert told() == ["ana@clinic.example", "petra@clinic.example"]
    found = digest.digest()
    assert set(found.pictures_for(petra)) == {mine, other}
    assert found.pictures_for(ana) == (mine,)
    assert found.pictures_for(ben) == ()


def test_it_asks_no_more_for_many_pages(ben, django_assert_max_num_queries):
    ana = people.ana(email="ana@clinic.example")
    counts = []
    for many in (1, 12):
        for _ in range(many):
            signed(-1, owner=ana)
        ReviewDigest.objects.all().delete()
        with django_assert_max_num_queries(40) as asked:
            tell()
        counts.append(len(asked))
    assert counts[0] == counts[1]
    with django_assert_max_num_queries(12):
        tell()


def test_it_asks_little_when_nothing_is_due(ben, django_assert_max_num_queries):
    signed(300)
    with django_assert_max_num_queries(9):
        tell()
