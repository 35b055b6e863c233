"""A colleague is invited by mail and sets the first password, and nobody else does."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from enquiries.handling import posting
from enquiries.models import OutboxMessage
from tests import people, signed_in
from tests.content.test_desk_doors import is_let_in
from tests.doors.test_steps import LOGIN, SET_UP, is_in, password
from tests.enquiries.test_outbox import Broken
from tpi_site import mail_address
from tpi_site.doors import changes, invitations, throttle

pytestmark = pytest.mark.django_db
ADD, LIST = "/admin/auth/user/add/", "/admin/auth/user/"
NINA = "nina@clinic.example"
NEW = "tin kettle on the porch"
INVITED, GONE = "Invited, not yet signed in", "This link does not work any more"


def fields(group="Editor", **other) -> dict:
    """What the screen posts for a new colleague."""
    groups = [Group.objects.get(name=group).pk]
    who = {"username": "nina", "first_name": "Nina", "last_name": "Lind", "email": NINA}
    return who | {"groups": groups, "usable_password": "false"} | other


def nina() -> User:
    return User.objects.get(username="nina")


def again_at(account) -> str:
    return reverse("admin:invite_again", args=[account.pk])


def letters() -> list[mail.EmailMessage]:
    posting.deliver_due()
    sent, mail.outbox[:] = mail.outbox[:], []
    return sent


def link_in(letter: mail.EmailMessage) -> str:
    [link] = re.findall(r"https://guide\.example\.org(/admin/\S+\.\S+)", letter.body)
    return link


def link_that_works_for(lasts: timedelta, read: Callable[[], list]) -> str:
    """From the one mail that `read` gives, which says until when."""
    moments = [timezone.localtime()]
    [letter] = read()
    moments.append(timezone.localtime())
    untils = [date_format(at + lasts, "F j, Y, g:i a") for at in moments]
    assert any(f"works once, until {until} (the clinic's clock)" in letter.body for until in untils)
    return link_in(letter)


def both_at_once(keep: Callable, first: User, second: User) -> list[bool]:
    """Both were looked at before either was kept."""
    before = first.password
    first.set_password(NEW)
    second.set_password("another long enough secret")
    return [keep(first, before), keep(second, before)]


def age(account, by=timedelta(minutes=6)) -> None:
    """The mail was asked for a while ago."""
    mark = int(invitations.number(account)) - by // timedelta(microseconds=1)
    User.objects.filter(pk=account.pk).update(password=f"{invitations.MARK}{mark}")


def choose(client: Client, link: str, new=NEW, **other):
    form = client.get(link)
    return client.post(form.url, {"new_password1": new, "new_password2": new} | other)


@pytest.fixture
def office(client):
    client.force_login(people.ada(first_name="Ada", last_name="Stone"))
    return client


@pytest.fixture
def link(office):
    office.post(ADD, fields())
    [letter] = letters()
    return link_in(letter)


def test_it_invites_a_colleague_who_sets_the_password_and_is_in(office):
    answer = office.post(ADD, fields())
    assert answer.url == reverse("admin:auth_user_change", args=[nina().pk])
    assert not nina().has_usable_password()
    assert (nina().is_staff, [g.name for g in nina().groups.all()]) == (True, ["Editor"])
    [letter] = letters()
    assert (letter.to, letter.subject) == ([NINA], "Your account for the guide for staff")
    assert "Hello Nina," in letter.body
    assert "Ada Stone made an account for you" in letter.body
    theirs = Client()
    page = theirs.get(link_in(letter), follow=True).content.decode()
    assert "You log in as <strong>nina</strong>" in page
    assert choose(theirs, link_in(letter)).url == "/admin/"
    assert is_in(theirs)
    assert nina().check_password(NEW)
    [told] = letters()
    assert (told.to, told.subject) == ([NINA], "Your password for the guide is set")
    assert "https://guide.example.org/admin/" in told.body


def test_it_leads_on_to_the_second_step_whoever_needs_one(office):
    office.post(ADD, fields("Medical reviewer"))
    theirs = Client()
    answer = choose(theirs, link_in(letters()[0]))
    assert answer.url == SET_UP
    page = theirs.get(SET_UP).content.decode()
    assert "Your password is set. From now on you log in as “nina”." in page
    assert "You need this before you go on." in page
    assert not is_in(theirs)


def test_it_says_in_the_list_who_was_invited(office, link):
    assert INVITED in office.get(LIST).content.decode()
    assert INVITED[9:] in office.get(change_of(nina())).content.decode()
    choose(Client(), link)
    assert INVITED not in office.get(LIST).content.decode()
    assert again_at(nina()) not in office.get(change_of(nina())).content.decode()


def change_of(account) -> str:
    return reverse("admin:auth_user_change", args=[account.pk])


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"email": ""}, "Write where the invitation goes"),
        ({"email": "nina"}, "Enter a valid email address"),
        ({"groups": []}, "Choose what they will do: at least one group."),
        ({"username": ""}, "This field is required"),
        ({"usable_password": "true"}, "This field is required"),
    ],
)
def test_it_asks_for_what_an_invitation_needs(office, missing, words):
    answer = office.post(ADD, fields(**missing))
    assert words in answer.content.decode()
    assert not User.objects.filter(username="nina").exists()
    assert letters() == []


def test_it_takes_a_first_password_where_there_is_no_address(office):
    typed = {"usable_password": "true", "password1": NEW, "password2": NEW, "email": ""}
    office.post(ADD, fields(**typed))
    assert nina().check_password(NEW)
    assert letters() == []
    assert INVITED not in office.get(LIST).content.decode()
    User.objects.all().delete()
    office.force_login(people.max_())
    weak = {"password1": "password2026!", "password2": "password2026!"}
    refused = office.post(ADD, fields(**typed | weak)).content.decode()
    assert "Do not use a common password" in refused


def test_it_offers_first_what_gets_to_people(office, settings):
    chosen = r'value="(true|false)"[^>]* checked'
    assert re.findall(chosen, office.get(ADD).content.decode()) == ["false"]
    settings.EMAIL_BACKEND, settings.MAIL_GOES_TO = mail_address.FILES, "the folder /var/mails"
    page = office.get(ADD).content.decode()
    assert re.findall(chosen, page) == ["true"]
    assert "This site sends no mail: an invitation lies in the folder /var/mails." in page


@pytest.mark.parametrize("weak", ["password2026!", "qwertyuiop[]12", "nina-lind-2026", "short"])
def test_it_refuses_weak_passwords(link, weak):
    theirs = Client()
    page = choose(theirs, link, weak)
    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.content.decode()
    assert not nina().has_usable_password()
    assert not is_in(theirs)
    assert choose(theirs, link).url == "/admin/"


def is_over(client: Client, address: str) -> bool:
    answer = client.get(address, follow=True)
    page = answer.content.decode()
    return answer.status_code == 410 and GONE in page and "nina" not in page


def test_it_works_once(link):
    late = Client()
    form = late.get(link).url
    choose(Client(), link)
    assert is_over(Client(), link)
    answer = late.post(form, {"new_password1": NEW + "!", "new_password2": NEW + "!"})
    assert answer.status_code == 410
    assert "send the invitation again" in answer.content.decode()
    assert nina().check_password(NEW)


def test_it_takes_one_of_two_in_the_same_instant(link):
    assert both_at_once(changes.accept, nina(), nina()) == [True, False]
    assert nina().check_password(NEW)


@pytest.mark.parametrize(("seconds", "over"), [(-60, False), (60, True)])
def test_it_works_as_long_as_the_mail_says(office, monkeypatch, seconds, over):
    office.post(ADD, fields())
    link = link_that_works_for(timedelta(days=7), letters)
    later = invitations.tokens._now() + timedelta(days=7, seconds=seconds)
    monkeypatch.setattr(invitations.tokens, "_now", lambda: later)
    assert is_over(Client(), link) is over


@pytest.mark.parametrize("tick", ["is_active", "is_staff"])
def test_it_lets_nobody_in_whose_account_was_switched_off(link, tick):
    User.objects.filter(username="nina").update(**{tick: False})
    assert is_over(Client(), link)


def test_it_takes_no_other_link(office, link):
    """Another's number with this token; what is no number; what is no token."""
    office.post(ADD, fields(username="otto", email="otto@clinic.example"))
    who, _, token = link.removeprefix("/admin/invitation/").rstrip("/").partition(".")
    theirs = link_in(letters()[0]).removeprefix("/admin/invitation/").partition(".")[0]
    assert theirs != who
    odd = [theirs, "x", "²", "AA", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"]
    for address in [f"{one}.{token}" for one in odd] + [
        f"{who}.{other}" for other in ("set-password", "x", "a-b", token[:-1] + "g", token + "0")
    ]:
        assert is_over(Client(), f"/admin/invitation/{address}/"), address
    assert not User.objects.filter(username__in=["nina", "otto"], password__startswith="md5")


def test_it_is_no_way_in_for_who_has_a_password(link):
    """Django's machinery would make such links for everybody."""
    ben = people.ben(email="ben@clinic.example")
    assert is_over(Client(), invitations.tokens.path(ben))
    ben.set_unusable_password()
    ben.save()
    assert is_over(Client(), invitations.tokens.path(ben))


def test_it_keeps_the_token_to_itself(link):
    theirs = Client()
    first = theirs.get(link)
    token = link.rstrip("/").partition(".")[2]
    assert first.headers["Referrer-Policy"] == "no-referrer"
    assert token not in first.url
    form = theirs.get(first.url)
    # Any stricter, and browsers would send the form with no origin, which Django refuses.
    assert form.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in form.headers["Cache-Control"]
    assert token not in form.content.decode()
    assert "nina" not in link


def test_it_leaves_the_token_out_of_the_log(link, caplog, monkeypatch):
    monkeypatch.setattr(logging.getLogger("django"), "propagate", True)
    choose(Client(), link)
    assert is_over(Client(), link)
    assert "Gone: /admin/invitation/…/" in caplog.text
    assert link.rstrip("/").partition(".")[2] not in caplog.text


def test_it_slows_down_who_tries_links(link):
    stranger = Client(REMOTE_ADDR="198.51.100.7")
    for number in range(throttle.FREE_FOR_A_NETWORK):
        answer = stranger.get(f"/admin/invitation/MQ.{number}-abc/")
        assert answer.status_code == 410
    late = stranger.get(link)
    assert late.status_code == 429
    assert "Wait 1 minute" in late.content.decode()
    assert late.headers["Referrer-Policy"] == "no-referrer"
    assert choose(Client(REMOTE_ADDR="203.0.113.7"), link).url == "/admin/"


def test_a_right_link_costs_nothing(link):
    theirs = Client()
    for _ in range(throttle.FREE_FOR_A_NETWORK + 1):
        assert theirs.get(link, follow=True).status_code == 200


def test_it_ends_nothing_that_a_colleague_has_open(office, link):
    page = office.get(link).content.decode()
    assert "You are logged in as <strong>ada</strong>" in page
    form = link.replace(link.rstrip("/").partition(".")[2], "set-password")
    office.post(form, {"new_password1": NEW, "new_password2": NEW})
    assert not nina().has_usable_password()
    assert is_in(office)


def test_it_ends_a_half_sign_in_of_somebody_else(link):
    theirs = Client()
    carla = people.carla()
    signed_in.add_app(carla)
    password(theirs, carla)
    choose(theirs, link)
    assert theirs.get("/admin/").wsgi_request.user == nina()


def test_it_sends_the_invitation_again_while_it_is_not_used(office, link):
    age(nina())
    account = office.get(change_of(nina())).content.decode()
    assert again_at(nina()) in account
    assert "Send it again" in office.get(again_at(nina())).content.decode()
    assert office.post(again_at(nina())).url == change_of(nina())
    [letter] = letters()
    assert letter.to == [NINA]
    assert is_over(Client(), link)
    assert LogEntry.objects.filter(change_message__contains="Sent the invitation again.").exists()
    choose(Client(), link_in(letter))
    assert office.post(again_at(nina()), follow=True).content.decode().count("no invitation") == 1
    assert nina().check_password(NEW)
    assert [letter.subject for letter in letters()] == ["Your password for the guide is set"]


def test_it_sends_no_two_at_once(office, link):
    said = office.post(again_at(nina()), follow=True).content.decode()
    assert "less than five minutes old" in said
    assert letters() == []
    assert not is_over(Client(), link)


def test_it_takes_no_password_back_that_was_set_meanwhile(link):
    stale = nina()
    choose(Client(), link)
    with pytest.raises(changes.Refused, match="has set a password meanwhile"):
        changes.invite(stale, by="Ada")
    assert nina().check_password(NEW)


def test_it_invites_anew_at_an_address_that_was_mended(office):
    """The first one may be a stranger's: it is told nothing more, and its link ends."""
    office.post(ADD, fields(email="nnia@clinic.example"))
    wrong = nina()
    [first] = letters()
    office.post(change_of(wrong), form_of(wrong, email=NINA))
    [second] = letters()
    assert (second.to, second.subject) == ([NINA], first.subject)
    assert is_over(Client(), link_in(first))
    assert choose(Client(), link_in(second)).url == "/admin/"


def form_of(account, **other) -> dict:
    kept = {"username": account.username, "is_active": "on", "is_staff": "on"}
    return kept | {"groups": [group.pk for group in account.groups.all()]} | other


def test_a_mail_that_waits_takes_no_link_to_the_address_before(office):
    office.post(ADD, fields(email="nnia@clinic.example"))
    office.post(change_of(nina()), form_of(nina(), email=NINA))
    assert [letter.to for letter in letters()] == [[NINA]]


def test_it_says_how_the_mail_goes(office, settings):
    office.post(ADD, fields())
    assert "The mail is on its way." in office.get(change_of(nina())).content.decode()
    settings.EMAIL_BACKEND = f"{Broken.__module__}.Broken"
    posting.deliver_due()
    failed = office.get(change_of(nina())).content.decode()
    assert "The mail has not left (ConnectionRefusedError)." in failed
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutboxMessage.objects.update(attempts=0, problem="", next_at=nina().date_joined)
    letters()
    assert "The mail has left." in office.get(again_at(nina())).content.decode()


def test_it_has_no_way_to_invite_who_has_no_address(office, link):
    account = nina()
    office.post(change_of(account), form_of(account, email=""))
    assert letters() == []
    assert is_over(Client(), link)
    page = office.get(change_of(account)).content.decode()
    assert "Without a mail address" in page
    assert again_at(account) not in page


def test_an_administrator_may_still_type_a_password_for_them(office, link):
    typed = {"password1": NEW, "password2": NEW, "usable_password": "true", "set-password": "x"}
    office.post(reverse("admin:auth_user_password_change", args=[nina().pk]), typed)
    assert nina().check_password(NEW)
    assert is_over(Client(), link)
    assert INVITED not in office.get(LIST).content.decode()


@pytest.mark.parametrize("name", ["ana", "ben", "petra", "carla", "olga", "stranger"])
def test_nobody_else_invites(client, name):
    account = people.person("nina", email=NINA)
    User.objects.filter(pk=account.pk).update(password=invitations.new_mark())
    age(nina())
    client.force_login(getattr(people, name)())
    for method in (client.get, client.post):
        assert not is_let_in(method(again_at(account)))
        assert not is_let_in(method(ADD, fields(username="otto")))
    assert not User.objects.filter(username="otto").exists()
    assert letters() == []


def test_nobody_invites_who_may_do_more(office):
    """Ada may give nobody what patients wrote, nor send the link of whoever has it."""
    too_much = office.post(ADD, fields("Enquiry staff")).content.decode()
    assert "is not one of the available choices" in too_much
    for account in (people.carla(email=NINA), people.max_()):
        User.objects.filter(pk=account.pk).update(password=invitations.new_mark(), email=NINA)
        age(User.objects.get(pk=account.pk))
        for method in (office.get, office.post):
            assert method(again_at(account)).status_code == 403
        assert again_at(account) not in office.get(change_of(account)).content.decode()
    assert letters() == []


def test_nobody_signs_in_before_the_password_is_set(link):
    for guess in ("", nina().password, "!"):
        answer = Client().post(LOGIN, {"username": "nina", "password": guess})
        assert answer.status_code == 200
    assert not nina().last_login
