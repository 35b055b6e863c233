"""Whoever gets the database alone, with its write-ahead log, learns nothing from it.

On SQLite the bytes of the files are searched; on PostgreSQL the rows of every table as text.
"""

from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from enquiries import handling
from enquiries.handling import erasing, keys, persons
from enquiries.models import Enquiry
from tests import people
from tests.enquiries import asking, make, words
from tpi_site import environment

pytestmark = pytest.mark.django_db

# What a patient tells and what staff write about it; numbers of any kind would be found by chance.
SECRETS = {
    "name": "Rosalind Quetzalcoatl",
    "contact": "rosalind.q@secret-mail.example.net",
    "message": "Since the shot I am short of breath and my chest hurts. Zanzibar.",
    "safe_word": "marmaladegoat",
    "note": "Her sister Philomena called, too.",
    "reply": "Dear Rosalind, put a warm Xylophone on it.",
    "answer": "The Xylophone helped, I fainted once.",
    "call": "Her husband Ferdinand picked up.",
    "hold": "Letter of her lawyer Ichabod & Sons",
    "phone": "503-555-7391",
    "injection_date": "1987-11-23",
    "flags": "chest_pain",
}


@pytest.fixture
def stored(tmp_path) -> Callable[[], bytes]:
    """A database as the site has it; what it gives is every byte that lies on the disk."""
    if connection.vendor == "postgresql":
        return every_row
    return on_disk(tmp_path / "site.sqlite3")


@pytest.fixture(autouse=True)
def _file(tmp_path):
    """On SQLite: a file of its own with the settings of a real start, for the time of a test."""
    if connection.vendor != "sqlite":
        yield
        return
    ours = connections["default"]
    path = tmp_path / "site.sqlite3"
    path.write_bytes(ours.connection.serialize())
    other = type(ours)(ours.settings_dict | environment.SQLITE | {"NAME": path}, "default")
    connections["default"] = other
    try:
        yield
    finally:
        other.close()
        connections["default"] = ours


def on_disk(path: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))

    return read


def every_row() -> bytes:
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows).encode()


def spellings(text: str) -> set[bytes]:
    """As it is, in UTF-16, in hexadecimal, and in base64 wherever it stands in a longer text."""
    raw = text.encode()
    found = {raw, text.encode("utf-16-le"), raw.hex().encode(), raw.hex().upper().encode()}
    for shift in range(3):
        whole = b64encode(b"x" * shift + raw)
        # The first and last letters depend on what stands around it.
        found |= {whole[4:-4], whole[4:-4].translate(bytes.maketrans(b"+/", b"-_"))}
    return found


def pieces(text: str) -> list[str]:
    """Each long word as well: a part of a message is a leak, too."""
    return [text, *(word for word in text.replace("@", " ").split() if len(word) > 8)]


def leaks(data: bytes) -> list[str]:
    secrets = [piece for text in SECRETS.values() for piece in pieces(text)]
    return [text for text in secrets if any(found in data for found in spellings(text))]


def tell_everything() -> Enquiry:
    """By the verbs, so that their trail, mails and hashes lie there as well."""
    carla, olga = people.carla(), people.olga()
    told = {name: SECRETS[name] for name in ("name", "contact", "message", "safe_word")}
    enquiry = handling.receive(words.submission(**told))
    injected = timezone.datetime.fromisoformat(SECRETS["injection_date"]).date()
    by_phone = words.told(
        **told | {"reach": "phone", "contact": SECRETS["phone"], "injection_date": injected}
    )
    called = handling.log_call(by_phone, by=carla, nonce="1")
    handling.add_call(called, "no_answer", SECRETS["call"], by=carla)
    for one in (enquiry, called):
        handling.read(one.pk, by=carla)
        handling.add_note(one, SECRETS["note"], by=carla)
    handling.search(carla, SECRETS["contact"])
    handling.save_draft(called, SECRETS["reply"], by=carla)
    reply = handling.send_reply(enquiry, SECRETS["reply"], asks_back=True, by=carla)
    make.answer(reply, text=SECRETS["answer"], flags=SECRETS["flags"])
    until = timezone.localdate() + timedelta(days=9)
    erasing.hold(enquiry, until, SECRETS["hold"], by=olga)
    persons.find_person(SECRETS["phone"], by=olga)
    persons.export_person(SECRETS["contact"], by=olga)
    enquiry.refresh_from_db()
    return enquiry


def test_it_would_find_what_is_not_encrypted(stored):
    """Or the tests below would prove nothing."""
    make.preset(title="A preset", text=SECRETS["reply"])
    make.preset(title="Another", text=b64encode(SECRETS["message"].encode()).decode())
    assert {SECRETS["reply"], SECRETS["message"]} <= set(leaks(stored()))


def test_it_discloses_nothing(stored):
    enquiry = tell_everything()
    data = stored()
    assert leaks(data) == []
    assert enquiry.reference.encode() in data
    assert settings.ENQUIRY_KEYS[0].encode() not in data
    assert settings.SECRET_KEY.encode() not in data


@pytest.mark.usefixtures("_file")
def test_it_has_something_in_every_encrypted_column():
    """Of what is searched above."""
    tell_everything()
    filled = {
        (row.model, name) for row in keys._rows() for name, token in row.tokens.items() if token
    }
    every = {(model, name) for model, names in keys.encrypted_models().items() for name in names}
    assert filled == every


def test_it_discloses_nothing_once_the_log_is_written_back(stored):
    tell_everything()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert leaks(stored()) == []


def test_it_keeps_words_out_of_sessions_and_the_log_of_the_admin(stored):
    """Everything once more, through the doors of the site."""
    enquiry = tell_everything()
    told = {"name": SECRETS["name"], "message": SECRETS["message"], "email": SECRETS["contact"]}
    warned = asking.ask(Client(), asking.BY_EMAIL, **told)
    assert SECRETS["message"] in warned.content.decode()
    assert asking.press(Client(), warned, "send").status_code == 303
    address = reverse("admin:enquiries_enquiry_change", args=[enquiry.pk])
    acts = {
        "carla": [
            {"do": "note", "note": SECRETS["note"]},
            {"do": "save", "text": SECRETS["reply"]},
            {"do": "called", "outcome": "no_answer", "call_note": SECRETS["call"]},
            {"do": "send", "text": SECRETS["reply"]},
        ],
        "olga": [{"do": "hold", "until": "2030-06-01", "reason": SECRETS["hold"]}],
    }
    for username, posts in acts.items():
        staff = Client()
        staff.force_login(User.objects.get(username=username))
        inbox = reverse("admin:enquiries_enquiry_changelist")
        assert staff.get(inbox, {"q": SECRETS["contact"]}).status_code in {200, 302}
        assert SECRETS["name"] in staff.get(address).content.decode()
        for post in posts:
            assert staff.post(address, post).status_code in {200, 302, 422}
    person = reverse("admin:enquiries_enquiry_person")
    assert staff.post(person, {"do": "find", "contact": SECRETS["phone"]}).status_code == 200
    assert leaks(stored()) == []


def test_it_discloses_nothing_while_the_key_is_changed(stored, settings):
    tell_everything()
    settings.ENQUIRY_KEYS = ["X" * 43 + "=", *settings.ENQUIRY_KEYS]
    call_command("reencrypt", verbosity=0)
    assert leaks(stored()) == []


def test_it_wipes_what_was_erased_from_the_file(stored):
    """Even the encrypted text, for the day on which a key is lost to a thief."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL frees the room by VACUUM, see decision 10")
    enquiry = tell_everything()
    tokens = [token for row in keys._rows() for token in row.tokens.values() if token]
    erasing.release(enquiry, by=None)
    for one in Enquiry.objects.all():
        erasing.erase(one, by=None, why="asked")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = stored()
    assert [token for token in tokens if token[20:60].encode() in data] == []
