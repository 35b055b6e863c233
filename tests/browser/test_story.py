"""A question's whole life, in a real browser: asked, stopped at a warning, answered, read, erased.

With and without JavaScript, on a small phone and at a desk. Mail goes to a folder, as on a machine
without a mail server.
"""

import os
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests import ready
from tests.browser import desk
from tests.browser.accessibility import violations
from tests.browser.waiting import follow
from tests.second_factor import ENROL
from tests.server import Server, command
from tests.source import ROOT

pytestmark = pytest.mark.browser
SECRET = "a long enough secret"
# Forms that are filled in faster than a person can are taken for a program's.
A_PERSONS_TIME = 3.3
CAST = f"""
from django.contrib.auth.models import Group, User
from enquiries.models import InboxSettings
from tests import people
from tests.enquiries import make
for name, group in (("carla", "Enquiry staff"), ("olga", "Privacy officer"), ("ana", None)):
    user = User.objects.create_user(name, password="{SECRET}", is_staff=True)
    if group:
        user.groups.add(Group.objects.get(name=group))
make.preset(title="Swimming", text="Dear {{{{ name }}}}, wait one day before you swim.")
settings = InboxSettings.objects.get()
settings.undo_seconds, settings.staff_addresses = 5, "desk@clinic.example"
settings.save()
{ENROL}
"""


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    """The running site of a clinic; `clinic.data` is its folder."""
    data = ready.data(tmp_path_factory.mktemp("clinic"))
    with Server(data) as server:
        manage(data, "shell", "--no-imports", "-c", CAST)
        yield server


@pytest.fixture
def site(clinic):
    return clinic.address


def manage(data, *arguments: str, fails: bool = False) -> str:
    env = command(data, 0)["env"] | {"PORT": "8000"}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=env, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode != 0) is fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def wait_for(found, seconds: float = 40):
    end = time.monotonic() + seconds
    while not (thing := found()):
        assert time.monotonic() < end, "It did not come in time."
        time.sleep(0.2)
    return thing


def ask(page, words: str) -> None:
    page.check("input[name=topic][value=after]")
    page.fill("textarea[name=message]", words)
    page.fill("input[name=name]", "Rosa Medina")
    page.check("input[name=reach][value=email]")
    page.fill("input[name=email]", "rosa@example.org")
    page.check("input[name=may_email]")
    page.fill("input[name=safe_word]", "lighthouse")
    time.sleep(A_PERSONS_TIME)
    follow(page, page.get_by_role("button", name="Send my question"))


def sign_in(page, name: str) -> None:
    desk.sign_in(page, name, SECRET)


def looks_right(page) -> None:
    assert violations(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px too wide at {page.url}"


def reference(page) -> str:
    return re.search(r"Q-\w{3}-\w{3}", page.locator("main").inner_text()).group()


def mails(clinic) -> str:
    return "\n".join(path.read_text() for path in (clinic.data / "mail").glob("*"))


def links(clinic) -> set[str]:
    return set(re.findall(r"/contact/answer/[\w-]+/", mails(clinic)))


@pytest.mark.parametrize(
    ("script", "width"), [(True, 1280), (False, 320)], ids=["script", "no-script-320px"]
)
def test_it_takes_a_question_to_its_answer(open_page, clinic, script, width):
    how = {"java_script_enabled": script, "width": width}
    look = looks_right if script else lambda page: None  # axe is a script
    patient = open_page("/contact/", **how)
    look(patient)
    ask(patient, "May I swim on Friday?")
    calm = reference(patient)
    look(patient)
    patient.reload()
    assert reference(patient) == calm

    patient = open_page("/contact/", **how)
    ask(patient, "I had my shot on Monday and now I have chest pain.")
    assert patient.locator("main a[href='tel:911']").first.is_visible()
    assert "chest pain" in patient.locator("main").inner_text()
    look(patient)
    follow(patient, patient.get_by_role("button", name="Send my question too"))
    urgent = reference(patient)

    carla = open_page("/admin/enquiries/enquiry/", **how)
    sign_in(carla, "carla")
    look(carla)
    text = carla.locator("body").inner_text()
    assert text.index("chest pain") < text.index("May I swim")
    find(carla, urgent)
    look(carla)
    assert "This may be urgent" in carla.locator("body").inner_text()
    handle(carla, calm)
    look(carla)
    before = links(clinic)
    carla.locator("summary", has_text="Add staff note").click()
    carla.fill("[name=note]", "She asked the same in May.")
    follow(carla, carla.get_by_role("button", name="Keep this note"))
    assert (
        "She asked the same in May." in carla.locator(".timeline, main, #content").last.inner_text()
    )
    carla.select_option("[name=preset]", label="Swimming")
    carla.get_by_role("button", name="Insert", exact=False).first.click()
    words = "Dear Rosa Medina, wait one day before you swim."
    expect(carla.locator("[name=text]")).to_have_value(re.compile(rf"^\s*{re.escape(words)}\s*$"))
    carla.get_by_role("button", name="Send reply").click()
    expect(carla.get_by_role("button", name="Undo")).to_be_visible()

    (link,) = wait_for(lambda: links(clinic) - before)
    everything = mails(clinic)
    assert not re.search(r"Rosa Medina|swim|chest|lighthouse", everything)
    patient = open_page(link, **how)
    look(patient)
    assert "swim" not in patient.content()
    answer(patient, "wrong word")
    assert "wait one day" not in patient.content()
    answer(patient, "Lighthouse")
    assert "wait one day before you swim" in patient.locator("main").inner_text()
    look(patient)
    patient.fill("textarea[name=text]", "Thank you. And the sauna?")
    follow(patient, patient.get_by_role("button", name="Send my words"))
    assert "We got" in patient.locator("main").inner_text()

    handle(carla, calm, assign=False)
    assert "And the sauna?" in carla.locator("body").inner_text()


def find(page, words: str) -> None:
    page.goto(re.sub(r"(/admin/).*", r"\1enquiries/enquiry/", page.url))
    page.fill("input[name=find]", words)
    follow(page, page.get_by_role("button", name="Find"))
    if page.locator("a[href*='/change/']").count() and "/change/" not in page.url:
        follow(page, page.locator("table a[href*='/change/'], .list a[href*='/change/']").first)


def handle(page, words: str, *, assign: bool = True) -> None:
    find(page, words)
    if assign:
        follow(page, page.get_by_role("button", name="Assign to me"))


def answer(page, word: str) -> None:
    page.fill("input[name=word]", word)
    follow(page, page.locator("main button[type=submit]").first)


@pytest.mark.parametrize("who", ["", "ana"])
def test_it_turns_away_whoever_may_not_read(open_page, clinic, who):
    page = open_page("/admin/")
    if who:
        sign_in(page, who)
    assert "Enquiries" not in page.locator("header").first.inner_text()
    with closing(sqlite3.connect(clinic.data / "site.sqlite3")) as database:
        (pk,) = database.execute("SELECT max(id) FROM enquiries_enquiry").fetchone()
    for path in ("", "add/", f"{pk}/change/", f"{pk}/print/"):
        answered = page.goto(f"{clinic.address}/admin/enquiries/enquiry/{path}")
        assert answered.status == 403 or "/login/" in page.url, path
        assert "Rosa" not in page.content()


def test_it_erases_what_is_due_and_notices_a_changed_trail(clinic):
    database = clinic.data / "site.sqlite3"
    with closing(sqlite3.connect(database, timeout=20)) as rows:
        stored = rows.execute("SELECT count(*) FROM enquiries_enquiry").fetchone()[0]
        rows.execute(
            "UPDATE enquiries_enquiry SET status = 'answered', "
            "closed_at = '2020-01-02 03:04:05', received_at = '2020-01-01 03:04:05'"
        )
        rows.commit()
    assert stored
    manage(clinic.data, "erase_due_enquiries")
    with closing(sqlite3.connect(database)) as rows:
        assert rows.execute("SELECT count(*) FROM enquiries_enquiry").fetchone() == (0,)
        assert rows.execute("SELECT count(*) FROM enquiries_erasurereceipt").fetchone() == (stored,)
        for table in ("note", "reply", "patientanswer"):
            count = rows.execute(f"SELECT count(*) FROM enquiries_{table}").fetchone()
            assert count == (0,), table
    manage(clinic.data, "verify_audit")
    with closing(sqlite3.connect(database, timeout=20)) as rows:
        rows.execute("UPDATE enquiries_auditevent SET actor_name = 'carlb' WHERE number = 3")
        rows.commit()
    assert "Row 3 was changed" in manage(clinic.data, "verify_audit", fails=True)


def test_it_leaves_no_word_of_a_patient_in_the_log(clinic):
    assert not re.search(r"Rosa|rosa@|lighthouse|chest", clinic.log.read_text())
    assert os.path.getsize(clinic.log)
