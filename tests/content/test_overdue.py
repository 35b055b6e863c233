"""A page whose check was missed: patients are told, and later its claims are folded away."""

from datetime import date, datetime, timedelta
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import html5lib
import pytest
from django.utils import timezone

from content import publishing, search
from content.models import Edition, Topic, current_guide
from content.models.guide import BEING_CHECKED
from content.search.shelf import current_shelf
from tests import make
from tests.stamping import correct, in_days, sign, treatment

pytestmark = pytest.mark.django_db

NOTE = "This page is due for a check."
BODY = """## What it may do

It may ease your pain for weeks.

::: question How long does relief from the shot last?
It lasts for a while.
:::

## When to get help

Read this today.

::: emergency Call 911 now if you:
- have trouble breathing
:::
"""
KEY_POINTS = "The shot may help you.\nCall 911 for chest pain."


def entry():
    [found] = current_guide().articles()
    return found


def page(client, ending: str = "") -> str:
    return client.get(f"{entry().url}{ending}").content.decode()


def treatment_page(*, due: date, grace: int = 60, **fields):
    article = treatment(topic=make.topic(grace_days=grace), quick_answer=True)
    words = {"body": BODY, "key_points": KEY_POINTS, "summary": "A shot may ease pain."} | fields
    revision = make.live(article, days_ago=900, **words)
    sign(revision, due=due)
    return revision


def seen_without_opening(html: str) -> str:
    """The text of the main part with everything in a closed fold left out."""
    main = html5lib.parse(html, treebuilder="etree", namespaceHTMLElements=False).find(".//main")
    for parent in list(main.iter()):
        for child in list(parent):
            if child.tag == "details" and child.get("class") == "fold":
                assert child.get("open") is None
                for inner in list(child):
                    if inner.tag != "summary":
                        child.remove(inner)
    return " ".join("".join(main.itertext()).split())


def at(monkeypatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_it_says_nothing_until_the_day_has_passed(client):
    sign(make.live(), due=in_days(0))
    assert NOTE not in page(client)
    assert "Next check due" in page(client)


def test_it_tells_patients_at_the_top_once_the_day_has_passed(client):
    sign(make.live(), due=in_days(-1))
    text = seen_without_opening(page(client))
    top = text[: text.index("In short")]
    assert f"{NOTE} Ask us if you are not sure." in top
    assert "icon--warning" in page(client)
    assert "Check was due" in text


@pytest.mark.parametrize("ending", ["print/", "large-print/", "how-checked/"])
def test_it_tells_so_on_its_other_pages(client, ending):
    sign(make.live(), due=in_days(-1))
    assert NOTE in page(client, ending)


def test_it_still_names_who_signed_because_that_is_true(client):
    sign(make.live(), due=in_days(-1))
    assert "Checked by Ben Okafor" in page(client)
    assert '"lastReviewed"' in page(client)


def test_it_is_never_overdue_without_a_signature_that_stands(client):
    revision = make.live(treatment())
    sign(revision, due=in_days(-400), signed_hash="0" * 64)
    assert NOTE not in page(client)
    assert "This part is being checked" not in page(client)


def test_it_changes_at_midnight_where_the_clinic_is_with_no_new_edition(client, monkeypatch):
    """What a process keeps of the guide and of the search ends at that moment by itself."""
    zone = ZoneInfo("America/Los_Angeles")
    at(monkeypatch, datetime(2031, 3, 1, 12, tzinfo=zone))
    revision = treatment_page(due=date(2031, 3, 8), grace=2)
    edition = Edition.current()
    for moment, overdue, folded in [
        (datetime(2031, 3, 8, 23, 59, 59, tzinfo=zone), False, False),
        (datetime(2031, 3, 9, 0, 0, 0, tzinfo=zone), True, False),
        # In between the clocks go forward.
        (datetime(2031, 3, 10, 23, 59, 59, tzinfo=zone), True, False),
        (datetime(2031, 3, 11, 0, 0, 0, tzinfo=zone), True, True),
    ]:
        at(monkeypatch, moment)
        assert (NOTE in page(client)) is overdue, moment
        assert entry().is_folded is folded, moment
        assert ("This part is being checked" in page(client)) is folded, moment
        assert (revision.pk in current_shelf("en").overdue) is overdue, moment
        assert (revision.pk in current_shelf("en").folded) is folded, moment
    assert Edition.current() == edition


def test_it_knows_the_next_moment_of_every_page(monkeypatch):
    zone = ZoneInfo("America/Los_Angeles")
    at(monkeypatch, datetime(2031, 6, 1, 12, tzinfo=zone))
    sign(make.live(days_ago=99), due=date(2031, 6, 30))
    treatment_page(due=date(2031, 5, 20), grace=20, title="Another")
    assert current_guide().until == datetime(2031, 6, 10, tzinfo=zone)
    assert current_shelf("en").until == datetime(2031, 6, 10, tzinfo=zone)


def test_it_folds_what_a_treatment_page_claims_after_the_days_of_grace(client):
    treatment_page(due=in_days(-61))
    text = seen_without_opening(page(client))
    assert "This part is being checked" in text
    for claim in ("A shot may ease pain", "It may ease your pain", "may help you", "for a while"):
        assert claim in page(client)
        assert claim not in text
    assert BEING_CHECKED in text


def test_it_leaves_open_when_to_get_help(client):
    treatment_page(due=in_days(-61))
    text = seen_without_opening(page(client))
    for help_ in ("Read this today.", "have trouble breathing", "Call 911 for chest pain."):
        assert help_ in text


@pytest.mark.parametrize("ending", ["print/", "large-print/"])
def test_it_folds_on_paper_too(client, ending):
    treatment_page(due=in_days(-61))
    text = seen_without_opening(page(client, ending))
    assert "It may ease your pain" not in text
    assert "have trouble breathing" in text


def test_it_waits_for_the_days_of_grace_of_the_topic(client):
    treatment_page(due=in_days(-60), grace=60)
    assert "This part is being checked" not in page(client)
    topic = current_guide().topics[0]
    topic_row = Topic.objects.get(slug=topic.slug)
    topic_row.grace_days = 59
    publishing.save_topic(topic_row, by=None)
    assert "This part is being checked" in page(client)


def test_it_folds_at_once_without_days_of_grace(client):
    treatment_page(due=in_days(-1), grace=0)
    assert "This part is being checked" in page(client)


def test_it_folds_no_page_of_another_kind(client):
    revision = make.live(make.article(topic=make.topic(grace_days=0)))
    sign(revision, due=in_days(-300))
    assert NOTE in page(client)
    assert "This part is being checked" not in page(client)


def test_it_counts_from_the_signature_that_was_carried_over(client):
    revision = make.live(treatment(topic=make.topic(grace_days=3)), body=BODY)
    review = sign(revision, due=in_days(-9))
    correct(review, body=BODY, summary="What sore spots are.")
    assert "This part is being checked" in page(client)
    assert "Small correction since" in page(client)


def test_it_unfolds_when_it_is_signed_again(client):
    revision = treatment_page(due=in_days(-90))
    sign(revision)
    assert NOTE not in page(client)
    assert "This part is being checked" not in page(client)


def test_it_keeps_every_anchor_of_a_folded_page(client):
    treatment_page(due=in_days(-61))
    parsed = html5lib.parse(page(client), treebuilder="etree", namespaceHTMLElements=False)
    ids = [element.get("id") for element in parsed.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    links = {a.get("href") for a in parsed.find(".//nav[@class='contents']").iter("a")}
    assert {link[1:] for link in links} <= set(ids)
    assert len(links) == 2


def test_it_repeats_no_folded_claim_elsewhere(client):
    revision = treatment_page(due=in_days(-61), title="The shot")
    claims = ("ease pain", "ease your pain", "lasts for a while", "may help you")
    pages = ["/", entry().topic.url, "/search/?q=shot", "/search/?q=relief+shot", "/feed.xml"]
    for path in pages:
        text = client.get(path).content.decode()
        assert not [claim for claim in claims if claim in text], path
    head = page(client).split("</head>")[0]
    assert not [claim for claim in claims if claim in head]
    [hit] = search.find("shot").hits
    assert (hit.revision_id, hit.snippet) == (revision.pk, BEING_CHECKED)


def test_it_says_the_claims_elsewhere_while_they_are_not_folded(client):
    treatment_page(due=in_days(-59), title="The shot")
    assert "lasts for a while" in client.get("/").content.decode()
    assert "A shot may ease pain." in client.get(entry().topic.url).content.decode()
    ElementTree.fromstring(client.get("/feed.xml").content)
    assert "A shot may ease pain." in client.get("/feed.xml").content.decode()


def test_it_costs_no_query_more(client, django_assert_num_queries):
    treatment_page(due=in_days(-61))
    url = entry().url
    with django_assert_num_queries(2):
        client.get(url)


def found(query: str) -> list[str]:
    return [hit.title for hit in search.find(query).hits]


def pages_about_massage(count: int) -> list:
    """One page after the other a little less about massage, by either engine."""
    filler = " ".join(f"word{number}" for number in range(60))
    made = []
    for number in range(count):
        body = f"## More\n\n{'massage ' * (3 * (count - number))}{filler}"
        made.append(make.live(title=f"Page {number}", summary="Words.", body=body))
    return made


def test_it_finds_an_overdue_page_behind_the_next_five_of_similar_worth():
    pages = pages_about_massage(8)
    before = found("massage")
    assert before[0] == "Page 0"
    sign(pages[0], due=in_days(-1))
    after = found("massage")
    assert after == [*before[1:6], "Page 0", *before[6:]]


def test_it_finds_an_overdue_page_last_when_there_are_few():
    pages = pages_about_massage(3)
    sign(pages[0], due=in_days(-1))
    assert found("massage") == ["Page 1", "Page 2", "Page 0"]


def test_it_leaves_the_order_alone_when_all_are_overdue_or_none_is():
    pages = pages_about_massage(4)
    before = found("massage")
    for page_ in pages:
        sign(page_)
    assert found("massage") == before
    for page_ in pages:
        sign(page_, due=in_days(-1), signed_at=timezone.now() + timedelta(seconds=1))
    assert found("massage") == before


def test_it_still_finds_first_an_overdue_page_that_alone_has_the_words_in_its_title():
    pages_about_massage(7)
    sign(make.live(title="Massage", body="## More\n\nWords."), due=in_days(-1))
    assert found("massage")[0] == "Massage"


def test_it_lowers_an_overdue_page_among_those_with_the_words_in_their_title():
    pages = [make.live(title=f"Massage {number}", body="## A\n\nB.") for number in range(3)]
    make.live(title="Other", body="## More\n\nMassage.")
    sign(pages[0], due=in_days(-1))
    assert found("massage") == ["Massage 1", "Massage 2", "Massage 0", "Other"]
