"""The form token: who may send, how old the page is, and what counts as sent already."""

import re
import time

import pytest
from django.core.signing import Signer

from enquiries import formtoken
from enquiries.formtoken import Expired, Forged, Missing, issue, read, submission_key


@pytest.fixture
def clock(monkeypatch):
    """Moves the time of the module to so many seconds after now."""
    start = int(time.time())

    def move(seconds: float) -> None:
        monkeypatch.setattr(formtoken.time, "time", lambda: start + seconds)

    move(0)
    return move


def test_it_reads_what_it_issued(clock):
    token = issue()
    clock(2.5)
    assert read(token).age_seconds == pytest.approx(2.5, abs=0.01)
    assert len(read(token).nonce) == 16


def test_it_issues_each_token_once():
    assert len({read(issue()).nonce for _ in range(200)}) == 200


def test_it_holds_nothing_that_needs_escaping_in_a_page():
    assert re.fullmatch(r"[\w.:-]{60,90}", issue())


def test_it_reads_a_page_that_was_left_open_for_a_day(clock):
    token = issue()
    clock(24 * 3600)
    assert read(token).age_seconds == pytest.approx(86400, abs=0.01)
    clock(24 * 3600 + 1)
    with pytest.raises(Expired):
        read(token)


def test_it_draws_nothing_from_a_clock_that_was_set_back(clock):
    token = issue()
    clock(-3600)
    assert read(token).age_seconds is None


def test_it_draws_nothing_from_the_age_of_a_form_that_was_shown_again(clock):
    token = issue(again=True)
    clock(1)
    assert read(token).age_seconds is None
    clock(24 * 3600 + 1)
    with pytest.raises(Expired):
        read(token)


@pytest.mark.parametrize("token", [None, ""])
def test_it_misses_a_token(token):
    with pytest.raises(Missing):
        read(token)


@pytest.mark.parametrize(
    "forge",
    [
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: "x" + token,
        lambda token: token.replace(".", ".9"),
        lambda token: token.partition(":")[0],
        lambda token: f" {token} ",
        lambda token: Signer(salt="another form").sign(token.partition(":")[0]),
        lambda token: token * 1000,
        lambda token: "\0",
        lambda token: "é\ud800",
        lambda token: "…",
    ],
)
def test_it_refuses_what_it_did_not_sign(forge):
    with pytest.raises(Forged):
        read(forge(issue()))


def test_it_reads_a_token_that_an_older_secret_key_signed(settings):
    token = issue()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a newer key " * 5
    assert read(token).nonce


def test_it_takes_a_double_click_for_one_submission():
    first = submission_key("nonce", "Rosa", "May I swim?\r\nIt is warm.", None, True)
    again = submission_key("nonce", "Rosa ", "May I swim?\nIt  is warm. ", None, True)
    assert first == again
    assert re.fullmatch(r"[0-9a-f]{64}", first)


def test_it_takes_both_spellings_of_an_accent_for_the_same():
    assert submission_key("n", "Jose\u0301") == submission_key("n", "José")


@pytest.mark.parametrize(
    "other",
    [
        ("nonce", "Rosa", "May I swim today?"),
        ("nonce", "Rosa May", "I swim?"),
        ("nonce", "", "Rosa", "May I swim?"),
        ("nonce", "rosa", "May I swim?"),
        ("another", "Rosa", "May I swim?"),
    ],
)
def test_it_takes_an_edited_message_for_a_new_one(other):
    assert submission_key("nonce", "Rosa", "May I swim?") != submission_key(*other)


def test_it_cannot_be_guessed_without_the_secret_key(settings):
    first = submission_key("nonce", "May I swim?")
    settings.SECRET_KEY = "another key " * 5
    assert submission_key("nonce", "May I swim?") != first


def test_it_keys_any_text_that_reaches_it():
    assert submission_key("nonce", "\0\ud800\U0001f600")
