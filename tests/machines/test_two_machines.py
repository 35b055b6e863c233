"""Two machines, one PostgreSQL, one store of pictures: what is done on one is so on the other."""

import json
import re
import time
from io import BytesIO

import pytest
from cryptography.fernet import Fernet
from django.db import connection
from PIL import Image

from tests import second_factor
from tests.enquiries import asking
from tests.machines.two import DRAFT, MOST, both
from tests.machines.visitor import Visitor
from tests.server import PATIENCE, free_port, run

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="several machines need PostgreSQL"
)
PAGE = "/recovery/the-first-day/"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with both(tmp_path_factory.mktemp("machines")) as site:
        site.shell(second_factor.ENROL)
        yield site


def test_both_start_at_once_and_one_of_them_prepares_the_database(site):
    said = [machine.log.read_text() for machine in site.machines]
    assert sorted("starter articles" in words for words in said) == [False, True]
    assert sorted("First administrator" in words for words in said) == [False, True]
    assert all(f"Pictures are kept in {site.store.url}" in words for words in said)


def test_it_shows_on_one_what_was_published_on_the_other_within_a_second(site):
    """The best of three, because this machine has other things to do."""
    staff = site.signed_in(site.one)
    taken = []
    for number in range(3):
        title = f"The first day, told anew {number}"
        page, seen = json.loads(site.shell(DRAFT.format(title=title)))
        for address in (site.one, site.other):  # so that both have the old page in memory
            assert title not in text(address)
        told = {"do": "publish", "seen": seen, "note": "We tell it in other words."}
        status, said = staff.post(f"{site.one}/admin/content/article/{page}/publish/", told)
        begun = time.monotonic()
        assert status == 200
        while title not in text(site.other):
            assert time.monotonic() < begun + PATIENCE, said.decode()
            time.sleep(0.01)
        assert title in text(site.one)
        taken.append(time.monotonic() - begun)
        if taken[-1] < 1:
            break
    assert min(taken) < 1


def text(address: str) -> str:
    return Visitor().get(address + PAGE)[1].decode()


def test_it_knows_on_one_who_signed_in_on_the_other(site):
    staff = site.signed_in(site.one)
    assert staff.get(f"{site.other}/admin/")[0] == 200
    assert staff.at == f"{site.other}/admin/"
    staff.post(f"{site.other}/admin/logout/", {}, form=f"{site.other}/admin/password_change/")
    staff.get(f"{site.one}/admin/")
    assert staff.at.startswith(f"{site.one}/admin/login/")


def test_it_shows_on_one_a_picture_that_was_sent_to_the_other(site):
    staff = site.signed_in(site.one)
    told = {"alt": "A sore spot"}
    status, said = staff.post(
        f"{site.one}/staff/markdown/upload/",
        told,
        photo(),
        form=f"{site.one}/admin/password_change/",
    )
    assert status == 200, said
    names = json.loads(site.shell(FILES))
    for address in (site.one, site.other):
        status, body = Visitor().get(f"{address}/media/{names[0]}")
        assert (status, body) == (200, site.store.objects[names[0]][0])
    # Due work of either machine makes the copies, once.
    until = time.monotonic() + PATIENCE
    while len(names) == 1:
        assert time.monotonic() < until
        time.sleep(0.3)
        names = json.loads(site.shell(FILES))
    assert set(names) == set(site.store.objects)
    for machine in site.machines:
        assert not (machine.data / "media").exists()


FILES = """
import json
from content.models import Picture
picture = Picture.objects.get()
print(json.dumps([picture.file.name, *sorted(picture.files - {picture.file.name})]))
"""


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (600, 400), (180, 90, 60)).save(out, "JPEG")
    return out.getvalue()


def test_it_counts_messages_on_all_machines_together_and_mails_each_once(site):
    answers = []
    for number in range(MOST + 2):
        address = (site.one, site.other)[number % 2]
        told = {"token": asking.token()} | asking.ROSA | asking.BY_EMAIL
        told["email"] = f"rosa-{number}@example.org"
        answers.append(Visitor().post(f"{address}/contact/", told)[0])
    assert answers[:MOST] == [200] * MOST
    assert answers[MOST:] == [429] * 2
    # Both machines look for mail to send every five seconds; each mail leaves from one of them.
    until = time.monotonic() + PATIENCE
    while site.shell(WAITING) != "0":
        assert time.monotonic() < until
        time.sleep(0.3)
    sent = [path.read_text() for path in (site.folder / "mail").iterdir()]
    reached = [name for mail in sent for name in re.findall(r"^To: (rosa-.)@", mail, re.M)]
    assert sorted(reached) == [f"rosa-{number}" for number in range(MOST)]


WAITING = """
from enquiries.models import OutboxMessage
print(OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING).count())
"""


@pytest.mark.parametrize("name", ["SECRET_KEY", "ENQUIRY_KEYS", "S3_BUCKET"])
def test_it_does_not_start_a_machine_that_has_something_else(site, name):
    others = {
        "SECRET_KEY": {"SECRET_KEY": "of another machine " * 4},
        "ENQUIRY_KEYS": {"ENQUIRY_KEYS": Fernet.generate_key().decode()},
        "S3_BUCKET": {"S3_BUCKET": "", "S3_ENDPOINT_URL": ""},
    }
    done = run(site.folder / "third", free_port(), **site.shared | others[name])
    assert done.returncode != 0
    assert f"127.0.0.1:{site.ports[0]}"[-5:] in done.stderr
    words = {"S3_BUCKET": "keeps its pictures somewhere else"}
    assert words.get(name, f"{name} is another one on") in done.stderr
    assert "Traceback" not in done.stderr
    assert site.shared["SECRET_KEY"] not in done.stderr


def test_it_does_not_start_without_the_bucket(site):
    wrong = {"S3_BUCKET": "no-such-bucket"}
    done = run(site.folder / "third", free_port(), **site.shared | wrong)
    assert "The bucket" in done.stderr
    assert "cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_readers_notice_nothing_of_a_restart_of_the_database(site):
    """The last test but one that needs it: every connection of both machines dies."""
    for address in (site.one, site.other):
        assert Visitor().get(f"{address}/search/?q=ice")[0] == 200
        text(address)  # of the edition that is the last one until then
    site.stop()
    # Pages from memory need no database.
    assert "first day" in text(site.other).lower()
    site.start()
    for address in (site.one, site.other):
        for _ in range(3):
            assert Visitor().get(f"{address}/search/?q=ice")[0] == 200


def test_it_leaves_the_others_when_it_stops(site):
    """The last test: it stops one machine, and the other serves on."""
    site.machines[1].process.terminate()
    site.machines[1].process.wait(timeout=PATIENCE)
    places = json.loads(site.shell(PLACES))
    assert len(places) == 1
    assert places[0].endswith(f":{site.ports[0]}")
    assert Visitor().get(f"{site.one}/search/?q=ice")[0] == 200


PLACES = """
import json
from tpi_site.machines.models import Machine
print(json.dumps(list(Machine.objects.values_list("place", flat=True))))
"""
