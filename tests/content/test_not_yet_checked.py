"""What is not yet checked: every page that no clinician stands behind now, and why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content import body_map, publishing
from content.models import ClinicDetails, current_guide
from content.pages import unchecked
from content.pages.parts import parts
from tests import make
from tests.content.own_words import main, text
from tests.stamping import correct, in_days, sign

pytestmark = pytest.mark.django_db
URL = "/not-yet-checked/"


def listed() -> dict[str, unchecked.Unchecked]:
    found = unchecked.by_part(current_guide())
    return {page.entry.title: page for part in found for page in part.pages}


def said(client) -> str:
    return text(client.get(URL).content.decode())


def days_ago(days: int):
    return timezone.localdate(timezone.now() - timedelta(days=days))


def test_it_lists_every_page_of_the_starter_guide_by_topic(client, starter_guide):
    guide = current_guide()
    assert list(listed()) == [entry.title for entry in guide.articles()]
    page = main(client.get(URL).content.decode())
    heads = [h.text for h in page.findall(".//h3")]
    assert heads == [part.name for part in parts(guide)]
    assert heads[:4] == [f"Part {topic.number}: {topic.title}" for topic in guide.topics]


def test_it_says_since_when_an_unsigned_page_is_on_the_site(client):
    first = make.live(days_ago=40, title="A page")
    make.live(first.article, days_ago=2, title="A page")
    found = listed()["A page"]
    assert found.story == unchecked.NEVER
    assert found.day == days_ago(40)


def test_it_lists_a_page_that_was_changed_after_it_was_signed():
    first = make.live(days_ago=40)
    sign(first)
    assert listed() == {}
    make.live(first.article, days_ago=3, title="New words")
    found = listed()["New words"]
    assert found.story == unchecked.CHANGED
    assert found.day == days_ago(3)


def test_it_lists_a_page_whose_facts_changed_after_it_was_signed():
    review = sign(make.live(days_ago=40), signed_at=timezone.now() - timedelta(days=20))
    ClinicDetails.objects.update(phone="(503) 555-0199")
    publishing.render_all()
    found = listed()[review.revision.title]
    assert found.story == unchecked.PART_CHANGED
    assert found.day == days_ago(20)


def test_it_lists_a_page_whose_signature_was_taken_back(client):
    review = sign(make.live(days_ago=40))
    publishing.take_back_signature(review.revision.article, by=review.reviewer)
    found = listed()[review.revision.title]
    assert found.story == unchecked.TAKEN_BACK
    assert found.day == days_ago(0)
    assert "A clinician signed it and took the signature back on" in said(client)


def test_it_lists_a_page_that_is_due_for_a_check(client):
    sign(make.live(title="Due"), due=in_days(-5))
    found = listed()["Due"]
    assert (found.story, found.day) == (unchecked.OVERDUE, in_days(-5))
    assert "The check was due on" in said(client)


def test_it_tells_once_what_is_so_of_several_pages(client):
    topic = make.topic()
    for title in ("One", "Two"):
        make.live(make.article(topic=topic), days_ago=40, title=title)
    assert said(client).count("No clinician has signed these pages.") == 1
    assert "No clinician has signed it." not in said(client)
    make.live(make.article(topic=topic), days_ago=2, title="Three")
    assert "No clinician has signed these pages." not in said(client)
    assert said(client).count("No clinician has signed it.") == 3


def test_it_takes_a_page_off_the_list_when_it_is_signed(client):
    revision = make.live(title="Signed")
    other = make.live(title="Open")
    sign(revision)
    assert list(listed()) == ["Open"]
    assert "1 of 2 pages wait for a clinician." in said(client)
    sign(other)
    assert "A clinician has signed every page of this guide" in said(client)


def test_it_counts_a_small_correction_as_signed():
    correct(sign(make.live(days_ago=9)), summary="What sore spots are.")
    assert listed() == {}


def test_it_says_nothing_of_words_that_are_not_public():
    first = make.live(days_ago=40, title="Public")
    sign(make.draft(first.article, title="Draft"))
    assert list(listed()) == ["Public"]
    assert listed()["Public"].story == unchecked.NEVER


def test_it_asks_the_database_no_more_for_more_pages(client, django_assert_num_queries):
    sign(make.live(days_ago=9))
    for number in (1, 12):
        for _ in range(number):
            make.live(sign(make.live(days_ago=9)).revision.article, days_ago=1, title="New")
        client.get(URL)
        with django_assert_num_queries(3):
            client.get(URL)


def test_it_lists_the_places_that_show_unsigned_words(client, starter_guide):
    guide = current_guide()
    found = body_map.showing(guide, {entry.article_id for entry in guide.muscles})
    assert len(found) == sum(len(group.places) for group in body_map.groups(guide)) > 20
    links = {a.get("href") for a in main(client.get(URL).content.decode()).iter("a")}
    assert {url for _, url in found} <= links


def test_it_lists_no_place_whose_muscles_are_all_signed(starter_guide):
    guide = current_guide()
    first = body_map.showing(guide, {guide.muscles[0].article_id})
    everywhere = body_map.showing(guide, {entry.article_id for entry in guide.muscles})
    assert 0 < len(first) < len(everywhere)
    assert body_map.showing(guide, set()) == []
