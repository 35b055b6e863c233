"""Twenty guesses in the same instant at each door, in processes of their own; see apart.py."""

import json

from django.test import Client
from django.urls import reverse

from enquiries.admin import keys
from enquiries.models import AuditEvent
from tests import people, second_factor, signed_in
from tests.enquiries import make
from tests.enquiries.apart import FOLDER, all_at_once
from tpi_site.doors import factors, throttle

GUESSES = 20
RIGHT = signed_in.PASSWORD


def guesses() -> dict:
    olga = people.olga()
    second_factor.enrol_everybody()
    key = keys.key_for([make.enquiry().pk], olga)
    office = Client()
    signed_in.force_login(office, olga)
    person = reverse("admin:enquiries_enquiry_person")
    export = {"do": "export", "key": key, "password": "guess"}
    works = [sign_in, lambda: again(office, person, export), lambda: code(olga)]
    # What is read or compiled at first use is ready before there are processes that need it.
    Client().get("/admin/login/")
    office.get(reverse("admin:index"))
    for work in works:
        all_at_once([work] * GUESSES)
    late = office.post(person, export | {"password": RIGHT})
    return {
        "looked at": {door: noted(door).count("looked at") for door in ("name", "again", "code")},
        "refused": {door: noted(door).count("refused") for door in ("name", "again", "code")},
        "in the trail": AuditEvent.objects.filter(action="denied").count(),
        "right one too late": late.status_code,
    }


def sign_in() -> None:
    page = Client().post("/admin/login/", {"username": "olga", "password": "guess"})
    note("name", "refused" if "Too many wrong tries" in page.content.decode() else "looked at")


def again(office: Client, person: str, export: dict) -> None:
    page = office.post(person, export).content.decode()
    note("again", "refused" if "Too many wrong tries" in page else "looked at")


def code(olga) -> None:
    try:
        factors.check_code(olga, "000000")
        note("code", "looked at")
    except throttle.TooMany:
        note("code", "refused")


def note(door: str, what: str) -> None:
    with (FOLDER / door).open("a") as file:
        file.write(json.dumps(what) + "\n")


def noted(door: str) -> list[str]:
    return [json.loads(line) for line in (FOLDER / door).read_text().splitlines()]
