"""The “Checked by” line: it stands only under what was signed."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.utils import timezone

from content import publishing
from content.models import (
    ClinicDetails,
    ClinicFact,
    Edition,
    Picture,
    Review,
    Revision,
    SmallCorrection,
    current_guide,
    valid_reviews,
)
from content.publishing import render_all
from tests import make, people
from tests.stamping import carry, correct, sign

pytestmark = pytest.mark.django_db


def entry():
    [found] = current_guide().articles()
    return found


def page(client) -> str:
    return client.get(entry().url).content.decode()


def is_stamped(client) -> bool:
    """All places that could name the clinician agree."""
    text = page(client)
    paper = client.get(f"{entry().url}print/").content.decode()
    said = {"Checked by Ben Okafor" in text, '"lastReviewed"' in text, "Checked by" in paper}
    said |= {'"reviewedBy"' in text}
    assert len(said) == 1, said
    return said.pop()


def by_sql(statement: str, *values) -> None:
    """A change that no verb knows of."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    Edition.begin()


def test_it_stands_under_the_signed_words(client):
    revision = make.live()
    assert not is_stamped(client)
    sign(revision)
    assert is_stamped(client)


def test_it_says_plainly_that_nobody_signed(client):
    """Under the lead, at the end, and in the margin of paper."""
    make.live()
    assert page(client).count("No clinician has checked this page yet") == 3


def test_it_does_not_stand_under_later_words(client):
    sign(make.live())
    make.live(Revision.objects.get().article, days_ago=0.5, summary="Other words.")
    assert not is_stamped(client)


def test_it_stands_again_under_the_same_words_in_a_later_revision(client):
    """As when an earlier revision is restored: the same hash was signed."""
    revision = make.live()
    sign(revision)
    make.live(revision.article, days_ago=0.5, summary="Other words.")
    make.live(revision.article, days_ago=0.4)
    assert is_stamped(client)


def test_it_does_not_stand_under_the_same_words_of_another_article(client):
    sign(make.draft())
    make.live()
    assert not is_stamped(client)


def test_it_takes_the_newest_of_two_signatures(client):
    revision = make.live()
    sign(revision, name="Somebody Earlier", signed_at=timezone.now() - timedelta(days=9))
    sign(revision)
    assert is_stamped(client)


@pytest.mark.parametrize("column", ["title", "summary", "key_points", "body"])
def test_it_vanishes_when_words_are_changed_behind_the_verbs_back(client, column):
    sign(make.live())
    by_sql(f"UPDATE content_revision SET {column} = %s", "Other words")
    assert not is_stamped(client)


@pytest.mark.parametrize("column", ["title", "summary", "key_points", "body"])
def test_it_vanishes_even_while_a_process_remembers_the_guide(client, column):
    """The page computes the hash of what it shows and trusts no stored one."""
    sign(make.live())
    assert is_stamped(client)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE content_revision SET {column} = 'Other words'")
    assert not is_stamped(client)


def test_it_vanishes_when_the_hash_is_made_to_fit_by_hand(client):
    """A content hash that was written over does not help words that differ."""
    review = sign(make.live())
    by_sql("UPDATE content_revision SET summary = 'x', content_hash = %s", review.signed_hash)
    assert not is_stamped(client)


def test_it_vanishes_when_the_phone_number_is_changed_behind_the_verbs_back(client):
    sign(make.live())
    ClinicDetails.objects.update(phone="(503) 555-0199")
    Edition.begin()
    assert not is_stamped(client)
    render_all()
    assert not is_stamped(client)


def test_it_vanishes_when_a_fact_is_changed_or_lost_behind_the_verbs_back(client):
    ClinicFact.objects.create(name="fasting", label="Fasting?", until_answered="Ask us.")
    sign(make.live(body="## A\n\n{{ fasting }}"))
    assert is_stamped(client)
    ClinicFact.objects.update(answer="Do not eat.")
    Edition.begin()
    assert not is_stamped(client)
    ClinicFact.objects.update(answer="")
    Edition.begin()
    assert is_stamped(client)
    ClinicFact.objects.all().delete()
    Edition.begin()
    assert not is_stamped(client)


def test_it_vanishes_when_a_picture_is_another_one(client):
    picture = Picture.objects.create(
        file="pictures/a.jpg", sha256="a" * 64, size=1, width=8, height=8, alt="A needle"
    )
    sign(make.live(body=f"## A\n\n![](img:{picture.pk})"))
    assert is_stamped(client)
    Picture.objects.update(sha256="b" * 64)
    Edition.begin()
    assert not is_stamped(client)
    render_all()
    assert not is_stamped(client)


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ({"alt": "Stop your blood thinner"}, False),
        ({"credit": "Stop your blood thinner"}, False),
        ({"is_decorative": True}, False),
        ({"licence": "CC0", "focal_x": 10, "consent_note": "Form 12"}, True),
    ],
)
def test_it_vanishes_when_something_else_is_said_about_a_picture(client, said, stands):
    picture = Picture.objects.create(
        file="pictures/a.jpg", sha256="a" * 64, size=1, width=8, height=8, alt="A needle"
    )
    sign(make.live(body=f"## A\n\n![](img:{picture.pk})"))
    for name, value in said.items():
        setattr(picture, name, value)
    publishing.save_shared(picture, by=people.ana())
    assert is_stamped(client) == stands
    render_all()
    assert is_stamped(client) == stands


def test_it_is_nothing_that_anybody_can_set_by_hand(client):
    """Not even who may do everything else: the admin has no form for it."""
    review = sign(make.live(), signed_hash="0" * 64)
    client.force_login(people.max_())
    for view in ("add/", f"{review.pk}/change/", f"{review.pk}/delete/"):
        answer = client.post(f"/admin/content/review/{view}", {"signed_hash": "1" * 64})
        assert answer.status_code == 403, view
    assert Review.objects.get().signed_hash == "0" * 64
    assert SmallCorrection not in admin.site._registry


def test_it_is_kept_through_a_small_correction_which_is_listed(client):
    review = sign(make.live())
    correct(review, note="Mended “neddle”.", summary="What a sore spot is!")
    text = page(client)
    assert is_stamped(client)
    assert "Small correction since: " in text
    assert "– Mended “neddle”." in text


def test_it_is_kept_through_a_chain_of_small_corrections(client):
    review = sign(make.live())
    correct(review, note="First one.", days_ago=0.5, summary="What a sore spot is.")
    correct(review, note="Second one.", days_ago=0.4, summary="What sore spots are.")
    text = page(client)
    assert is_stamped(client)
    assert text.index("First one.") < text.index("Second one.")
    assert [made.words for made in entry().corrections] == [1, 1]


def test_it_lists_no_correction_that_is_still_a_draft_or_to_come(client):
    review = sign(make.live())
    correct(review, note="The public one.", summary="What sore spots are.")
    carry(review, make.draft(review.revision.article, summary="A draft."))
    correct(review, note="Tomorrow.", days_ago=-1, summary="From tomorrow on.")
    assert is_stamped(client)
    assert [made.note for made in entry().corrections] == ["The public one."]
    assert "Tomorrow." not in page(client)


def test_it_lists_no_correction_under_the_signed_words_themselves(client):
    review = sign(make.live())
    correct(review, summary="What sore spots are.")
    sign(make.live(review.revision.article, days_ago=0.3, summary="New words, signed."))
    assert is_stamped(client)
    assert "Small correction" not in page(client)


def test_it_ends_with_an_edit_after_a_correction_that_is_none(client):
    review = sign(make.live())
    correct(review, summary="What sore spots are.")
    make.live(review.revision.article, days_ago=0.3, summary="Wholly other words.")
    assert not is_stamped(client)
    assert "Small correction" not in page(client)


@pytest.mark.parametrize("column", ["title", "summary", "key_points", "body"])
def test_it_does_not_carry_over_to_other_words_than_the_corrected(client, column):
    correct(sign(make.live()), summary="What sore spots are.")
    by_sql(f"UPDATE content_revision SET {column} = 'Other words' WHERE number = 2")
    assert not is_stamped(client)


def test_it_ends_when_a_fact_on_the_corrected_page_changes(client):
    correct(sign(make.live()), summary="What sore spots are.")
    assert is_stamped(client)
    make.clinic(phone="(503) 555-0199")
    assert not is_stamped(client)


def test_it_refuses_a_correction_of_another_article_s_signature(client):
    review = sign(make.draft())
    carry(review, make.live())
    assert not is_stamped(client)


def test_it_gives_the_reviews_that_stand_by_revision():
    review = sign(make.live())
    correction = correct(review, summary="What sore spots are.")
    sign(make.live(summary="Other words."), signed_hash="0" * 64)
    assert valid_reviews(timezone.now()) == {correction.pk: review}


def test_it_shows_the_note_of_a_major_change_to_patients(client):
    revision = make.live()
    Revision.objects.filter(pk=revision.pk).update(change_note="New advice on heat.")
    Edition.begin()
    text = page(client)
    assert "What changed" in text
    assert "– New advice on heat." in text


def test_it_costs_no_query_more(client, django_assert_num_queries):
    review = sign(make.live())
    correct(review, days_ago=0.5, summary="What sore spots are.")
    correct(review, days_ago=0.4, summary="What a sore spot may be.")
    url = entry().url
    with django_assert_num_queries(2):
        client.get(url)


@pytest.mark.parametrize("pages", [1, 6])
def test_it_reads_all_signatures_in_the_same_few_queries(pages, django_assert_max_num_queries):
    for _ in range(pages):
        correct(sign(make.live()), summary="What sore spots are.")
    with django_assert_max_num_queries(6):
        assert len(valid_reviews(timezone.now())) == pages
