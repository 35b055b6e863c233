"""Our numbers: the scores of every page, told from what is stored, and honest where one falls
short."""

import pytest
from django.urls import reverse

from content import publishing, starter
from content.editorial import checklist, jama
from content.models import Edition, Revision, current_guide
from content.pages import numbers
from content.pages.sheet import sheet_of
from content.pages.targets import NOT_RATED
from tests import make
from tests.content.own_words import main, own_grade, text
from tests.stamping import in_days, sign

pytestmark = pytest.mark.django_db
URL = "/our-numbers/"


def filled(revision: Revision, **answers) -> Revision:
    """With every question answered as well as can be, but for those given."""
    best = {item.id: "5" if item.scale else "yes" for item in checklist.for_people()}
    revision.checklist = best | {id.replace("_", "-"): answer for id, answer in answers.items()}
    revision.checklist_reasons = dict.fromkeys(best, "A reason for this page.")
    revision.save()
    Edition.begin()
    return revision


def row() -> dict[str, str]:
    [part] = numbers.by_part(current_guide())
    [page] = part.pages
    return {value.label: f"{value.text} {value.goal}".strip() for value in page.values}


def read(client, url: str = URL) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_lists_every_public_page_with_its_scores(client, starter_guide):
    page = main(read(client))
    rows = page.findall(".//tbody/tr")
    names = ["".join(row.find("th").itertext()).strip() for row in rows]
    guide = [entry.title for entry in current_guide().articles()]
    assert names[: len(guide)] == guide
    assert all(len(row.findall("td")) == 11 for row in rows[: len(guide)])


def test_it_counts_all_pages_together(client, starter_guide):
    found = numbers.summary(numbers.by_part(current_guide()))
    count = len(starter.starter_articles())
    assert (found.pages, found.at_grade, found.checked) == (count, count, 0)
    assert 0 <= found.middle_grade <= found.highest_grade <= 6.0


def test_it_tells_the_measures_that_are_stored_with_the_words(client):
    revision = filled(make.live())
    measures = revision.measures
    found = row()
    assert found["Words"] == str(measures["words"])
    assert found["Grade"] == f"{max(measures['fk'], 0):.1f}"
    assert found["SMOG"] == f"{measures['smog']:.1f}"
    assert found["Ease"] == f"{min(measures['ease'], 100):.1f}"


def test_it_says_when_a_page_misses_a_goal(client):
    filled(make.live(), pemat_22="no", pemat_23="no", pemat_26="no", cdc_1="no", cdc_4="no")
    found = row()
    assert found["PEMAT-P, to act on"] == "57% goal 90%"
    assert found["CDC Index"].endswith("goal 90%")
    assert "goal 90%" in text(read(client))


def test_it_says_when_a_page_is_hard_to_read(client):
    hard = "Physicians occasionally recommend alternative interventions.\n\n" * 30
    filled(make.live(body=f"## A\n\n{hard}"))
    assert row()["Grade"].endswith("goal 6 or less")
    assert numbers.summary(numbers.by_part(current_guide())).at_grade == 0


def test_it_does_not_score_a_sheet_that_is_not_complete(client):
    make.live()
    found = row()
    assert found["PEMAT-P, to understand"] == found["DISCERN"] == NOT_RATED
    assert "1 page still needs answers from a person." in text(read(client))
    filled(Revision.objects.get())
    assert NOT_RATED not in row().values()


def test_it_leaves_out_of_discern_what_does_not_apply(client):
    filled(make.live(), discern_9="na", discern_10="na")
    assert row()["DISCERN"].split()[3] == "70)"


def test_it_takes_words_that_were_never_measured(client):
    revision = make.live()
    Revision.objects.filter(pk=revision.pk).update(measures={})
    Edition.begin()
    assert "Not measured yet" in text(read(client))
    assert sheet_of(Revision.objects.get(), signed=False) is None
    publishing.render_all()
    assert "Not measured yet" not in text(read(client))


def test_it_gives_the_first_point_of_jama_only_to_a_signature(client):
    body = make.BODY.replace("Pressing it hurts.", "Pressing it hurts.[^a]")
    revision = filled(
        make.live(body=f"{body}\n[^a]: A book. [A title](https://example.org/). 2020.\n")
    )
    assert row()["JAMA"] == "3 of 4 goal 4"
    sign(revision)
    assert row()["JAMA"] == "4 of 4"
    make.live(revision.article, days_ago=0.1, title="Other words")
    assert row()["JAMA"].startswith("2 of 4")  # unsigned, and without a source


def test_it_has_no_jama_point_for_a_page_without_sources():
    names = {mark.name: mark.met for mark in jama.benchmarks({"discern-4": "1"}, signed=True)}
    expected = {"Authorship": True, "Attribution": False, "Disclosure": True, "Currency": True}
    assert names == expected


def test_it_discloses_and_dates_every_page(client, starter_guide):
    """What two points of JAMA rest on."""
    for entry in current_guide().articles():
        parts = [entry.topic.slug, entry.slug]
        for url in (entry.url, reverse("content:print", args=parts)):
            html = read(client, url)
            assert "earns money from them" in html, url
            assert "Last changed" in html, url


@pytest.mark.usefixtures("starter_guide")
def test_it_reaches_three_of_four_points_of_jama_until_a_clinician_signs():
    for revision in Revision.objects.published():
        assert jama.points(revision.measures["answers"], signed=False) == 3, revision.title


def test_it_tells_the_state_of_the_review(client):
    revision = make.live()
    assert "Not signed" in text(read(client))
    sign(revision, due=in_days(-1))
    assert "Check overdue" in text(read(client))


def test_it_asks_the_database_no_more_for_more_pages(client, django_assert_num_queries):
    make.live()
    client.get(URL)
    with django_assert_num_queries(2):
        client.get(URL)
    for _ in range(12):
        make.live()
    client.get(URL)
    with django_assert_num_queries(2):
        client.get(URL)


def test_it_names_studies_as_they_were_found():
    studies = numbers.published_scores()
    assert len(studies) >= 8
    for study in studies:
        assert set(study) == {"what", "found", "source", "year", "url"}
        assert study["url"].startswith("http")
        assert study["year"].isdigit()


def test_it_shows_each_answer_with_its_reason_on_how_checked(client):
    revision = filled(make.live(), pemat_23="no")
    revision.checklist_reasons |= {"pemat-23": "There is <b>no</b> diary here."}
    revision.save()
    [entry] = current_guide().articles()
    html = read(client, reverse("content:how_checked", args=[entry.topic.slug, entry.slug]))
    said = text(html)
    assert "There is <b>no</b> diary here." in said
    assert "<b>no</b>" not in html
    asked = [item.question for item in checklist.items()]
    assert [question for question in asked if question not in said] == []
    assert "No clinician has signed the page." in said
    assert "The writers of the page gave the points" in said


def test_it_says_what_nobody_has_answered(client):
    revision = make.live()
    sheet = sheet_of(Revision.objects.get(pk=revision.pk), signed=False)
    answers = [answer for part in sheet.instruments for answer in part.answers]
    assert sum(a.answer == "Not answered yet" for a in answers) == len(checklist.for_people())
    assert all(answer.reason for answer in answers if answer.by_site)


@pytest.mark.parametrize(
    "path", [URL, "/not-yet-checked/", "/about/", "/accessibility/", "/questions/"]
)
def test_it_speaks_at_grade_six_about_itself(client, starter_guide, path):
    measured = own_grade(read(client, path))
    assert measured.fk <= 6.0
    assert measured.ease >= 70
    assert not [sentence for sentence in measured.long_sentences if sentence.words > 25]


def test_it_speaks_at_grade_six_on_how_checked(client, starter_guide):
    measured = own_grade(read(client, "/recovery/the-first-day/how-checked/"))
    assert measured.fk <= 6.0


def test_it_asks_its_questions_at_grade_six():
    from content.editorial.reading_grade import grade
    from content.rendering.results import Block

    questions = [Block("paragraph", item.question, 0) for item in checklist.items()]
    studies = [Block("paragraph", study["found"], 0) for study in numbers.published_scores()]
    assert grade(questions).fk <= 6.0
    assert grade(studies).fk <= 6.0


def test_it_is_linked_from_the_foot_of_every_page(client):
    make.live()
    for path in (URL, "/not-yet-checked/", "/questions/"):
        assert f'href="{path}"' in read(client, "/")


def test_it_marks_itself_in_the_list_of_pages_without_leading_to_itself(client):
    page = read(client)
    assert '<span aria-current="page">Our numbers</span>' in page
    main = page[page.index("<main") : page.index("</main>")]
    assert f'href="{URL}"' not in main


def test_it_shows_its_tables_before_what_else_there_is(client):
    page = read(client)
    assert page.index('id="others"') < page.index('id="about-rail-title"')
