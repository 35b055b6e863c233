"""Reads phone numbers, addresses and dates the way people write them.

Each function raises ValidationError with a sentence that says how to mend what was typed.
"""

import re
import unicodedata
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from enquiries.forms.typed import is_blank
from enquiries.handling import plain_word

FEWEST_DIGITS, MOST_DIGITS = 10, 15
LONGEST_PHONE = 40
FEWEST_LETTERS_OF_WORD = 4
OLDEST_YEARS = 5
# "ext. 12" at the end; letters anywhere else are a slip.
PHONE = re.compile(r"\+?[\d()./ -]+?(?:\s*(?:ext(?:ension)?\.?|x|#)\s*(\d{1,6}))?", re.I | re.A)
MONTHS = {
    name: number
    for number, names in enumerate(
        "jan ene,feb,mar,apr abr,may,jun,jul,aug ago,sep set,oct,nov,dec dic".split(","), start=1
    )
    for name in names.split()
}
# Examples stay on one line: no-break spaces and hyphens.
MEND_PHONE = "Check your phone number. It needs 10 numbers, like 555\u2011010\u20110199."
MEND_EMAIL = "Check your email. Write it like name@example.com."
MEND_DATE = "Check the date of your injection. Write it with numbers, like 3\xa014\xa02026."


def read_phone(text: str) -> str:
    if is_blank(text):
        raise ValidationError("Write your phone number. We need it to call you.")
    text = re.sub("[‐-―]", "-", "".join(map(_plain_digit, text)))
    found = PHONE.fullmatch(text)
    digits = sum(c.isdigit() for c in text) - len(found[1] or "") if found else 0
    if not FEWEST_DIGITS <= digits <= MOST_DIGITS or len(text) > LONGEST_PHONE:
        raise ValidationError(MEND_PHONE)
    return " ".join(text.split())


def _plain_digit(character: str) -> str:
    """Digits of every script become 0 to 9."""
    value = unicodedata.decimal(character, None)
    return " " if character.isspace() else character if value is None else str(value)


def read_email(text: str) -> str:
    if is_blank(text):
        raise ValidationError("Write your email address.")
    try:
        validate_email(text)
    except ValidationError:
        raise ValidationError(MEND_EMAIL) from None
    return text


def read_safe_word(text: str) -> str:
    """Counted as it will be compared, so that “a!!!” is no word that “a” opens."""
    if sum(not c.isspace() for c in plain_word(text)) < FEWEST_LETTERS_OF_WORD:
        raise ValidationError("Choose a safe word of 4 letters or more.")
    return text


def read_date(month: str, day: str, year: str, today: date) -> date | None:
    """None when nothing was written."""
    parts = {"month": month, "day": day, "year": year}
    missing = [name for name, text in parts.items() if is_blank(text)]
    if len(missing) == len(parts):
        return None
    if missing:
        raise ValidationError(f"Add the {' and the '.join(missing)} of your injection.")
    found = _date(month, day, year)
    if found is None:
        raise ValidationError(MEND_DATE)
    if found > today:
        raise ValidationError("This date is after today. Write the day when you had the injection.")
    if found < _years_ago(today):
        raise ValidationError(f"This date is more than {OLDEST_YEARS} years ago. Check the year.")
    return found


def _date(month: str, day: str, year: str) -> date | None:
    number = MONTHS.get(month.casefold()[:3]) or _number(month)
    try:
        return date(_number(year) + (2000 if len(year) == 2 else 0), number, _number(day))
    except ValueError:
        return None


def _number(text: str) -> int:
    """0, which is no part of any date, for what is no number."""
    text = "".join(map(_plain_digit, text))
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else 0


def _years_ago(today: date) -> date:
    last = 28 if (today.month, today.day) == (2, 29) else today.day
    return today.replace(year=today.year - OLDEST_YEARS, day=last)
