"""Enquiries: a submission, warning signs, the inbox, and many patients at once."""

import http.client
import secrets
import statistics
import tempfile
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.bench.figures import BOOK, p99

ENQUIRIES = 100_000
CLIENTS, A_SECOND, SECONDS = 16, 200, 30


def enquiries() -> None:
    """Needs Django set up on a database that may be filled."""
    from django.conf import settings
    from django.test import Client

    from tests import signed_in
    from tests.bench.persons import max_

    settings.ENQUIRIES_PER_NETWORK = settings.ENQUIRIES_IN_TOTAL = 10**6
    patient = Client()
    assert patient.get("/contact/").status_code == 200
    warning_signs()
    BOOK.section("Enquiries", "Through Django's test client, one at a time.")
    BOOK.measure("POST /contact/, few stored", lambda: send(patient), goal=50)
    grow(ENQUIRIES)
    BOOK.measure(f"POST /contact/, {ENQUIRIES:,} stored", lambda: send(patient), goal=50)
    staff = Client()
    signed_in.force_login(staff, max_())
    for tab in ("new", "answered", "all"):
        path = f"/admin/enquiries/enquiry/?tab={tab}"
        assert staff.get(path).status_code == 200
        BOOK.measure(f"GET inbox, tab {tab}", lambda path=path: staff.get(path), 40, 400)


def warning_signs() -> None:
    from enquiries import redflags

    usual = "Hello, I had my shot last week. Can I go back to the gym and lift? " * 5
    hostile = {
        piece: piece * (2_000 // len(piece))
        for piece in (
            "no ",
            "cant ",
            "pain in ",
            "no chest pain ",
            "legs. numb ",
            "'",
            "é",
            "-",
            "—",
        )
    }
    BOOK.section("Warning signs", "In one process, in words of a patient and in hostile ones.")
    BOOK.measure("find in 300 letters", lambda: redflags.find(usual[:300]))
    for piece, text in hostile.items():
        BOOK.measure(f"find in many “{piece}”", lambda text=text: redflags.find(text), 50)


def form(words: str, token: str) -> dict[str, str]:
    """What a browser sends from the contact form."""
    return {
        "topic": "visit",
        "message": words,
        "name": "Rosa Patient",
        "reach": "phone",
        "phone": "(503) 555-0142",
        "best_time": "any",
        "language": "en",
        "token": token,
    }


def send(client) -> None:
    from enquiries import formtoken

    words = f"May I drive home after the injection? My number is {secrets.token_hex(8)}."
    response = client.post("/contact/", form(words, formtoken.issue()))
    assert response.status_code == 303, response.status_code


def grow(count: int) -> None:
    """By hand and not by the verbs, to save time. Most were answered, some wait."""
    from django.utils import timezone

    from enquiries.models import Enquiry, contact_hash

    now = timezone.now()
    for first in range(0, count, 5_000):
        rows = []
        for n in range(first, first + 5_000):
            received = now - timedelta(minutes=n)
            is_open = n % 50 == 0
            rows.append(
                Enquiry(
                    reference=f"T-{n:07}",
                    status="new" if is_open else "answered", topic="visit", reach="phone",
                    name="Rosa Patient", contact=f"503555{n:06}", message="May I swim? " * 20,
                    contact_hash=contact_hash(f"503555{n:06}"), is_urgent=n % 500 == 0,
                    reply_by=received + timedelta(days=1), received_at=received,
                    closed_at=None if is_open else received + timedelta(hours=3),
                )
            )  # fmt: skip
        Enquiry.objects.bulk_create(rows, 500)


def many_at_once() -> None:
    """Every accepted message must be stored once, none that was not accepted."""
    from tests.server import AS_SHIPPED, Server

    settings = {
        "SECRET_KEY": secrets.token_hex(32),
        "ENQUIRIES_PER_NETWORK": "1000000",
        "ENQUIRIES_IN_TOTAL": "1000000",
    } | AS_SHIPPED
    BOOK.section(
        "Many patients at once",
        f"Over loopback to `manage.py start`: {CLIENTS} clients in this process, each with an "
        f"address of its own, send {A_SECOND} submissions a second for {SECONDS} s, due work "
        "beside it. Afterwards the server's database is read and compared with what the clients "
        "were told.",
    )
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with Server(data, **settings) as site:
            clients = [Sender(site.address, settings["SECRET_KEY"], n) for n in range(CLIENTS)]
            time.sleep(4)  # a form that is filled in faster is taken for a program
            start = time.perf_counter()
            for client in clients:
                client.start()
            for client in clients:
                client.join()
            elapsed = time.perf_counter() - start
        report(clients, stored(data), elapsed)


class Sender(threading.Thread):
    """One client that keeps its pace; `accepted` holds what the server said it has."""

    def __init__(self, address: str, key: str, number: int):
        super().__init__()
        self.host = urlsplit(address).netloc
        self.address = f"127.0.0.{number + 2}"  # each is another patient
        share = A_SECOND * SECONDS // CLIENTS
        self.messages = {
            f"Client {number}, message {n}, may I swim?": token(key) for n in range(share)
        }
        self.accepted: list[str] = []
        self.times: list[float] = []
        self.failures: Counter = Counter()

    def run(self) -> None:
        connection = http.client.HTTPConnection(
            self.host, timeout=30, source_address=(self.address, 0)
        )
        begin = time.perf_counter()
        for n, (words, made) in enumerate(self.messages.items()):
            time.sleep(max(0, begin + n * CLIENTS / A_SECOND - time.perf_counter()))
            self.send(connection, words, made)

    def send(self, connection: http.client.HTTPConnection, words: str, made: str) -> None:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        start = time.perf_counter()
        try:
            connection.request("POST", "/contact/", urlencode(form(words, made)), headers)
            response = connection.getresponse()
            response.read()
        except OSError as error:
            self.failures[type(error).__name__] += 1
            connection.close()
            return
        self.times.append((time.perf_counter() - start) * 1000)
        if response.status == 303:
            self.accepted.append(words)
        else:
            self.failures[response.status] += 1


def token(key: str) -> str:
    from django.test import override_settings

    from enquiries import formtoken

    with override_settings(SECRET_KEY=key):
        return formtoken.issue()


def stored(data: Path) -> Counter:
    """Every message in the server's own database and how often it is there."""
    import sqlite3

    from cryptography.fernet import Fernet

    key = Fernet((data / "enquiry_keys").read_text().split()[0])
    with sqlite3.connect(data / "site.sqlite3") as database:
        rows = database.execute("SELECT message FROM enquiries_enquiry").fetchall()
    return Counter(key.decrypt(row[0].encode()).decode() for row in rows)


def report(clients: list[Sender], found: Counter, elapsed: float) -> None:
    accepted = {words for client in clients for words in client.accepted}
    times = sorted(taken for client in clients for taken in client.times)
    failures = dict(sum((client.failures for client in clients), Counter()))
    sent = sum(len(client.messages) for client in clients)
    BOOK.note("sent", sent / elapsed, "a second", digits=0, least=A_SECOND * 0.98)
    BOOK.note("answered in", statistics.median(times), digits=0, more=f"p99 {p99(times):.0f}")
    BOOK.note("refused or failed", sent - len(accepted), "", digits=0, most=0, more=str(failures))
    BOOK.note("accepted and lost", len(accepted - set(found)), "", digits=0, most=0)
    doubled = sum(n > 1 for n in found.values())
    BOOK.note("stored twice", doubled, "", digits=0, most=0)
