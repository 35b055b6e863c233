"""Asking a question: the form, how each slip is mended, the stop before harm, what happens next."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from enquiries import handling
from enquiries.models import Enquiry, InboxSettings, RetentionPolicy
from tests import make as guide
from tests.enquiries.asking import (
    ADDRESS,
    BY_EMAIL,
    BY_PHONE,
    ROSA,
    ask,
    each,
    fields,
    main_text,
    mends,
    parsed,
    press,
    title,
)

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 9, 10, 0, tzinfo=ZoneInfo("America/Los_Angeles"))


@pytest.fixture(autouse=True)
def _clinic():
    guide.clinic(opening_hours="Mo-Fr 08:00-17:00")


@pytest.fixture
def monday(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY)


def stored() -> Enquiry:
    return Enquiry.objects.get()


def sent_page(client, response):
    assert response.status_code == 303
    return client.get(response["Location"])


# The form


def test_it_says_who_reads_it_and_by_when_we_answer(client, monday):
    page = main_text(client.get(ADDRESS))
    assert "Our care team reads every message." in page
    assert "We answer by the end of Tuesday, March 10." in page


def test_it_promises_by_the_settings_and_the_hours_of_the_clinic(client, monday):
    InboxSettings.objects.update(reply_days=2, closed_days="2026-03-10")
    assert "by the end of Thursday, March 12." in main_text(client.get(ADDRESS))


def test_it_names_the_emergency_number_before_the_form(client):
    page = main_text(client.get(ADDRESS))
    note = "Trouble breathing, chest pain, or numb between your legs? Call 911. Do you feel worse"
    assert page.index(note) < page.index("What is your question about?")


def test_it_tells_how_long_a_question_is_kept(client):
    assert "We erase it 90 to 180 days after our answer." in main_text(client.get(ADDRESS))
    RetentionPolicy.objects.update(days=30)
    assert "We erase it 30 days after our answer." in main_text(client.get(ADDRESS))


def test_it_asks_to_leave_out_what_we_do_not_need_and_says_why(client):
    page = main_text(client.get(ADDRESS))
    assert "Please leave out what we do not need to know" in page
    assert "like other details about your health" in page
    assert "What you leave out stays private." in page


def test_it_helps_to_fill_in_and_cuts_nothing_off(client):
    page = parsed(client.get(ADDRESS))
    form = page.findall(".//main//form")[0]
    found = {e.get("name"): e for e in each(form, "input", "textarea")}
    helps = {name: e.get("autocomplete") for name, e in found.items() if e.get("autocomplete")}
    assert helps["name"] == "name"
    assert helps["phone"] == "tel"
    assert helps["email"] == "email"
    assert helps["safe_word"] == "off"
    assert [name for name, e in found.items() if e.get("maxlength")] == []
    assert not [e for e in found.values() if e.get("placeholder")]


def test_it_prefills_nothing_from_the_address(client):
    address = f"{ADDRESS}?name=Eve&message=Hello&phone=1&email=a@b.c&topic=visit&reach=phone"
    plain, filled = fields(client.get(ADDRESS)), fields(client.get(address))
    assert filled | {"token": ""} == plain | {"token": ""}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("/recovery/the-first-day/", "/recovery/the-first-day/"),
        ("/", "/"),
        ("//evil.example/", ""),
        ("https://evil.example/", ""),
        ("/\\evil.example", ""),
        ("/recovery/?q=my+pain", ""),
        ('/"><script>', ""),
        ("/a\r\nb", ""),
        ("/" + "a" * 400, ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_it_remembers_the_page_it_was_opened_from_if_it_is_one_of_ours(client, given, kept):
    assert fields(client.get(ADDRESS, {"from": given}))["from"] == kept
    ask(client, **{"from": given})
    assert stored().from_page == kept


# Taking in


def test_it_takes_in_a_question_to_be_answered_by_phone(client):
    page = sent_page(client, ask(client, month="3", day="2", year=str(timezone.localdate().year)))
    taken = stored()
    assert taken.message == ROSA["message"]
    assert taken.name == "Rosa Patient"
    assert (taken.reach, taken.contact, taken.best_time) == ("phone", "(503) 555-0142", "morning")
    assert taken.injected_on.day == 2
    assert not taken.may_email
    assert not taken.safe_word
    assert taken.reference in main_text(page)


def test_it_takes_in_a_question_to_be_answered_by_email(client):
    page = sent_page(client, ask(client, BY_EMAIL, language="es"))
    taken = stored()
    assert (taken.reach, taken.contact) == ("email", "rosa.patient@example.org")
    assert taken.may_email
    assert taken.safe_word == "lighthouse"
    assert taken.language == "es"
    assert "Have your safe word ready" in main_text(page)
    assert "Gracias. Recibimos su pregunta." in main_text(page)


def test_it_keeps_only_the_way_that_was_chosen(client):
    ask(client, BY_EMAIL | BY_PHONE)
    taken = stored()
    assert taken.contact == "(503) 555-0142"
    assert taken.safe_word == ""
    assert not taken.may_email


def test_it_does_not_mind_slips_in_fields_that_are_not_shown(client):
    ask(client, email="no address at all " * 40, safe_word="a", best_time="morning")
    assert stored().reach == "phone"


def test_it_takes_a_double_click_as_one(client):
    told = fields(client.get(ADDRESS)) | ROSA | BY_PHONE
    first, second = client.post(ADDRESS, told), client.post(ADDRESS, told)
    assert Enquiry.objects.count() == 1
    page = main_text(client.get(first["Location"]))
    assert page == main_text(client.get(second["Location"]))


@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Ánh", "محمد", "张伟", "Søren O’Neill-Ó", "Αλέξης", "X Æ A-12"]
)
def test_it_takes_names_in_any_script(client, name):
    ask(client, name=name)
    assert stored().name == name


# What to mend


def test_it_lists_what_to_mend_and_leads_to_it(client):
    response = client.post(ADDRESS, {})
    assert response.status_code == 200
    assert title(response).startswith("Error: Ask us a question")
    assert mends(response) == [
        "Choose what your question is about.",
        "Write your question in the box.",
        "Write your name.",
        "Choose phone or email.",
        "Choose a language.",
    ]
    assert "Your question was not sent yet Please fix 5 things:" in main_text(response)


def test_it_keeps_what_was_typed(client):
    response = ask(client, BY_EMAIL, message="", name="Rosa <b>", email="rosa.example.org")
    kept = fields(response)
    assert kept["name"] == "Rosa <b>"
    assert kept["email"] == "rosa.example.org"
    assert kept["safe_word"] == "lighthouse"
    assert kept["topic"] == "visit"
    assert kept["may_email"] == "on"
    assert not Enquiry.objects.exists()


def test_it_marks_each_field_for_those_who_do_not_see_it(client):
    page = parsed(ask(client, message="", phone="1"))
    ids = {e.get("id") for e in page.iter() if isinstance(e.tag, str)}
    wrong = [e for e in each(page, "input", "textarea") if e.get("aria-invalid") == "true"]
    assert {e.get("name") for e in wrong} == {"message", "phone"}
    for element in wrong:
        described = element.get("aria-describedby").split()
        assert f"{element.get('id')}_error" in described
        assert set(described) <= ids
    alert = page.find(".//main//section[@role='alert']")
    assert alert.get("tabindex") == "-1"


@pytest.mark.parametrize(
    ("how", "changes", "sentence"),
    [
        (BY_PHONE, {"phone": ""}, "Write your phone number. We need it to call you."),
        (BY_PHONE, {"phone": "555"}, "Check your phone number. It needs 10 numbers"),
        (BY_PHONE, {"name": " \u200b "}, "Write your name."),
        (BY_PHONE, {"name": "a" * 101}, "“Your name” is too long. Use 100 letters or fewer."),
        (BY_PHONE, {"message": "\u200b\u2060"}, "Write your question in the box."),
        (BY_PHONE, {"topic": "insurance"}, "Choose what your question is about."),
        (BY_PHONE, {"reach": "fax"}, "Choose phone or email."),
        (BY_PHONE, {"language": "xx"}, "Choose a language."),
        (BY_PHONE, {"best_time": "midnight"}, "Choose a time to call."),
        (BY_EMAIL, {"email": ""}, "Write your email address."),
        (BY_EMAIL, {"email": "rosa.example.org"}, "Write it like name@example.com."),
        (BY_EMAIL, {"may_email": ""}, "If not, choose Phone and give us a number."),
        (BY_EMAIL, {"safe_word": ""}, "Choose a safe word of 4 letters or more."),
        (BY_EMAIL, {"safe_word": "a b c"}, "Choose a safe word of 4 letters or more."),
    ],
)
def test_it_says_how_to_mend_one_thing(client, how, changes, sentence):
    (said,) = mends(ask(client, how, **changes))
    assert sentence in said
    assert not Enquiry.objects.exists()


def test_it_counts_what_is_too_long_and_keeps_it(client):
    long = "a" * 5000
    response = ask(client, message=long)
    assert mends(response) == [
        "Your message is too long. Use 2,000 letters or fewer. You used 5,000."
    ]
    assert fields(response)["message"].strip() == long


def test_it_takes_as_many_letters_as_it_says_and_line_ends_as_one(client):
    ask(client, message="é\r\n" * 999 + "ab")
    assert len(stored().message) == 2000


# Stopping before harm


def test_it_stops_at_a_warning_sign_before_anything_is_stored(client):
    response = ask(client, message="Since today I have chest pain, is that normal?")
    assert response.status_code == 200
    assert not Enquiry.objects.exists()
    page = parsed(response)
    first = page.findall(".//main//a")[0]
    assert first.get("href") == "tel:911"
    assert "button--emergency" in first.get("class")
    assert [mark.text for mark in page.findall(".//main//mark")] == ["chest pain"]
    said = main_text(response)
    assert "We saw these words: “chest pain”." in said
    assert "We may not read them for hours." in said
    assert "Call us: (503) 555-0142" in said
    assert "When we are closed, call the same number." in said
    assert title(response).startswith("Please read this first")


def test_it_stops_even_when_something_else_is_to_be_mended(client):
    response = client.post(ADDRESS, {"message": "I cannot breathe"})
    assert "Please read this first" in main_text(response)


def test_it_sends_a_warned_patient_to_the_clinic_for_what_can_wait_some_hours(client):
    said = ask(client, message="The skin is red and spreading and I have a fever of 101.")
    first = parsed(said).findall(".//main//a")[0]
    assert first.get("href").startswith("tel:+1503")
    assert "Call us now: (503) 555-0142" in main_text(said)
    assert "Emergency" not in main_text(said)


def test_it_says_it_in_spanish_to_who_wrote_spanish(client):
    response = ask(client, message="Me duele el pecho.")
    assert "Llame ahora al 911 si esto le está pasando." in main_text(response)
    spanish = [e for e in each(parsed(response), "p", "span") if e.get("lang") == "es"]
    assert spanish
    assert "Send my question too / Enviar también" in main_text(response)
    english = main_text(ask(client, message="I have chest pain"))
    assert "Llame" not in english
    assert "Enviar" not in english


def test_it_sends_those_who_think_of_dying_to_people_at_once(client):
    said = main_text(ask(client, message="The pain is so bad that I want to kill myself."))
    assert said.index("Call 911") < said.index("We saw these words")


def test_it_neither_diagnoses_nor_reassures(client):
    said = main_text(ask(client, message="I have chest pain")).lower()
    for word in ("heart attack", "you have", "do not worry", "harmless", "probably", "collapsed"):
        assert word not in said


def test_it_sends_the_question_all_the_same_and_marks_it_urgent(client):
    response = press(client, ask(client, message="I have chest pain."), "send")
    page = sent_page(client, response)
    assert stored().is_urgent
    assert stored().contact == "(503) 555-0142"
    said = main_text(page)
    assert said.index("Do not wait for us") < said.index("Our care team reads your question")


def test_it_leads_back_with_every_word(client):
    stopped = ask(client, BY_EMAIL, message="I have\n\nchest pain.", month="3", day="2")
    again = press(client, stopped, "change")
    kept = fields(again)
    assert kept["message"].strip().splitlines() == ["I have", "", "chest pain."]
    assert kept["safe_word"] == "lighthouse"
    assert kept["reach"] == "email"
    assert kept["may_email"] == "on"
    assert (kept["month"], kept["day"]) == ("3", "2")
    assert title(again).startswith("Ask us a question")


def test_it_stops_once_for_each_sign(client):
    stopped = ask(client, message="I have chest pain.")
    kept = fields(press(client, stopped, "change"))
    worse = kept | {"message": "I have chest pain and I cannot breathe."}
    again = client.post(ADDRESS, worse)
    assert "Please read this first" in main_text(again)
    assert press(client, again, "send").status_code == 303


def test_it_lets_what_is_far_too_long_be_shortened_first(client):
    response = ask(client, message="so " * 10_000 + "I have chest pain")
    assert "Your message is too long." in mends(response)[0]
    response = ask(client, message="so " * 1000 + "I have chest pain")
    assert "Please read this first" in main_text(response)


def test_it_is_not_stopped_by_what_is_denied(client):
    assert ask(client, message="I have no chest pain. May I swim?").status_code == 303


# After sending


def test_it_tells_what_happens_next_and_by_when(client, monday):
    page = main_text(sent_page(client, ask(client)))
    assert "Thank you We got your question." in page
    assert "by the end of Tuesday, March 10." in page
    assert "We call you" in page
    assert stored().reference in page
    assert "(503) 555-0142" in page
    assert "call 911" in page


def test_it_shows_nobody_what_was_written(client):
    page = sent_page(client, ask(client, BY_EMAIL)).content.decode()
    for private in ("Rosa", "rosa.patient", "drive home", "lighthouse"):
        assert private not in page


def test_it_can_be_loaded_again(client):
    address = ask(client)["Location"]
    assert client.get(address).content == client.get(address).content
    assert Enquiry.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "a:b:c", "é", "\u202e", "%00"])
def test_it_leads_who_guesses_the_address_to_the_phone(client, token):
    response = client.get(reverse("enquiries:sent", args=[token]))
    assert response.status_code == 410
    assert "(503) 555-0142" in main_text(response)


def test_it_ends_after_a_day(client, monkeypatch):
    address = ask(client)["Location"]
    later = timezone.now() + timedelta(hours=25)
    monkeypatch.setattr("time.time", later.timestamp)
    assert client.get(address).status_code == 410


def test_it_gives_who_sends_spam_the_same_answer(client, monday):
    honest = sent_page(client, ask(client))
    spam = sent_page(client, ask(client, message="Hello", website="https://spam.example"))
    assert Enquiry.objects.filter(status="spam").count() == 1
    numbers = [enquiry.reference for enquiry in Enquiry.objects.order_by("pk")]
    assert main_text(honest).replace(numbers[0], "") == main_text(spam).replace(numbers[1], "")


def test_it_answers_head_and_refuses_other_methods(client):
    address = ask(client)["Location"]
    assert client.head(ADDRESS).status_code == 200
    assert client.put(ADDRESS).status_code == 405
    assert client.delete(address).status_code == 405


def test_it_hands_plain_values_to_the_verbs(client, monkeypatch):
    taken = []
    receive = handling.receive
    monkeypatch.setattr(handling, "receive", lambda s: taken.append(s) or receive(s))
    ask(client, website="bot")
    assert taken[0].network == "127.0.0.1"
    assert taken[0].honeypot == "bot"
    assert taken[0].age_seconds >= 0


def test_it_hands_the_script_its_phrases_at_an_address_that_may_be_kept(client):
    page = client.get("/contact/").content.decode()
    address = re.search(r'data-signs="([^"]+)"', page).group(1)
    response = client.get(address)
    assert response.json()["languages"].keys() == {"en", "es"}
    assert "immutable" in response["Cache-Control"]
    assert not response.cookies
    assert client.get(address.replace(".json", "0.json")).status_code == 404
    assert client.post(address).status_code == 405
