"""Who comes in where: every address of the inbox, for each of the cast, by every method."""

import pytest
from django.urls import reverse

from enquiries.admin.enquiries import VIEWS, EnquiryAdmin
from enquiries.models import AuditEvent, Enquiry, ErasureReceipt, OutboxMessage
from tests import people
from tests.enquiries import make

pytestmark = pytest.mark.django_db

ADDRESSES = [name for _, _, name in VIEWS]
FOR_ONE = [name for route, _, name in VIEWS if "<int:pk>" in route]
ASKS_WHY = {"change", "print", "export_one", "erase"}
METHODS = ["get", "post", "put", "delete", "head", "options"]
# What each may open with GET. Whatever is not named here is closed, new addresses too.
OPEN_TO = {
    "carla": {"changelist", "add", "short", "change", "print", "history", "gaps"},
    "olga": {
        "changelist", "short", "change", "print", "history", "person", "export", "export_one",
        "review", "erase", "erasures",
    },
    "max": set(ADDRESSES) - {"delete", "autosave", "presence"},
}  # fmt: skip
WORK_FOR = {
    "carla": {"send", "save", "note", "status", "assign_me", "called", "gap", "insert_preset"},
    "olga": {"hold", "release"},
}
FORBIDDEN_WORK = {
    "carla": WORK_FOR["olga"],
    "olga": WORK_FOR["carla"] | {"undo", "retry", "insert_page"},
}


@pytest.fixture
def enquiry():
    return make.enquiry(contact=make.EMAIL)


def address(name: str, enquiry: Enquiry) -> str:
    args = [enquiry.pk] if name in FOR_ONE else []
    return reverse(f"admin:enquiries_enquiry_{name}", args=args)


def person(name: str):
    return {"carla": people.carla, "olga": people.olga, "max": people.max_}[name]()


def test_it_knows_every_address_of_the_inbox():
    from django.contrib import admin

    names = [url.name for url in admin.site._registry[Enquiry].get_urls()]
    assert names == [f"enquiries_enquiry_{name}" for name in ADDRESSES]
    assert isinstance(admin.site._registry[Enquiry], EnquiryAdmin)


@pytest.mark.parametrize("method", METHODS)
def test_it_sends_an_outsider_to_log_in_from_every_address(client, enquiry, method):
    for name in ADDRESSES:
        response = getattr(client, method)(address(name, enquiry))
        assert response.status_code == 302, name
        assert response["Location"].startswith(reverse("admin:login")), name


@pytest.mark.parametrize("method", METHODS)
def test_it_sends_somebody_who_is_not_staff_to_log_in(client, enquiry, method):
    client.force_login(people.stranger())
    for name in ADDRESSES:
        response = getattr(client, method)(address(name, enquiry))
        assert response.status_code == 302, name
        assert response["Location"].startswith(reverse("admin:login")), name


@pytest.mark.parametrize("method", METHODS)
def test_it_turns_a_colleague_without_the_right_away_from_every_address(client, enquiry, method):
    client.force_login(people.ana())
    for name in ADDRESSES:
        response = getattr(client, method)(address(name, enquiry))
        assert response.status_code in {403, 405}, name
        assert enquiry.reference not in response.content.decode(), name
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("do", ["find", "export", "answered", "send", "erase", "log", "open"])
def test_it_lets_a_colleague_without_the_right_do_nothing(client, enquiry, do):
    client.force_login(people.ana())
    data = {
        "do": do,
        "find": enquiry.reference,
        "chosen": enquiry.reference,
        "text": "Hello",
        "reason": "asked",
        "password": "a long enough secret",
    }
    for name in ADDRESSES:
        assert client.post(address(name, enquiry), data).status_code == 403, name
    assert not AuditEvent.objects.exists()
    assert Enquiry.objects.get().status == "new"


@pytest.mark.parametrize("name", ["carla", "olga", "max"])
def test_it_opens_to_each_what_is_theirs_and_nothing_else(client, enquiry, name):
    client.force_login(person(name))
    found = {
        place
        for place in ADDRESSES
        if client.get(address(place, enquiry)).status_code in {200, 302}
    }
    assert found == OPEN_TO[name]


@pytest.mark.parametrize(
    ("name", "do"), [(name, do) for name, dos in FORBIDDEN_WORK.items() for do in sorted(dos)]
)
def test_it_lets_nobody_do_another_ones_work(client, enquiry, name, do):
    client.force_login(person(name))
    response = client.post(address("change", enquiry), {"do": do, "text": "x", "note": "x"})
    assert response.status_code == 403
    assert not enquiry.replies.exists()
    assert not enquiry.notes.exists()


def test_it_deletes_for_nobody(client, enquiry):
    client.force_login(people.max_())
    assert client.post(address("delete", enquiry), {"post": "yes"}).status_code == 403
    assert Enquiry.objects.filter(pk=enquiry.pk).exists()


@pytest.mark.parametrize("model", [AuditEvent, ErasureReceipt, OutboxMessage])
def test_it_lets_not_even_the_administrator_change_what_is_proof(client, model, enquiry):
    client.force_login(people.max_())
    make.mail(enquiry)
    client.get(address("change", enquiry))
    ErasureReceipt.objects.create(
        reference="Q-AAA-AAA", category="visit", received_on="2026-01-01", why="spam", by_name="x"
    )
    base = f"admin:enquiries_{model._meta.model_name}"
    row = model.objects.first()
    before = model.objects.values().get(pk=row.pk)
    assert client.get(reverse(f"{base}_changelist")).status_code == 200
    assert client.get(reverse(f"{base}_change", args=[row.pk])).status_code == 200
    assert client.get(reverse(f"{base}_add")).status_code == 403
    assert client.post(reverse(f"{base}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert client.post(reverse(f"{base}_change", args=[row.pk]), {"detail": "x"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    client.post(reverse(f"{base}_changelist"), data)
    assert model.objects.values().get(pk=row.pk) == before


def test_it_answers_every_address_so_that_nothing_keeps_a_copy(client, enquiry):
    client.force_login(people.max_())
    for name in sorted(OPEN_TO["max"]):
        response = client.get(address(name, enquiry))
        assert "no-store" in response["Cache-Control"], name


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999999"])
def test_it_leads_away_from_an_enquiry_that_is_gone(client, number):
    client.force_login(people.max_())
    for name in FOR_ONE:
        url = reverse(f"admin:enquiries_enquiry_{name}", args=[int(number)])
        expected = {"delete": {403}, "short": {302}, "history": {302}}.get(name, {404, 405})
        # To the list, which says so in words for staff.
        expected = {302} if name in ASKS_WHY else expected
        assert client.get(url).status_code in expected, name
        assert client.post(url, {"do": "send"}).status_code in expected, name
