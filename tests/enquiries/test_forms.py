"""Phone numbers, addresses, dates and words, read the way people write them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from enquiries.forms.reading import read_date, read_email, read_phone, read_safe_word
from enquiries.forms.typed import clean_line, clean_text
from enquiries.models import plain_contact

TODAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("5550100199", "5550100199"),
        ("(555) 010-0199", "(555) 010-0199"),
        ("555.010.0199", "555.010.0199"),
        ("+1 555 010 0199", "+1 555 010 0199"),
        ("1-555-010-0199", "1-555-010-0199"),
        ("555 010 0199 ext. 12", "555 010 0199 ext. 12"),
        ("555-010-0199 x4", "555-010-0199 x4"),
        ("555‑010–0199", "555-010-0199"),
        ("555\u00a0010\u20090199", "555 010 0199"),
        ("٥٥٥٠١٠٠١٩٩", "5550100199"),
        ("555 010 0199", "555 010 0199"),
        ("+44 20 7946 0958", "+44 20 7946 0958"),
    ],
)
def test_it_takes_a_phone_number_as_people_write_it(typed, kept):
    assert read_phone(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["555-0199", "call me", "555 010 0199 or 555 010 0198", "0" * 16, "911", "+", "x12", "½" * 10],
)
def test_it_takes_nothing_else_for_a_phone_number(typed):
    with pytest.raises(ValidationError, match="Check your phone number"):
        read_phone(typed)


def test_it_knows_a_number_by_its_digits_whatever_its_extension():
    numbers = ["(555) 010-0199", "+1 555 010 0199", "555.010.0199 ext. 12", "555 010 0199 x4"]
    assert {plain_contact(number) for number in numbers} == {"5550100199"}


@pytest.mark.parametrize("typed", ["rosa@example.org", "r.o+s@mail.example.co.uk", "a@bücher.de"])
def test_it_takes_an_address(typed):
    assert read_email(typed) == typed


@pytest.mark.parametrize(
    "typed", ["rosa", "rosa@", "@example.org", "a b@c.org", "a@b.org, c@d.e", "rosa@example"]
)
def test_it_says_how_an_address_looks(typed):
    with pytest.raises(ValidationError, match="Write it like name@"):
        read_email(typed)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (("", "", ""), None),
        (("3", "2", "2026"), date(2026, 3, 2)),
        (("03", "02", "26"), date(2026, 3, 2)),
        (("March", "2", "2026"), date(2026, 3, 2)),
        (("ene", "2", "2026"), date(2026, 1, 2)),
        (("sept", "30", "2025"), date(2025, 9, 30)),
        (("3", "9", "2026"), TODAY),
        (("3", "9", "2021"), date(2021, 3, 9)),
    ],
)
def test_it_reads_a_date(typed, found):
    assert read_date(*typed, TODAY) == found


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("", "2", "2026"), "Add the month of your injection."),
        (("3", "", " "), "Add the day and the year of your injection."),
        (("2", "30", "2026"), "Check the date of your injection."),
        (("13", "1", "2026"), "Check the date of your injection."),
        (("3", "-2", "2026"), "Check the date of your injection."),
        (("3", "2", "20261"), "Check the date of your injection."),
        (("x", "2", "2026"), "Check the date of your injection."),
        (("3", "10", "2026"), "This date is after today."),
        (("3", "8", "2021"), "This date is more than 5 years ago."),
        (("3", "8", "202"), "This date is more than 5 years ago."),
    ],
)
def test_it_says_how_to_mend_a_date(typed, sentence):
    with pytest.raises(ValidationError) as wrong:
        read_date(*typed, TODAY)
    assert sentence in wrong.value.messages[0]


def test_it_reads_a_date_on_the_last_day_of_february():
    assert read_date("2", "28", "2023", date(2028, 2, 29)) == date(2023, 2, 28)


def test_it_wants_a_safe_word_of_four_letters_in_any_script():
    assert read_safe_word("猫犬鳥魚") == "猫犬鳥魚"
    assert read_safe_word("blue bird") == "blue bird"
    for short in ("", "abc", " a b c "):
        with pytest.raises(ValidationError, match="4 letters or more"):
            read_safe_word(short)


@pytest.mark.parametrize("typed", ["a!!!", "!a.b?c", "ab--", "\u0301a\u0301b\u0301c"])
def test_it_counts_of_a_safe_word_what_is_compared(typed):
    with pytest.raises(ValidationError, match="4 letters or more"):
        read_safe_word(typed)


@pytest.mark.parametrize("typed", ["a1b2", "Ab-cd!", "!?!?", "🐦🌳🐦🌳"])
def test_it_takes_a_safe_word_with_enough_to_compare(typed):
    assert read_safe_word(typed) == typed


def test_it_makes_lines_of_all_line_ends():
    assert clean_text("a\r\nb\rc\u2028d\x0ce") == "a\nb\nc\nd\ne"
    assert clean_line("a\r\nb") == "a b"


def test_it_keeps_what_people_write_and_drops_what_hides():
    assert clean_text("Åsa 👩\u200d⚕️ نه\u200cخیر — “½”") == "Åsa 👩\u200d⚕️ نه\u200cخیر — “½”"
    assert clean_text("a\x00b\x7fc\x9bd\u202ee\u2066f\ufffeg\U0001ffffh\udc80i") == "abcdefghi"
