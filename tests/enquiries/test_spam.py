"""Spam: patients are not taken for programs, and programs are known by what they do."""

import re
import time
import timeit

import pytest

from enquiries.spam import signs, words_key

PATIENTS = [
    "May I swim after the injection?",
    "please call me",
    "CAN I TAKE MY BLOOD THINNER BEFORE THE SHOT. I AM WORRIED",
    "help",
    "?",
    "I take Eliquis. Do I stop before Friday?",
    "¿Puedo nadar después de la inyección? Me duele un poco el hombro todavía.",
    "Можно ли мне плавать после укола? У меня болит плечо уже третий день.",
    "注射后我可以游泳吗？我的肩膀还是有点疼，请给我打电话。",
    "هل يمكنني السباحة بعد الحقن؟ كتفي لا يزال يؤلمني قليلا.",
    "Tôi có thể bơi sau khi tiêm không? Vai tôi vẫn còn đau.",
    "My email is rosa.medina@example.com and my cell is (503) 555-0188. Text is fine.",
    "rosa@clinic.com or rosa@gmail.com or r.medina@mail.example.org, whichever works",
    "I read https://www.mayoclinic.org/tests/trigger-point and it says to rest. Is that right?",
    "I found www.webmd.com and mychart.com and they say different things about heat.",
    "I take Cialis and Viagra sometimes. Is that a problem with the numbing medicine?",
    "I take Xanax, tramadol, oxycodone 5mg and a cheap generic for blood pressure.",
    "Is there a free consultation? I lost my job, no insurance. Do you take Medicaid?",
    "I work in SEO and sit all day. My neck is killing me. Would stretching help?",
    "I am a web design teacher and do social media at night. My shoulder burns after an hour.",
    "I saw you on the first page of Google and your website was helpful. Do you take new clients?",
    "I run an online shop and carry boxes. Can I lift after the shot? Is it ok to drive?",
    "I lost money in crypto and have not slept. The pain is 8/10 and I feel low.",
    "pain is <5 most days but >7 at night, esp. L4/L5 & the left side!!!",
    "pain <3 weeks, if it is <a 5 or > 7 should I come in",
    "It hurts 24/7. Worse at 3am... it started 3/4/2026 after lifting 50lbs/day @ work",
    "Hi,I was there on Mon.Tue it swelled up.Now it is red.Is that ok?Call 503.555.0188",
    "can u call me b4 5? my ph# is 5035550188 thx :) <3 <3",
    "Hello! Hello! Hello! Is anybody reading this?????",
    "aaaaaaaaaaaaaaaaaa it hurts so much aaaaaaaaaaaaaa",
    "My mother (82) had the shot on Monday. She is diabetic, type 2, sugar was 240 this morning.",
    "I get numbness [left hand] and tingling [right foot]. See note [1] from my doctor.",
    "Meds:\n- metformin 500\n- lisinopril 10\n- aspirin 81\n= more than last time\n+ vitamin D",
    "The Spanish page about stretches will not open: /es/recover/stretches/",
    "Please unsubscribe me from the text messages. They come every day.",
    "Do I have to order now for the heating pad, and does a discount code from my insurer count?",
    "My doctor Dr.Smith at OHSU.edu sent records. Did you get them? His fax is 503-555-0101.",
    "I am 62, had a stroke in 2019, take warfarin. INR 2.5. Injection on the 14th. Stop or not?",
    "No me siento bien, tengo fiebre y el brazo rojo, llámenme por favor al 503-555-0188",
    "😢😢😢 my back",
    "I fell off a ladder. I can walk. " * 20,
]


def test_it_has_many_patients_to_learn_from():
    assert len(PATIENTS) >= 30
    assert len(SPAM) >= 20


@pytest.mark.parametrize("message", PATIENTS)
def test_it_takes_a_patient_for_a_patient(message):
    assert signs(message, name="Rosa Medina", contact="rosa@example.com", age_seconds=40) == []


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Dr. Ben",
        "J.R.Smith",
        "O'Brien-Łukasz",
        "María José",
        "李小龙",
        "rosa@example.com",
        "Mr.Co",
    ],
)
def test_it_takes_any_name_for_a_name(name):
    assert signs("May I swim?", name=name) == []


@pytest.mark.parametrize(
    "contact", ["503-555-0188", "+1 (503) 555-0188", "rosa@example.com", "r.m@www.example.com"]
)
def test_it_takes_any_way_to_reach_a_patient(contact):
    assert signs("May I swim?", contact=contact) == []


SPAM = [
    ("Cheap pills http://a.example/1 http://a.example/2 http://b.example/3", "3 links"),
    ("Visit best-pills.com, hot-deals.shop and win-big.xyz/now today", "3 links"),
    ("www.one.example www.two.example www.three.example www.four.example", "4 links"),
    ("Join t.me/profits t.me/profits2 wa.me/15035550100", "3 links"),
    ("Лучшее казино https://a.example https://b.example https://c.example", "3 links"),
    ('<a href="http://pills.example">cheap</a>', "HTML"),
    ("<A HREF=http://pills.example>cheap", "HTML"),
    ("<script>alert(1)</script>", "HTML"),
    ("<script src=//x.example>", "HTML"),
    ('<img src="x" onerror="alert(1)">', "HTML"),
    ("<svg onload=alert(1)>", "HTML"),
    ("<h1>WIN</h1><br/>now", "HTML"),
    ("[url=http://pills.example]buy[/url]", "HTML"),
    ("[URL]http://pills.example[/URL]", "HTML"),
    ("[link=http://pills.example]buy[/link]", "HTML"),
    ("[img]http://pills.example/x.png[/img]", "HTML"),
    ("We offer SEO and backlinks to bring you to page one of Google.", "advertisement"),
    ("Hi, our SEO team gets more traffic to your site: https://seo.example", "advertisement"),
    ("Dear owner, we sell guest posts with high domain authority. Free quote!", "advertisement"),
    ("Best CASINO bonus, free spins, buy now with Bitcoin", "advertisement"),
    ("Earn with crypto, a passive income. Limited time! https://x.example", "advertisement"),
    ("Your business loan of $250k is approved. More customers await. Reply STOP", "advertisement"),
    ("Canadian pharmacy, special offer www.pills.example", "advertisement"),
    ("Web design and mobile apps for clinics. We bring new leads. Unsubscribe", "advertisement"),
    ("Buy 5000 followers, special offer, more\nvisitors to your profile", "advertisement"),
]


@pytest.mark.parametrize(("message", "reason"), SPAM)
def test_it_knows_spam_and_says_why(message, reason):
    assert any(reason in sign for sign in signs(message))


@pytest.mark.parametrize("name", ["Win at http://x.example", "www.pills.example", "best-pills.com"])
def test_it_knows_a_name_that_is_a_link(name):
    assert signs("May I swim?", name=name) == ["name holds a link"]


def test_it_knows_a_contact_that_is_a_link():
    assert signs("May I swim?", contact="https://pills.example") == ["contact holds a link"]


def test_it_finds_markup_in_any_field():
    assert signs("May I swim?", name="<b>Rosa</b>") == ["looks like HTML or BBCode"]


@pytest.mark.parametrize(("honeypot", "expected"), [("x", True), (" \n", False), ("", False)])
def test_it_notices_who_filled_the_hidden_field(honeypot, expected):
    assert ("hidden field was filled" in signs("May I swim?", honeypot=honeypot)) is expected


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (0, ["sent within 1 second"]),
        (1.2, ["sent within 2 seconds"]),
        (2.99, ["sent within 3 seconds"]),
        (3, []),
        (80_000, []),
        (None, []),
    ],
)
def test_it_notices_who_is_faster_than_a_person(age, expected):
    assert signs("May I swim?", age_seconds=age) == expected


@pytest.mark.parametrize(
    ("times", "expected"), [(0, []), (2, []), (3, ["same words came 4 times today"])]
)
def test_it_notices_the_same_words_again_and_again(times, expected):
    assert signs("May I swim?", times_seen=times) == expected


def test_it_gives_every_reason():
    found = signs("[url]x[/url]", name="www.x.example", honeypot="x", age_seconds=1, times_seen=9)
    assert found == [
        "hidden field was filled",
        "sent within 1 second",
        "same words came 10 times today",
        "looks like HTML or BBCode",
        "name holds a link",
    ]


LONG = "My left shoulder hurts since the shot on Friday. Should I come in?"


@pytest.mark.parametrize(
    "same",
    [
        LONG.upper(),
        LONG.replace(" ", "\r\n"),
        LONG.replace("?", "!!! 12345"),
        LONG.replace("o", "o\u0301"),
        f"  {LONG}\0",
    ],
)
def test_it_knows_the_same_words_in_another_dress(same):
    assert words_key(same) == words_key(LONG)


def test_it_tells_other_words_apart():
    assert words_key(LONG) != words_key(LONG.replace("left", "right"))


@pytest.mark.parametrize("message", ["", "please call me", "12345 " * 20, "May I swim? " * 3])
def test_it_never_counts_a_short_message_as_a_repeat(message):
    assert words_key(message) == ""


def test_it_keeps_no_words_in_the_key(settings):
    key = words_key(LONG)
    assert re.fullmatch(r"[0-9a-f]{64}", key)
    settings.SECRET_KEY = "another key " * 5
    assert words_key(LONG) != key


@pytest.mark.parametrize(
    "message",
    [
        *("a" * 10_000, "a." * 5_000, "a-" * 5_000, "www." * 2_500, "http://" * 1_500),
        *("<" * 10_000, "<b " * 3_000, "<b x" + " " * 10_000, "[url=" * 2_000, "page " * 2_000),
    ],
)
def test_it_judges_the_longest_message_quickly(message):
    def judge():
        return signs(message, name=message[:80])

    # Of the processor, which it has not for itself.
    assert min(timeit.repeat(judge, timer=time.process_time, number=1, repeat=3)) < 0.05


@pytest.mark.parametrize("text", ["\0", "\ud800" * 50, "\u202e" * 50, "é" * 5000])
def test_it_judges_any_text(text):
    assert signs(text, name=text, contact=text, honeypot="") == []
    assert isinstance(words_key(text), str)
