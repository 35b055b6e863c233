"""New pages that link to each other are published, scheduled and taken off the schedule as one."""

import pytest
from django.utils import timezone

from content import publishing
from content.models import Revision, Waiver
from content.publishing.together import companions
from tests import make, people
from tests.content.admin.stages import url, words_of
from tests.content.admin.test_going_live import LONG, in_two_days, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clinic():
    make.clinic()


@pytest.fixture
def petra(client):
    petra = people.petra()
    client.force_login(petra)
    return petra


def page(slug: str, *links: str, body: str = make.BODY, **fields) -> Revision:
    """The newest words of a page that was never public; what it links to is made first, empty."""
    article = article_at(slug)
    for link in links:
        article_at(link)
    body += "".join(f"\n\n[There](article:{link})" for link in links)
    return publishing.save_draft(article, make.words(title=slug, body=body, **fields), by=None)


def article_at(slug: str):
    found = make.Article.objects.filter(slug=slug).first()
    return found or make.article(slug=slug)


@pytest.fixture
def both():
    return page("one", "two"), page("two", "one")


def on_site() -> set[str]:
    return set(Revision.objects.published().values_list("title", flat=True))


def planned() -> dict[str, object]:
    return dict(Revision.objects.scheduled().values_list("title", "published_at"))


def seen(*others: Revision) -> dict:
    return {f"with-{other.article_id}": other.number for other in others}


def titles(revision: Revision) -> list[str]:
    return [other.title for other in companions(revision)]


def test_it_schedules_both_for_the_same_moment(client, petra, both):
    one, two = both
    said = words_of(client.get(url("publish", one)))
    assert "“two” comes with it" in said
    assert "No clinician has signed its words." in said
    assert "not public" not in said
    fields, at = in_two_days()
    answer = client.post(
        url("publish", one), {"do": "schedule", "seen": 1} | seen(two) | fields, follow=True
    )
    assert "goes on the site on " in words_of(answer)
    assert "with “two”" in words_of(answer)
    assert planned() == {"one": at, "two": at}


def test_it_publishes_both_now(client, petra, both):
    assert send(client, both[1], **seen(both[0])).status_code == 302
    assert on_site() == {"one", "two"}


def test_it_takes_both_off_the_schedule(client, petra, both):
    publishing.publish(*both, by=None, at=in_two_days()[1])
    said = words_of(client.get(url("publish", both[0])))
    assert "</strong>, with “two”</span>" in said
    told = client.post(url("publish", both[0]), {"do": "unschedule:1"}, follow=True)
    assert "Revision 1 was taken off the schedule, with “two”." in words_of(told)
    assert planned() == {}


def test_it_takes_off_no_page_that_can_come_alone(both):
    _, at = in_two_days()
    alone = page("alone")
    publishing.publish(*both, alone, by=None, at=at)
    publishing.unschedule(both[0], by=None)
    assert planned() == {"alone": at}


def test_it_keeps_both_while_a_third_page_needs_one(both):
    publishing.publish(*both, page("third", "one"), by=None, at=in_two_days()[1])
    with pytest.raises(publishing.Refused, match="“third” goes on the site on"):
        publishing.unschedule(both[1], by=None)
    assert set(planned()) == {"one", "two", "third"}


def test_it_finds_a_circle_of_three_and_nothing_else():
    first, second, third = page("a", "b"), page("b", "c", "d"), page("c", "a")
    page("d")
    page("e", "a")
    assert titles(first) == ["b", "c"]
    assert titles(second) == ["a", "c"]
    assert titles(third) == ["a", "b"]


def test_it_brings_no_page_that_links_back_from_the_site_or_the_schedule():
    one, two = page("one", "two"), page("two")
    publishing.publish(two, by=None)
    page("two", "one")
    assert titles(one) == []
    assert titles(two) == []


def test_it_waits_for_what_the_other_page_still_lacks(client, petra):
    one = page("one", "two")
    page("two", "one", "missing")
    page("missing")
    said = words_of(client.get(url("publish", one)))
    assert "“two”, which comes with it: It links to “missing”, which is not public." in said
    assert 'value="schedule"' not in said
    fields, _ = in_two_days()
    two = Revision.objects.get(title="two")
    assert send(client, one, "schedule", **seen(two), **fields).status_code == 422
    assert planned() == {}


def test_it_waits_for_the_day_of_what_the_other_page_links_to(client, petra):
    fields, at = in_two_days()
    one = page("one", "two")
    two = page("two", "one", "later")
    publishing.publish(page("later"), by=None, at=at)
    said = words_of(client.get(url("publish", one)))
    assert f'value="{fields["day"]}"' in said
    assert 'value="publish"' not in said
    assert send(client, one, "schedule", **seen(two), **fields).status_code == 302
    assert set(planned()) == {"one", "two", "later"}


def test_it_asks_for_the_reasons_of_both_pages(client, petra):
    long = make.BODY.replace("A sore spot in a muscle.", LONG)
    one, two = page("one", "two", body=long), page("two", "one", body=long)
    said = words_of(client.get(url("publish", one)))
    assert ", on “two”" in said
    names = [name for name in said.split('name="') if name.startswith("reason-")]
    names = {name.partition('"')[0] for name in names}
    own = {name for name in names if not name.endswith(f"-{two.article_id}")}
    assert own
    assert own != names
    reason = "Patients know these words well from the talk before."
    given = dict.fromkeys(own, reason)
    assert send(client, one, **seen(two), **given).status_code == 422
    assert on_site() == set()
    given = dict.fromkeys(names, reason)
    assert send(client, one, **seen(two), **given).status_code == 302
    assert on_site() == {"one", "two"}
    kept = set(Waiver.objects.values_list("article", flat=True))
    assert kept == {one.article_id, two.article_id}


def test_it_says_that_the_other_page_has_an_error(client, petra):
    one = page("one", "two")
    two = page("two", "one", body="## A\n\n[Nowhere](article:no-such-page)\n\n")
    said = words_of(client.get(url("publish", one)))
    assert "“two”, which comes with it, has " in said
    assert 'value="publish"' not in said
    assert send(client, one, **seen(two)).status_code == 422
    assert on_site() == set()


@pytest.mark.parametrize("stale", ["", "1"])
def test_it_publishes_no_words_of_the_other_page_that_nobody_saw(client, petra, both, stale):
    page("two", "one", summary="Other words.")
    given = {f"with-{both[1].article_id}": stale}
    answer = send(client, both[0], **given)
    assert answer.status_code == 422
    assert "“two” comes with this page, in words that you have not seen" in words_of(answer)
    assert on_site() == set()


def test_it_does_not_bring_back_what_was_withdrawn(client, petra, both):
    publishing.publish(*both, by=None, at=timezone.now())
    publishing.withdraw(both[1].article, by=None, reason="It was wrong.")
    assert titles(both[0]) == []
