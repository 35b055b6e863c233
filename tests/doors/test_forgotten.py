"""Whoever forgot the password gets a link by mail, and nobody learns who has an account."""

import logging
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enquiries.handling import posting
from enquiries.models import OutboxMessage
from tests import people, signed_in
from tests.doors.test_invitations import (
    NEW,
    both_at_once,
    choose,
    is_over,
    letters,
    link_in,
    link_that_works_for,
)
from tests.doors.test_steps import CODE, LOGIN, SET_UP, is_in, password
from tests.doors.test_throttle import later
from tpi_site import mail_address
from tpi_site.doors import changes, invitations, links, throttle
from tpi_site.doors.models import WrongTries

pytestmark = pytest.mark.django_db
ASK, ASKED = "/admin/login/forgotten/", "/admin/login/forgotten/asked/"
ANA = "ana@clinic.example"
SUBJECT = "A new password for the guide for staff"
TOO_OFTEN = "This was asked too often."
# Digits would be right now and then: the apps of these tests show some 600 codes at once.
WRONG = "no code"


@pytest.fixture
def ana():
    return people.ana(email=ANA)


def ask(name="ana", client=None, **headers):
    return (client or Client()).post(ASK, {"name": name}, **headers)


def mails() -> list:
    """The question is looked up in one round of due work; the mail leaves in the next."""
    return letters() + letters()


@pytest.fixture
def link(ana):
    ask()
    [letter] = mails()
    return link_in(letter)


def token_in(link: str) -> str:
    return link.rstrip("/").partition(".")[2]


def test_it_is_offered_where_mail_leaves_the_machine(client, settings):
    page = client.get(LOGIN).content.decode()
    assert f'<a href="{ASK}">Forgot your password?</a>' in page
    assert "Username or mail address" in client.get(ASK).content.decode()
    settings.EMAIL_BACKEND = mail_address.FILES
    page = client.get(LOGIN).content.decode()
    assert ASK not in page
    assert "ask whoever looks after the accounts for a new one" in page
    for answer in (client.get(ASK), ask(), client.get(ASKED)):
        assert answer.url == LOGIN
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("name", ["ana", "Ana", " ana ", ANA, "ANA@Clinic.example"])
def test_it_mails_a_link_that_sets_a_new_password(ana, name):
    assert ask(name).url == ASKED
    [letter] = mails()
    assert (letter.to, letter.subject) == ([ANA], SUBJECT)
    assert "Hello Ana," in letter.body
    assert "your account “ana” at https://guide.example.org." in letter.body
    theirs = Client()
    page = theirs.get(link_in(letter), follow=True).content.decode()
    assert "Set a new password" in page
    assert "You log in as <strong>ana</strong>" in page
    assert choose(theirs, link_in(letter)).url == "/admin/"
    home = theirs.get("/admin/")
    assert home.status_code == 200
    assert "You log in as “ana”." in home.content.decode()
    assert User.objects.get().check_password(NEW)
    [told] = mails()
    assert (told.to, told.subject) == ([ANA], "Your password for the guide was changed")


def test_it_is_no_way_round_the_second_step():
    for user in (people.ben(email="ben@clinic.example"), people.max_()):
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@clinic.example")
        app = signed_in.add_app(user)
        ask(user.username)
        theirs = Client()
        assert choose(theirs, link_in(mails()[0])).url == CODE
        assert not is_in(theirs)
        mails()
        theirs.post(CODE, {"code": WRONG})
        assert not is_in(theirs)
        theirs.post(CODE, {"code": signed_in.code_of(app)})
        assert is_in(theirs)


def test_it_leads_to_the_set_up_whoever_needs_a_second_step_and_has_none():
    people.carla(email="carla@clinic.example")
    ask("carla")
    theirs = Client()
    assert choose(theirs, link_in(mails()[0])).url == SET_UP
    assert not is_in(theirs)


def test_it_gives_no_more_tries_at_the_code():
    ben = people.ben(email="ben@clinic.example")
    app = signed_in.add_app(ben)
    first = Client()
    password(first, ben)
    for _ in range(throttle.FREE):
        first.post(CODE, {"code": WRONG})
    ask("ben")
    theirs = Client()
    choose(theirs, link_in(mails()[0]))
    late = theirs.post(CODE, {"code": signed_in.code_of(app)})
    assert "Too many wrong tries" in late.content.decode()
    assert not is_in(theirs)


def test_it_ends_what_was_open_elsewhere(ana):
    elsewhere, theirs = Client(), Client()
    signed_in.sign_in(elsewhere, ana)
    ask()
    [letter] = mails()
    assert is_in(elsewhere)
    choose(theirs, link_in(letter))
    assert is_in(theirs)
    assert not is_in(elsewhere)
    assert ana.sign_ins.count() == 1


def closed():
    people.ana(email=ANA, is_active=False)


def without_an_address():
    people.ana()


def no_staff():
    User.objects.create_user("ana", ANA, signed_in.PASSWORD)


def without_a_password():
    User.objects.create_user("ana", ANA, is_staff=True)


def known():
    people.ana(email=ANA)


def invited():
    account = people.ana(email=ANA)
    User.objects.filter(pk=account.pk).update(password=invitations.new_mark())


def questions(name: str) -> tuple[list[str], int, str]:
    """What was asked of the database, without the values; status and page at the end."""
    client = Client()
    client.get(ASK)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.post(ASK, {"name": name})
    shapes = [re.sub(r"'[^']*'|\b\d+\b|x[0-9a-f_]+", "?", query["sql"]) for query in asked]
    return shapes, answer.status_code, client.get(answer.url).content.decode()


@pytest.mark.parametrize("name", ["ana", ANA])
@pytest.mark.parametrize(
    "who", [closed, without_an_address, no_staff, without_a_password, known, invited]
)
def test_it_tells_nobody_who_has_an_account(who, name):
    """The same answer after the same work: no account is looked at before it is given."""
    stranger = questions("someone-else")
    WrongTries.objects.all().delete()
    who()
    assert questions(name) == stranger
    assert not any("auth_user" in shape for shape in stranger[0])
    assert len(mails()) == (who in (known, invited))


def test_it_keeps_no_link_and_no_name_in_the_clear(ana):
    ask("Somebody's secret, typed by mistake")
    ask()
    letters()
    [row] = OutboxMessage.objects.all()
    assert "new-password" not in row.payload
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM enquiries_outboxmessage")
        assert "ana" not in str(cursor.fetchall())
    assert [letter.subject for letter in letters()] == [SUBJECT]


def test_it_works_once(ana, link):
    late = Client()
    form = late.get(link).url
    choose(Client(), link)
    assert is_over(Client(), link)
    answer = late.post(form, {"new_password1": NEW + "!", "new_password2": NEW + "!"})
    assert answer.status_code == 410
    assert "Have a new link sent" in answer.content.decode()
    assert User.objects.get().check_password(NEW)


def test_it_takes_one_of_two_in_the_same_instant(ana):
    assert both_at_once(changes.renew, User.objects.get(), User.objects.get()) == [True, False]
    assert User.objects.get().check_password(NEW)


@pytest.mark.parametrize(("seconds", "over"), [(-60, False), (60, True)])
def test_it_works_as_long_as_the_mail_says(ana, monkeypatch, seconds, over):
    ask()
    link = link_that_works_for(timedelta(hours=1), mails)
    end = links.new_password._now() + timedelta(hours=1, seconds=seconds)
    monkeypatch.setattr(links.new_password, "_now", lambda: end)
    assert is_over(Client(), link) is over


CHANGES = [
    {"is_active": False},
    {"is_staff": False},
    {"email": "other@clinic.example"},
    {"email": ""},
    {"password": "md5$a$b"},
    {"last_login": timezone.now() + timedelta(minutes=1)},
]


@pytest.mark.parametrize("change", CHANGES)
def test_its_link_ends_with_what_it_was_made_for(link, change):
    User.objects.update(**change)
    assert is_over(Client(), link)


@pytest.mark.parametrize("change", CHANGES)
def test_a_mail_that_waits_is_dropped_with_what_it_was_made_for(ana, change):
    ask()
    assert letters() == []
    User.objects.update(**change)
    assert letters() == []
    assert not OutboxMessage.objects.exists()


def test_it_opens_no_other_account(link):
    people.ben(email="ben@clinic.example")
    ask("ben")
    who = link.removeprefix("/admin/new-password/").partition(".")[0]
    theirs = link_in(mails()[0]).removeprefix("/admin/new-password/").partition(".")[0]
    assert theirs != who
    for address in (f"{theirs}.{token_in(link)}", f"{who}.set-password", f"{who}.x", f"{who}.a-b"):
        assert is_over(Client(), f"/admin/new-password/{address}/"), address
    assert is_over(Client(), link.replace("new-password", "invitation"))


def test_an_invited_colleague_gets_the_invitation_again():
    invited()
    account = User.objects.get()
    first = invitations.tokens.path(account)
    ask()
    [letter] = mails()
    assert (letter.to, letter.subject) == ([ANA], "Your account for the guide for staff")
    assert "An account was made for you at https://guide.example.org." in letter.body
    again = link_in(letter)
    # Else a stranger who asks would end the link that its owner has.
    assert not is_over(Client(), first)
    assert is_over(Client(), again.replace("invitation", "new-password"))
    assert is_over(Client(), links.new_password.path(account))
    assert choose(Client(), again).url == "/admin/"
    assert is_over(Client(), first)


def test_people_with_one_address_each_get_theirs(ana):
    people.petra(email=ANA.upper())
    ask(ANA)
    assert [re.findall("account “(.*)”", letter.body) for letter in mails()] == [["ana"], ["petra"]]


@pytest.mark.parametrize("weak", ["password2026!", "qwertyuiop[]12", "ana-ruiz-2026", "short"])
def test_it_refuses_weak_passwords(link, weak):
    theirs = Client()
    page = choose(theirs, link, weak)
    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.content.decode()
    assert User.objects.get().check_password(signed_in.PASSWORD)
    assert choose(theirs, link).url == "/admin/"


@pytest.mark.parametrize("name", ["", "   ", "a\x00b", "a" * 255])
def test_it_asks_for_something_that_can_be_a_name(ana, name):
    answer = ask(name)
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert mails() == []


def test_it_keeps_the_token_to_itself(link):
    theirs = Client()
    first = theirs.get(link)
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert token_in(link) not in first.url
    form = theirs.get(first.url)
    # Any stricter, and browsers would send the form with no origin, which Django refuses.
    assert form.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in form.headers["Cache-Control"]
    assert token_in(link) not in form.content.decode()
    assert "ana" not in link


def test_it_leaves_the_token_out_of_the_log(link, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)
    choose(Client(), link)
    assert is_over(Client(), link)
    assert "Gone: /admin/new-password/…/" in caplog.text
    assert token_in(link) not in caplog.text


def test_it_ends_nothing_that_a_colleague_has_open(ana, link, client):
    client.force_login(people.petra())
    assert "You are logged in as <strong>petra</strong>" in client.get(link).content.decode()
    form = link.replace(token_in(link), "set-password")
    client.post(form, {"new_password1": NEW, "new_password2": NEW})
    assert User.objects.get(username="ana").check_password(signed_in.PASSWORD)
    assert is_in(client)


@pytest.mark.parametrize("name", ["ana", "nobody"])
def test_it_slows_down_who_asks_again_and_again(ana, name):
    for _ in range(throttle.FREE):
        assert ask(name).url == ASKED
    late = ask(name).content.decode()
    assert f"{TOO_OFTEN} Wait 1 minute, then try again." in late
    assert OutboxMessage.objects.count() == throttle.FREE
    later(timedelta(minutes=1))
    assert ask(name).url == ASKED


def test_it_stops_who_asks_for_one_name_from_many_networks(ana):
    for number in range(throttle.FREE_FOR_A_NAME):
        assert ask(REMOTE_ADDR=f"198.51.{number}.7").url == ASKED
    assert TOO_OFTEN in ask(REMOTE_ADDR="203.0.113.7").content.decode()
    assert len(mails()) == throttle.FREE_FOR_MAILS


def test_it_stops_who_goes_through_many_names(ana):
    for number in range(throttle.FREE_FOR_A_NETWORK):
        assert ask(f"name-{number}").url == ASKED
    assert TOO_OFTEN in ask().content.decode()
    assert ask(REMOTE_ADDR="198.51.100.7").url == ASKED


def test_its_limit_and_that_of_signing_in_are_two(ana):
    """Whoever forgot the password tried a few; and asking takes no try away."""
    for _ in range(throttle.FREE + 1):
        page = Client().post(LOGIN, {"username": "ana", "password": "guess"})
    assert "Too many wrong tries" in page.content.decode()
    assert ask().url == ASKED
    WrongTries.objects.all().delete()
    for _ in range(throttle.FREE + 1):
        ask()
    client = Client()
    password(client, ana)
    assert is_in(client)


def test_it_floods_nobody_with_mails_and_keeps_nobody_waiting_for_long(ana):
    """By either name and from everywhere; a wait is no longer than the link before it works."""
    sent = 0
    for number in range(24):
        for name in ("ana", ANA, "ANA"):
            ask(name, REMOTE_ADDR=f"198.51.{number}.7")
        sent += len(mails())
        WrongTries.objects.exclude(key=key_of_mails(ana)).delete()
        assert sent == throttle.FREE_FOR_MAILS + number
        later(links.new_password.lasts)


def key_of_mails(user) -> str:
    [limit] = throttle.for_mails(user, timedelta(hours=1))
    return limit.key


def test_many_questions_in_a_row_bring_three_mails(ana):
    for number in range(12):
        ask(REMOTE_ADDR=f"198.51.{number}.7")
    assert len(mails()) == throttle.FREE_FOR_MAILS
    assert posting.deliver_due().waiting == 0
