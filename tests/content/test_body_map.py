"""Where does it hurt? The map, the page of each place, and muscles among the other pages."""

import re
from datetime import timedelta

import html5lib
import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from content import body_map, publishing
from content.editorial.corrections import change_size, is_small
from content.models import Article, ClinicDetails, Topic, current_guide
from content.models.guide import BEING_CHECKED
from tests import make, people
from tests.kept import Kept
from tests.stamping import in_days, sign

pytestmark = pytest.mark.django_db

CALL = '<span class="phone">Call 911</span>'
MAP = "/where-does-it-hurt/"
PAGES = (MAP, f"{MAP}front/", f"{MAP}close/head-and-neck/", f"{MAP}temple/")


def make_muscles() -> dict:
    topic = Topic.objects.get()
    pains = {
        "splenius": "- temple: At the side of your head\n- top-of-head: On top",
        "piriformis": "- buttock: In your buttock",
    }
    checks = {
        "splenius": "- Call us today for a fever.\n- Call 911 for weakness.",
        "piriformis": "- Call us today for a weak foot.",
    }
    return {
        "upper-trapezius": make.muscle(topic=topic, title="Top of the shoulder"),
        **{
            name: make.muscle(
                name, topic=topic, title=name.capitalize(), pains=pains[name], check=checks[name]
            )
            for name in pains
        },
    }


TOPIC = Kept(lambda: make.topic(title="Trigger points", slug="trigger-points"))
MUSCLES = Kept(make_muscles)


@pytest.fixture
def topic():
    return TOPIC.put()


@pytest.fixture
def muscles(topic):
    """Three, of which two can send pain to the temple."""
    return MUSCLES.put()


def text(response) -> str:
    page = html5lib.parse(
        response.content.decode(), treebuilder="etree", namespaceHTMLElements=False
    )
    return " ".join("".join(page.find(".//main").itertext()).split())


def places() -> set[str]:
    return {place.id for group in body_map.groups(current_guide()) for place in group.places}


# The map


@pytest.mark.parametrize("path", PAGES)
def test_it_answers_with_sound_pages(client, muscles, path):
    response = client.get(path)
    assert response.status_code == 200
    html5lib.HTMLParser(strict=True).parse(response.content.decode())


@pytest.mark.parametrize("path", PAGES)
def test_it_only_reads(client, muscles, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("somebody", [AnonymousUser, people.stranger, people.carla, people.ana])
def test_it_is_the_same_for_everybody_and_leaves_no_cookie(client, muscles, somebody):
    plain = client.get(f"{MAP}temple/")
    person = somebody()
    if not person.is_anonymous:
        client.force_login(person)
    seen = client.get(f"{MAP}temple/")
    assert seen.content == plain.content
    assert not plain.cookies
    assert not seen.cookies


def test_it_says_when_to_call_before_anything_else(client, muscles):
    for path in PAGES:
        main = text(client.get(path))
        first = main.index("Before anything else")
        assert first < main.index("911", first) < main.index("Back", first)


def test_it_links_each_place_in_the_figure_and_in_the_list(client, muscles):
    page = client.get(MAP).content.decode()
    figure, _, rest = page.partition('id="list"')
    for place in places():
        assert f'href="{MAP}{place}/"' in figure, place
        assert f'href="{MAP}{place}/"' in rest, place
    assert 'href="/trigger-points/upper-trapezius/"' in rest


def test_it_leads_only_to_places_that_a_public_page_speaks_of(client, muscles):
    assert places() == {"temple", "back-of-neck", "top-of-head", "buttock"}
    assert client.get(f"{MAP}calf/").status_code == 404


def test_it_shows_the_other_side_at_an_address_of_its_own(client, muscles):
    back, front = (client.get(path).content.decode() for path in (MAP, f"{MAP}front/"))
    assert 'aria-current="true">Back</a>' in back
    assert 'aria-current="true">Front</a>' in front
    for page in (back, front):
        canonical = re.search(r'<link rel="canonical" href="([^"]+)">', page)[1]
        assert canonical.endswith(f"{MAP}")


def test_it_is_not_there_before_a_muscle_is_public(client, topic):
    make.clinic()
    make.draft(make.article(topic=topic, kind="muscle"), body=make.muscle_body())
    assert [client.get(path).status_code for path in PAGES] == [404] * len(PAGES)
    assert MAP not in client.get("/").content.decode()
    assert MAP not in client.get("/sitemap.xml").getvalue().decode()


@pytest.mark.parametrize("path", PAGES)
def test_it_says_that_it_is_no_test_and_no_diagnosis(client, muscles, path):
    assert "does not tell you what is wrong" in text(client.get(path))
    assert "not a diagnosis" in text(client.get(path))


# A place


def test_it_tells_of_every_muscle_that_can_send_pain_to_the_place(client, muscles):
    main = text(client.get(f"{MAP}temple/"))
    for words in ("Top of the shoulder", "At your temple", "Splenius", "At the side of your head"):
        assert words in main
    assert "Piriformis" not in main
    assert "On the ridge of your shoulder." in main
    assert "A heavy bag" in main
    assert "Let your shoulders drop." in main


def test_it_gathers_what_to_check_first_with_calls_to_the_emergency_number_on_top(client, muscles):
    points = body_map.warnings(body_map.page_of(current_guide(), "temple").senders)
    page = client.get(f"{MAP}temple/").content.decode()
    assert page.index("calls--emergency") < page.index("calls--urgent")
    assert points == [
        {"level": "emergency", "lines": [f"{CALL} for weakness.", f"{CALL} for chest pain."]},
        {"level": "urgent", "lines": ["Call us today for a fever."]},
    ]


def test_it_tells_what_the_picture_of_each_muscle_shows(client, muscles):
    page = client.get(f"{MAP}temple/").content.decode()
    figures = re.findall(r'<figure class="figure sender__figure">.*?</figure>', page, re.DOTALL)
    assert len(figures) == page.count('<section class="sender"') > 0
    for figure, sender in zip(
        figures, body_map.page_of(current_guide(), "temple").senders, strict=True
    ):
        assert "swatch--knot" in figure
        assert ("swatch--both" in figure) == sender.has_pain_on_muscle


def test_it_says_once_what_two_muscles_say(client, topic):
    make.muscle(topic=topic)
    make.muscle("splenius", topic=topic)
    found = body_map.page_of(current_guide(), "temple")
    assert len(found.senders) == 2
    assert body_map.warnings(found.senders) == [
        {"level": "emergency", "lines": [f"{CALL} for chest pain."]}
    ]


def test_it_is_red_only_where_a_muscle_says_to_call_the_emergency_number(client, muscles):
    assert "care--emergency" in client.get(f"{MAP}temple/").content.decode()
    assert "care--emergency" not in client.get(f"{MAP}buttock/").content.decode()
    assert "care--urgent" in client.get(f"{MAP}buttock/").content.decode()


@pytest.mark.parametrize("name", ["calf", "moon", "front-", "temple-2"])
def test_it_answers_an_unknown_place_with_the_list(client, muscles, name):
    response = client.get(f"{MAP}{name}/")
    assert response.status_code == 404
    html5lib.HTMLParser(strict=True).parse(response.content.decode())
    assert f'href="{MAP}temple/"' in response.content.decode()


def test_it_names_the_place_and_nobody_in_its_title(client, muscles):
    page = client.get(f"{MAP}temple/").content.decode()
    assert "<title>Temple – Where does it hurt?</title>" in page


def test_it_says_of_each_muscle_who_checked_it(client, muscles):
    assert text(client.get(f"{MAP}temple/")).count("No clinician has checked these words yet.") == 2
    review = sign(muscles["splenius"])
    main = text(client.get(f"{MAP}temple/"))
    assert main.count("No clinician has checked these words yet.") == 1
    assert f"Checked by {review.name}" in main


def test_it_says_that_words_are_due_for_a_check(client, muscles):
    sign(muscles["splenius"], due=in_days(-1))
    assert "These words are due for a check." in text(client.get(f"{MAP}temple/"))


def test_it_keeps_back_what_to_try_while_that_is_folded_away(client, topic):
    topic.grace_days = 10
    publishing.save_topic(topic, by=None)
    sign(make.muscle(topic=topic), due=in_days(-30))
    main = text(client.get(f"{MAP}temple/"))
    assert "Let your shoulders drop." not in main
    assert BEING_CHECKED in main
    assert "Call 911 for chest pain." in main
    assert "A heavy bag" in main


def test_it_shows_the_words_that_are_public_and_no_draft(client, muscles):
    page = muscles["upper-trapezius"].article
    changed = make.muscle_body(pains="- calf: In your calf")
    publishing.save_draft(page, make.words(body=changed), by=None)
    assert client.get(f"{MAP}calf/").status_code == 404
    publishing.publish(page.newest(), by=None)
    assert client.get(f"{MAP}calf/").status_code == 200
    assert "Top of the shoulder" not in text(client.get(f"{MAP}temple/"))


def test_it_waits_for_the_day_of_a_scheduled_page(client, topic):
    make.muscle(topic=topic)
    make.muscle("splenius", topic=topic, days_ago=-1, pains="- forehead: In front")
    assert client.get(f"{MAP}forehead/").status_code == 404


def test_it_forgets_a_muscle_that_was_withdrawn(client, muscles):
    page = muscles["piriformis"].article
    publishing.withdraw(page, by=None, reason="It was wrong.", how=Article.Withdrawn.GONE)
    assert client.get(f"{MAP}buttock/").status_code == 404
    assert "buttock" not in places()


# Typing


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("temple", "Temple"),
        ("tempel", "Temple"),
        ("Pain in my temple", "Temple"),
        ("temp", "Temple"),
        ("TEMPLE!!", "Temple"),
        ("butt", "Buttock"),
        ("buttocks", "Buttock"),
        ("side of your head", "Temple"),
        ("stiff neck", "Back of the neck"),
        ("splenius", "Splenius"),
        ("spelnius", "Splenius"),
    ],
)
def test_it_finds_what_was_meant(muscles, typed, first):
    found = body_map.find(current_guide(), typed)
    assert found, typed
    assert first in [target.name for target in found][:2]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("lower back pain", "Low back, beside the spine"),
        ("shoulder", "Top of the shoulder"),
        ("hip", "Outer hip"),
        ("SI joint", "Back of the pelvis"),
    ],
)
def test_it_puts_the_place_first_that_is_called_so(starter_guide, typed, first):
    assert body_map.find(current_guide(), typed)[0].name == first


@pytest.mark.parametrize("typed", ["", " ", "it hurts", "xyzzy", "%00", "'; drop", "a" * 500])
def test_it_finds_nothing_where_nothing_was_said(client, muscles, typed):
    assert body_map.find(current_guide(), typed) == []
    assert client.get(MAP, {"q": typed}).status_code == 200


def test_it_answers_the_form_without_a_script(client, muscles):
    response = client.get(MAP, {"q": "tempel"})
    main = text(response)
    assert "We found for “tempel”" in main
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "tempel" not in response.content.decode().split("</title>")[0]


def test_it_shows_what_was_typed_as_text(client, muscles):
    page = client.get(MAP, {"q": "<b>\"x'"}).content.decode()
    assert "<b>" not in page.split("<main")[1]


# Muscles among the other pages


def test_it_prints_and_searches_a_muscle_like_any_article(client, muscles):
    url = "/trigger-points/upper-trapezius/"
    for path in (url, f"{url}print/", f"{url}large-print/", f"{url}how-checked/"):
        assert client.get(path).status_code == 200, path
    assert url in client.get("/search/?q=shoulder").content.decode()


@pytest.mark.parametrize("ending", ["", "print/", "large-print/"])
def test_it_puts_what_to_check_before_the_key_points(client, muscles, ending):
    main = text(client.get(f"/trigger-points/upper-trapezius/{ending}"))
    assert main.index("Check first") < main.index("In short") < main.index("What it is")
    assert main.count("Check first") == 1


def test_it_folds_what_a_muscle_says_of_treatment_and_keeps_the_warning(client, topic):
    topic.grace_days = 10
    publishing.save_topic(topic, by=None)
    sign(make.muscle(topic=topic), due=in_days(-30))
    page = client.get("/trigger-points/upper-trapezius/").content.decode()
    assert page.index("check-first") < page.index('class="fold"')
    assert page.count('class="muscle"') == 1


def test_it_says_what_doctors_call_the_muscle(client, topic):
    make.muscle(topic=topic, opening="upper-trapezius Upper trapezius | tra-PEE-zee-us")
    main = text(client.get("/trigger-points/upper-trapezius/"))
    assert "Medical name: upper trapezius. Say “tra-PEE-zee-us”." in main


def test_it_keeps_muscles_out_of_the_list_and_the_way_of_their_part(client, topic, muscles):
    make.live(make.article(topic=topic, slug="an-article"), title="An article")
    page = client.get("/trigger-points/").content.decode()
    assert "/trigger-points/an-article/" in page
    assert "/trigger-points/upper-trapezius/" not in page
    assert MAP in page.split("<main")[1]
    muscle = client.get("/trigger-points/upper-trapezius/").content.decode()
    assert 'rel="next"' not in muscle
    assert 'rel="prev"' not in muscle
    assert "upper-trapezius" not in client.get("/trigger-points/an-article/").content.decode()


def test_it_keeps_the_questions_of_muscles_from_the_home_page(client, topic):
    page = make.article(topic=topic, slug="splenius", kind="muscle", quick_answer=True)
    make.live(page, body=make.muscle_body("splenius"))
    assert "Does it hurt?" not in client.get("/").content.decode()


def test_it_leads_to_muscles_that_share_a_place_and_to_the_map(client, muscles):
    near = body_map.nearby(current_guide(), current_guide().by_slug["upper-trapezius"])
    assert [entry.slug for entry in near] == ["splenius"]
    page = client.get("/trigger-points/upper-trapezius/").content.decode()
    page = page.split("<main")[1].split("</main>")[0]
    assert "/trigger-points/splenius/" in page
    assert page.count(f'href="{MAP}"') == 2


@pytest.mark.parametrize("path", ["/", "/words-to-know/", "/trigger-points/upper-trapezius/"])
def test_it_is_in_the_header_menu_and_footer_of_every_page(client, muscles, path):
    page = client.get(path).content.decode()
    outside = page.split("<main")[0] + page.split("</main>")[1]
    assert outside.count(f'href="{MAP}"') == 3


def test_it_tells_search_engines_of_the_map_places_and_muscles(client, muscles):
    sitemap = client.get("/sitemap.xml").getvalue().decode()
    for path in (MAP, f"{MAP}temple/", "/trigger-points/upper-trapezius/"):
        assert f"{path}</loc>" in sitemap
    assert f"{MAP}front/" not in sitemap
    assert f"{MAP}calf/" not in sitemap


@pytest.mark.parametrize("path", [*PAGES, f"{MAP}?q=temple"])
def test_it_asks_the_database_one_question(client, muscles, django_assert_num_queries, path):
    client.get(path)
    with django_assert_num_queries(1):
        client.get(path)


def test_it_asks_no_more_for_more_muscles(client, topic, django_assert_num_queries):
    for name in ("splenius", "suboccipitals", "rhomboids", "piriformis"):
        make.muscle(name, topic=topic)
    client.get(f"{MAP}temple/")
    with django_assert_num_queries(1):
        client.get(f"{MAP}temple/")


def test_it_follows_the_clinic_details(client, muscles):
    details = ClinicDetails.objects.get()
    details.phone = "(503) 555-0199"
    publishing.save_shared(details, by=None)
    assert "555-0199" in client.get("/trigger-points/upper-trapezius/").content.decode()
    assert "555-0142" not in client.get(f"{MAP}temple/").content.decode()


# Whose words they are


def test_it_counts_a_place_among_what_was_signed(muscles):
    page = muscles["upper-trapezius"]
    moved = page.body.replace("- temple:", "- ear:")
    new = publishing.save_draft(page.article, make.words(body=moved), by=None)
    assert new.content_hash != page.content_hash
    assert new.muscle["pains"][0]["place"] == "ear"


def test_it_lets_nobody_move_a_place_as_a_small_correction(muscles):
    page = muscles["upper-trapezius"]
    moved = page.body.replace("- temple:", "- ear:")
    new = publishing.save_draft(page.article, make.words(title=page.title, body=moved), by=None)
    size = change_size(page, new)
    assert size.touches_health_block
    assert not is_small(size)


def test_it_forgets_the_muscle_of_a_page_that_became_another_kind(client, muscles):
    page = muscles["piriformis"].article
    page.kind = Article.Kind.ARTICLE
    publishing.save_article(page, by=None)
    assert client.get(f"{MAP}buttock/").status_code == 404
    assert "/trigger-points/piriformis/" in client.get("/trigger-points/").content.decode()


def test_it_takes_a_published_page_into_account_at_its_moment(topic):
    make.muscle(topic=topic)
    soon = timezone.now() + timedelta(hours=1)
    page = make.article(topic=topic, slug="splenius", kind="muscle")
    new = make.draft(page, body=make.muscle_body("splenius"))
    publishing.publish(new, by=None, at=soon)
    assert [entry.slug for entry in current_guide().muscles] == ["upper-trapezius"]
    assert current_guide().until <= soon


# A part of the body, seen close


def test_it_shows_a_part_close_with_its_places_and_no_others(client, muscles):
    page = client.get(f"{MAP}close/head-and-neck/").content.decode()
    html5lib.HTMLParser(strict=True).parse(page)
    figure, _, rest = page.split("<main")[1].partition('id="list"')
    for place in ("temple", "top-of-head", "back-of-neck"):
        assert f'href="{MAP}{place}/"' in figure, place
        assert f'href="{MAP}{place}/"' in rest, place
    assert "buttock" not in page


def test_it_says_when_to_call_before_it_shows_a_part_close(client, muscles):
    main = text(client.get(f"{MAP}close/head-and-neck/"))
    assert main.index("Before anything else") < main.index("911") < main.index("Back")
    assert "not a diagnosis" in main


def test_it_leads_from_the_map_the_home_page_and_a_place_to_the_part(client, muscles):
    for path in (MAP, "/", f"{MAP}temple/"):
        assert f'href="{MAP}close/head-and-neck/' in client.get(path).content.decode(), path
    assert f"{MAP}close/low-back/" not in client.get(MAP).content.decode()


@pytest.mark.parametrize("name", ["low-back", "moon", "temple"])
def test_it_answers_an_unknown_part_with_the_list(client, muscles, name):
    response = client.get(f"{MAP}close/{name}/")
    assert response.status_code == 404
    assert f'href="{MAP}temple/"' in response.content.decode()


def test_it_shows_a_place_and_its_knots_in_one_scale_on_both_sides(client, muscles):
    back, front = body_map.page_of(current_guide(), "temple").pictures
    left, top, width, height = map(float, back.viewbox.split())
    mirrored = 2 * back.view.axis - left - width
    assert [float(part) for part in front.viewbox.split()] == [mirrored, top, width, height]


# The search of the whole guide

BACK = [
    "Between the shoulder blades",
    "Shoulder blade",
    "Mid back, below the shoulder blade",
    "Low back, beside the spine",
    "Over the low spine",
    "Back of the pelvis",
]


def named(text: str) -> list[str]:
    return [name for name, _ in body_map.named(current_guide(), text)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("back", BACK),
        ("my back hurts", BACK),
        ("low back pain", BACK[-3:]),
        ("hip", ["Outer hip"]),
        ("shoulder blades", BACK[:3]),
        ("back of head", ["Back of the head"]),
        ("Jaw pain!", ["Cheek and jaw"]),
        ("butt", ["Buttock"]),
        ("dolor de cuello", ["Back of the neck", "Side of the neck"]),
        ("caderas", ["Outer hip"]),
    ],
)
def test_a_search_leads_to_the_places_that_it_names(starter_guide, typed, names):
    assert named(typed) == names


@pytest.mark.parametrize("typed", ["where does it hurt", "pain", "It hurts!", "dolor"])
def test_a_search_leads_to_all_parts_of_the_body_when_it_names_none(starter_guide, typed):
    assert named(typed) == [group.name for group in body_map.groups(current_guide())]


@pytest.mark.parametrize(
    "typed",
    ["", "!", "the", "where", "does it hurt", "does the shot hurt", "back to work", "needle in hip",
     "sciatica", "trigger point", "side effects", "pain pill", "knee", "%00"],
)  # fmt: skip
def test_a_search_that_says_more_than_where_it_hurts_leads_to_no_place(starter_guide, typed):
    assert named(typed) == []


def test_a_search_shows_the_places_before_pages_and_no_quick_answer(client, starter_guide):
    main = text(client.get("/search/", {"q": "bakc pain"}))
    assert main.index("Where does it hurt?") < main.index("Low back, beside the spine")
    assert main.index("Low back, beside the spine") < main.index("results for “back pain”")
    assert "Is it normal for the pain to come back" not in main
    assert "Where does it hurt?" not in text(client.get("/search/", {"q": "back", "page": 2}))


@pytest.mark.parametrize("typed", ["chest pain", "chest", "chset", "mi pecho"])
def test_a_search_names_the_number_to_call_before_a_place(client, starter_guide, typed):
    main = text(client.get("/search/", {"q": typed}))
    assert main.index("Call 911 now") < main.index("Choose the place where you feel it")


@pytest.mark.parametrize("typed", ["back", "ribs", "elbow", "belly", "where does it hurt"])
def test_a_search_for_another_place_names_no_number_to_call(client, starter_guide, typed):
    main = text(client.get("/search/", {"q": typed}))
    assert "Choose the place where you feel it" in main
    assert "Call 911 now" not in main


def test_a_search_leads_to_no_place_before_a_muscle_is_public(client, topic):
    make.live(make.article(topic=topic, slug="an-article"), title="Back pain")
    assert "Choose the place" not in text(client.get("/search/", {"q": "back pain"}))
