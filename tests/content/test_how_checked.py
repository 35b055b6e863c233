"""The page that tells how an article was checked: all that is public of it, and no more."""

import re
from datetime import timedelta

import html5lib
import pytest
from django.urls import reverse
from django.utils import timezone

from content import publishing
from content.models import ClinicDetails, Comment, Edition, ReviewRequest, Revision, current_guide
from tests import make, people
from tests.stamping import carry, correct, in_days, sign

pytestmark = pytest.mark.django_db


def address() -> str:
    [entry] = current_guide().articles()
    return reverse("content:how_checked", args=[entry.topic.slug, entry.slug])


def html(client) -> str:
    answer = client.get(address())
    assert answer.status_code == 200
    return answer.content.decode()


def text(client) -> str:
    main = html5lib.parse(html(client), treebuilder="etree", namespaceHTMLElements=False)
    return " ".join("".join(main.find(".//main").itertext()).split())


def long_date(moment) -> str:
    return f"{moment:%B} {moment.day}, {moment.year}"


def written_by(revision: Revision, who) -> Revision:
    Revision.objects.filter(pk=revision.pk).update(created_by=who)
    return revision


def test_it_tells_of_a_signature_that_was_taken_back(client):
    review = sign(make.live())
    publishing.take_back_signature(review.revision.article, by=review.reviewer)
    said = text(client)
    assert f"{review.name} took this signature back on {long_date(timezone.localdate())}" in said
    assert "No clinician has checked this page yet" in said
    assert "A clinic fact or a picture on the page has changed since" not in said


def test_it_says_plainly_that_nobody_signed(client):
    make.live()
    said = text(client)
    assert "No clinician has checked this page yet" in said
    assert "No clinician has signed this version." in said
    assert "No clinician has signed this fingerprint." in said
    assert "Checked by" not in said.replace("says “Checked by”", "")


def test_it_tells_who_wrote_and_who_signed_and_when(client):
    revision = written_by(make.live(), people.ana())
    signed_at = timezone.now() - timedelta(days=40)
    review = sign(revision, due=in_days(300), signed_at=signed_at)
    said = text(client)
    assert "written by Ana Ruiz" in said
    when = long_date(timezone.localtime(signed_at))
    assert f"Signed by Ben Okafor, MD, Spine doctor, on {when}" in said
    assert f"Next check due on {long_date(review.next_due)}" in said


def test_it_shows_the_whole_fingerprint_to_those_who_open_it(client):
    revision = make.live()
    review = sign(revision)
    shown = html(client)
    assert review.signed_hash == revision.words_hash()
    assert shown.count(f">{review.signed_hash}<") == 2  # signed, and of the page now
    assert f"{review.signed_hash[:12]}…" in shown
    assert "It is the same as the signed one." in shown


def test_it_explains_what_signed_means(client):
    make.live()
    said = text(client)
    for part in ("SHA-256", "summary", "key points", "pictures", "clinic facts"):
        assert part in said


def test_it_tells_the_chain_newest_first_with_notes_and_words(client):
    first = make.live(days_ago=9, summary="First words.")
    review = sign(first)
    correct(review, note="Mended “neddle”.", days_ago=7, summary="First word.")
    correct(review, note="Mended a comma.", days_ago=5, summary="First, words.")
    newest = make.live(first.article, days_ago=3, summary="New words.")
    Revision.objects.filter(pk=newest.pk).update(change_note="New advice on heat.")
    said = text(client)
    order = ["New advice on heat.", "Mended a comma.", "Mended “neddle”.", "First version"]
    assert [said.index(words) for words in order] == sorted(map(said.index, order))
    assert said.count("1 word differs from what was signed.") == 2
    assert said.count("still counts") >= 2
    assert said.count("Signed by Ben Okafor") == 1
    assert "No clinician has signed this version." in said


def test_it_says_when_small_corrections_came_on_top_of_the_signature(client):
    review = sign(make.live(days_ago=9))
    correct(review, summary="What sore spots are.")
    said = text(client)
    assert "It is that of the newest small correction above." in said
    assert html(client).count(f">{review.corrections.get().content_hash}<") == 2
    assert "Checked by Ben Okafor" in said


def test_it_tells_nothing_of_drafts_comments_and_who_asked(client):
    ana, petra = people.ana(), people.petra()
    petra.first_name, petra.last_name = "Petra", "Novak"
    petra.save()
    review = sign(make.live(days_ago=9))
    article = review.revision.article
    draft = written_by(make.draft(article, summary="Draft words."), petra)
    Revision.objects.filter(pk=draft.pk).update(change_note="A secret note.")
    sign(draft, name="Dora Draft")
    carry(review, written_by(make.draft(article, summary="Draft, corrected."), petra))
    coming = make.live(article, days_ago=-3, summary="Words to come.")
    Revision.objects.filter(pk=coming.pk).update(change_note="A note to come.")
    Edition.begin()
    said = html(client)
    for secret in ("secret note", "Dora Draft", "note to come", "Novak", "Version 2", "Version 4"):
        assert secret not in said
    assert ana.get_full_name() not in said
    assert {ReviewRequest, Comment}.isdisjoint(models_asked(client))


def models_asked(client) -> set:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(address())
    sql = " ".join(query["sql"] for query in asked)
    return {model for model in (ReviewRequest, Comment) if model._meta.db_table in sql}


def test_it_counts_versions_of_the_same_moment_once(client):
    """Only the one with the highest number was ever seen."""
    first = make.live()
    second = make.draft(first.article, summary="Other words.")
    moment = Revision.objects.get(pk=first.pk).published_at
    Revision.objects.filter(pk=second.pk).update(published_at=moment)
    Edition.begin()
    said = text(client)
    assert "Version 2" in said
    assert "Version 1" not in said


def test_it_says_that_a_signature_does_not_count_any_more(client):
    sign(make.live())
    ClinicDetails.objects.update(phone="(503) 555-0199")
    publishing.render_all()
    said = text(client)
    assert "No clinician has checked this page yet" in said
    assert "This signature does not count any more." in said


def test_it_says_that_the_check_is_missed(client):
    sign(make.live(), due=in_days(-1))
    assert "The next check was due on" in text(client)


def test_it_shows_the_signature_of_words_that_came_back(client):
    first = make.live(days_ago=9)
    sign(first)
    make.live(first.article, days_ago=7, summary="Other words.")
    make.live(first.article, days_ago=5)
    said = text(client)
    assert said.count("Signed by Ben Okafor") == 2
    assert "Checked by Ben Okafor" in said


def test_it_asks_the_same_few_questions_of_the_database(client, django_assert_num_queries):
    review = sign(make.live(days_ago=30))
    url = address()
    with django_assert_num_queries(5):
        client.get(url)
    for number in range(1, 9):
        correct(review, days_ago=30 - number, summary=f"What sore spots are, {number}.")
        sign(make.live(review.revision.article, days_ago=9 - number / 10, title=f"T {number}"))
    address()
    with django_assert_num_queries(5):
        client.get(url)


def test_it_is_linked_from_the_review_box(client):
    make.live()
    [entry] = current_guide().articles()
    assert f'href="{address()}"' in client.get(entry.url).content.decode()


def test_it_stays_out_of_search_engines_and_the_sitemap(client):
    make.live()
    assert '<meta name="robots" content="noindex">' in html(client)
    assert "how-checked" not in client.get("/sitemap.xml").getvalue().decode()


def test_it_moves_with_its_article(client):
    revision = make.live(make.article(topic=make.topic(slug="recovery"), slug="old"))
    revision.article.slug = "new"
    publishing.save_article(revision.article, by=None)
    answer = client.get("/recovery/old/how-checked/")
    assert (answer.status_code, answer["Location"]) == (301, "/recovery/new/how-checked/")


@pytest.mark.parametrize("made", ["draft", "nothing"])
def test_it_is_not_there_for_what_is_not_public(client, made):
    article = make.draft().article if made == "draft" else make.article()
    path = reverse("content:how_checked", args=[article.topic.slug, article.slug])
    assert client.get(path).status_code == 404


def test_it_escapes_what_people_wrote(client):
    review = sign(make.live(title="<b>T</b>"), name="<i>B</i>", role="<i>R</i>")
    correct(review, note="<script>1</script>", title="<b>T</b>!")
    assert not re.search(r"<b>T|<i>B|<i>R|<script>1", html(client))
