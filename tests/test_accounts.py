"""Accounts of staff: whoever looks after them can make nobody mightier than they are themselves."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from content import publishing
from content.models import Edition
from tests import make, people, stamping

pytestmark = pytest.mark.django_db
PASSWORD = "another long enough secret"
LIST = "/admin/auth/user/"


@pytest.fixture
def ada():
    return people.ada()


@pytest.fixture
def as_ada(client, ada):
    client.force_login(ada)
    return client


def change(account) -> str:
    return reverse("admin:auth_user_change", args=[account.pk])


def password(account) -> str:
    return reverse("admin:auth_user_password_change", args=[account.pk])


def delete(account) -> str:
    return reverse("admin:auth_user_delete", args=[account.pk])


def form(account, **fields) -> dict:
    """What the screen would post for this account."""
    data = {
        "username": account.username,
        "first_name": account.first_name,
        "last_name": account.last_name,
        "email": account.email,
        "is_staff": "on" if account.is_staff else "",
        "is_active": "on" if account.is_active else "",
        "groups": [group.pk for group in account.groups.all()],
        "last_login_0": "",
        "last_login_1": "",
        "date_joined_0": account.date_joined.strftime("%Y-%m-%d"),
        "date_joined_1": account.date_joined.strftime("%H:%M:%S"),
    } | fields
    return {name: value for name, value in data.items() if value != ""}


def group(name: str) -> int:
    return Group.objects.get(name=name).pk


def groups(account) -> set[str]:
    return set(account.groups.values_list("name", flat=True))


def again(account) -> User:
    return User.objects.get(pk=account.pk)


def new_account() -> User:
    return people.person("nina")


def test_it_lets_an_administrator_make_an_account_and_give_it_work(as_ada):
    data = {"username": "nina", "usable_password": "true", "password1": PASSWORD}
    data |= {"password2": PASSWORD, "groups": [group("Editor")]}
    response = as_ada.post(f"{LIST}add/", data)
    nina = User.objects.get(username="nina")
    assert response.url == change(nina)
    assert (nina.is_staff, nina.is_superuser, groups(nina)) == (True, False, {"Editor"})
    as_ada.post(change(nina), form(nina, groups=[group("Editor"), group("Medical reviewer")]))
    assert groups(nina) == {"Editor", "Medical reviewer"}


@pytest.mark.parametrize("name", ["Editor", "Medical reviewer", "Publisher", "Administrator"])
def test_it_lets_an_administrator_give_out_each_group_of_the_guide(as_ada, name):
    nina = new_account()
    as_ada.post(change(nina), form(nina, groups=[group(name)]))
    assert groups(nina) == {name}


@pytest.mark.parametrize("name", ["Enquiry staff", "Privacy officer"])
def test_it_does_not_let_an_administrator_give_access_to_what_patients_wrote(as_ada, name):
    nina = new_account()
    assert name not in as_ada.get(change(nina)).content.decode().partition("<form")[2]
    response = as_ada.post(change(nina), form(nina, groups=[group("Editor"), group(name)]))
    assert response.status_code == 200
    assert "is not one of the available choices" in response.content.decode()
    assert groups(nina) == set()


def test_it_does_not_let_them_give_out_a_group_with_one_right_too_many(as_ada):
    mixed = Group.objects.create(name="Mixed")
    mixed.permissions.set(Permission.objects.filter(codename__in=["view_article", "view_enquiry"]))
    nina = new_account()
    as_ada.post(change(nina), form(nina, groups=[mixed.pk]))
    assert groups(nina) == set()


def test_it_takes_no_single_rights_and_no_superusers_tick_from_them(as_ada):
    nina = new_account()
    right = Permission.objects.get(codename="change_article")
    data = form(nina, is_superuser="on", user_permissions=[right.pk], email="n@clinic.example")
    assert as_ada.post(change(nina), data).status_code == 302
    assert again(nina).email == "n@clinic.example"
    assert not again(nina).is_superuser
    assert not nina.user_permissions.exists()
    screen = as_ada.get(change(nina)).content.decode()
    assert "is_superuser" not in screen
    assert "user_permissions" not in screen


def test_it_takes_no_superusers_tick_from_them_while_adding(as_ada):
    data = {"username": "nina", "usable_password": "true", "password1": PASSWORD}
    data |= {"password2": PASSWORD, "is_superuser": "on", "is_staff": "on"}
    too_much = as_ada.post(f"{LIST}add/", data | {"groups": [group("Privacy officer")]})
    assert "is not one of the available choices" in too_much.content.decode()
    assert not User.objects.filter(username="nina").exists()
    as_ada.post(f"{LIST}add/", data | {"groups": [group("Editor")]})
    nina = User.objects.get(username="nina")
    assert (nina.is_superuser, groups(nina)) == (False, {"Editor"})


def test_it_lets_nobody_change_their_own_standing(as_ada, ada):
    data = form(ada, is_superuser="on", first_name="Ada")
    data |= {"groups": [group("Medical reviewer"), group("Administrator")], "is_staff": ""}
    assert as_ada.post(change(ada), data).status_code == 302
    ada = again(ada)
    assert (ada.first_name, ada.is_superuser, ada.is_staff) == ("Ada", False, True)
    assert groups(ada) == {"Administrator"}
    assert "Somebody else has to change your own groups" in as_ada.get(change(ada)).content.decode()


def mightier() -> list[User]:
    """Accounts with more rights than Ada may give out, by each way of having them."""
    single = people.person("single")
    single.user_permissions.add(Permission.objects.get(codename="view_enquiry"))
    off = people.member("Enquiry staff", "off", is_active=False)
    max_off = people.max_()
    max_off.is_active = False
    max_off.save()
    boss = User.objects.create_superuser("boss", password=PASSWORD)
    return [people.carla(), people.olga(), single, off, max_off, boss]


def test_it_lets_them_change_nothing_about_those_who_may_do_more(as_ada):
    for account in mightier():
        before = again(account)
        for path in (change(account), password(account)):
            data = form(account, is_active="on", email="ada@clinic.example", groups=[])
            data |= {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
            data |= {"set-password": "x"}
            assert as_ada.post(path, data).status_code == 403, account.username
        assert as_ada.get(password(account)).status_code == 403
        after = again(account)
        assert (after.password, after.email, after.is_active, groups(after)) == (
            before.password,
            before.email,
            before.is_active,
            groups(before),
        )
        screen = as_ada.get(change(account)).content.decode()
        assert "has rights that you may not give out" in screen
        assert 'name="is_active"' not in screen
        assert "/password/" not in screen
        assert "salt" not in screen


def test_it_lets_them_set_a_new_password_for_those_who_may_not(as_ada):
    ben = people.ben()
    data = {"usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    assert as_ada.post(password(ben), data | {"set-password": "x"}).status_code == 302
    assert again(ben).check_password(PASSWORD)


def test_it_deletes_nobody_who_may_do_more(client, ada):
    ada.user_permissions.add(Permission.objects.get(codename="delete_user"))
    client.force_login(again(ada))
    nina = new_account()
    for account in mightier():
        assert client.post(delete(account), {"post": "yes"}).status_code == 403
        data = {"action": "delete_selected", "_selected_action": [account.pk], "post": "yes"}
        client.post(LIST, data)
        assert User.objects.filter(pk=account.pk).exists()
    assert client.post(delete(nina), {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=nina.pk).exists()


def test_it_keeps_the_account_of_whoever_did_something(client):
    """Its lines in the histories would go with it."""
    petra = people.petra()
    publishing.withdraw(make.live().article, by=petra, reason="It was wrong.")
    client.force_login(people.max_())
    assert "Take the tick at “Active” away instead." in client.get(delete(petra)).content.decode()
    client.post(delete(petra), {"post": "yes"})
    assert again(petra).is_active
    assert LogEntry.objects.filter(user=petra).exists()
    client.post(delete(people.ana()), {"post": "yes"})
    assert not User.objects.filter(username="ana").exists()


def test_it_lets_only_a_superuser_change_what_a_group_may_do(client, ada):
    rights = Permission.objects.filter(codename__in=["add_group", "change_group", "delete_group"])
    ada.user_permissions.set(rights)
    client.force_login(again(ada))
    own = Group.objects.get(name="Administrator")
    path = reverse("admin:auth_group_change", args=[own.pk])
    everything = list(Permission.objects.values_list("pk", flat=True))
    data = {"name": "Administrator", "permissions": everything}
    assert client.post(path, data).status_code == 403
    assert client.post("/admin/auth/group/add/", data | {"name": "All"}).status_code == 403
    assert client.post(path.replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert client.get(path).status_code == 200
    assert own.permissions.count() < len(everything)


def test_it_gives_signing_away_only_by_those_who_decide_what_is_public(client):
    """Somebody who may change accounts and nothing else gives nothing out."""
    nora = people.person("nora")
    nora.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    client.force_login(nora)
    nina = new_account()
    client.post(change(nina), form(nina, groups=[group("Medical reviewer")]))
    assert groups(nina) == set()
    assert client.post(change(people.ben()), {}).status_code == 403


@pytest.mark.parametrize("name", ["ana", "ben", "petra", "carla", "olga", "stranger"])
def test_it_shows_accounts_to_nobody_else(client, name):
    client.force_login(getattr(people, name)())
    nina = new_account()
    for path in (LIST, f"{LIST}add/", change(nina), password(nina), "/admin/auth/group/"):
        assert client.get(path).status_code in {302, 403}
        assert client.post(path, form(nina, first_name="Changed")).status_code in {302, 403}
    assert again(nina).first_name == ""


@pytest.mark.parametrize(
    "screen", ["second-step/", "invitation/", "change/", "password/", "history/", "delete/"]
)
@pytest.mark.parametrize("name", ["ana", "ben", "petra", "carla", "olga"])
def test_it_tells_nobody_else_which_accounts_there_are(client, name, screen):
    client.force_login(getattr(people, name)())
    there, not_there = people.max_().pk, User.objects.latest("pk").pk + 1
    for number in (there, not_there, 10**30):
        for method in (client.get, client.post):
            assert method(f"/admin/auth/user/{number}/{screen}").status_code == 403


def test_it_leaves_everything_to_a_superuser(client):
    client.force_login(people.max_())
    carla = people.carla()
    right = Permission.objects.get(codename="view_article")
    data = form(carla, is_superuser="on", user_permissions=[right.pk], groups=[group("Editor")])
    assert client.post(change(carla), data).status_code == 302
    assert again(carla).is_superuser
    assert groups(carla) == {"Editor"}
    assert "user_permissions" in client.get(change(carla)).content.decode()


@pytest.mark.parametrize("tick", ["is_active", "is_staff"])
def test_it_ends_what_a_closed_account_has_open(as_ada, tick):
    """Also when the account is opened again a moment later: a lost laptop may still be lost."""
    account, theirs = new_account(), Client()
    theirs.force_login(account)
    assert theirs.get("/admin/").status_code == 200
    for value in ("", "on"):
        data = form(account, **{tick: value})
        assert as_ada.post(change(account), data).status_code == 302
    assert getattr(again(account), tick)
    assert theirs.get("/admin/").status_code == 302


@pytest.mark.parametrize("left", [{"is_active": ""}, {"groups": []}])
def test_it_takes_whoever_leaves_off_the_public_list_of_reviewers(as_ada, left):
    ben = people.ben()
    stamping.sign(make.live())
    assert "Ben Okafor" in Client().get("/about/").content.decode()
    assert as_ada.post(change(ben), form(ben, **left)).status_code == 302
    assert "Ben Okafor" not in Client().get("/about/").content.decode()
    back = form(ben, is_active="on", groups=[group("Medical reviewer")])
    assert as_ada.post(change(ben), back).status_code == 302
    assert "Ben Okafor" in Client().get("/about/").content.decode()


@pytest.mark.parametrize(
    ("way", "data"), [("change", {"name": "Medical reviewer"}), ("delete", {"post": "yes"})]
)
def test_it_takes_them_off_when_their_group_may_sign_no_more(client, way, data):
    people.ben()
    stamping.sign(make.live())
    client.force_login(people.max_())
    assert "Ben Okafor" in Client().get("/about/").content.decode()
    path = reverse(f"admin:auth_group_{way}", args=[group("Medical reviewer")])
    assert client.post(path, data).status_code == 302
    assert "Ben Okafor" not in Client().get("/about/").content.decode()


def test_it_makes_no_new_edition_of_an_account_that_signed_nothing(as_ada):
    before, nina = Edition.current(), new_account()
    assert as_ada.post(change(nina), form(nina, first_name="Nina")).status_code == 302
    assert again(nina).first_name == "Nina"
    assert Edition.current() == before


@pytest.mark.parametrize("name", ["ada", "max_"])
def test_it_lets_nobody_back_in_whom_a_colleague_switched_off_meanwhile(client, name):
    """The form was opened before, and sent for another reason: a name, or a group."""
    account = people.ana(email="")
    client.force_login(getattr(people, name)())
    shown = client.get(change(account)).content.decode()
    assert account.password not in shown
    seen = {f"initial-{field}": value for field, value in form(account).items()}
    assert all(f'name="{field}"' in shown for field in seen if field[-2:] not in {"_0", "_1"})
    typed = form(account, last_name="Reyes") | seen
    User.objects.filter(pk=account.pk).update(is_active=False)
    account.groups.clear()
    assert client.post(change(account), typed).status_code == 302
    assert (again(account).is_active, again(account).last_name) == (False, "Reyes")
    assert groups(account) == set()
