"""Two machines as one site: a server each, one PostgreSQL and one store, both thrown away."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings

from tests import postgres, second_factor
from tests.machines.visitor import Visitor
from tests.s3 import Store
from tests.server import ADMINISTRATOR, PATIENCE, Server, command, free_port

NAME, PASSWORD = ADMINISTRATOR
MOST = 3  # messages from one network
# Prints the article and the number of a draft of it with another title.
DRAFT = """
import json
from dataclasses import replace
from content import publishing
from content.models import Article, Revision
from content.publishing.restoring import words_of
article = Article.objects.get(slug="the-first-day")
newest = Revision.objects.filter(article=article).order_by("-number").first()
words = replace(words_of(newest), title="{title}")
draft = publishing.save_draft(article, words, by=None, note="We tell it in other words.")
print(json.dumps([article.pk, draft.number]))
"""


class Site:
    """Both machines and what they share. `one` and `other` are addresses."""

    def __init__(self, folder, url: str, stop, start, store: Store):
        self.folder, self.stop, self.start, self.store = folder, stop, start, store
        self.ports = free_port(), free_port()
        self.shared = store.settings() | {
            "DATABASE_URL": url,
            "SECRET_KEY": settings.SECRET_KEY,
            "ENQUIRY_KEYS": Fernet.generate_key().decode(),
            "SITE_URL": f"http://127.0.0.1:{self.ports[0]}",
            "EMAIL_URL": f"file://{folder / 'mail'}",
            "ADMIN_USERNAME": NAME,
            "ADMIN_PASSWORD": PASSWORD,
            "ENQUIRIES_PER_NETWORK": str(MOST),
            "THREADS": "8",
        }
        self.machines = [
            Server(folder / f"machine-{port}", port, **self.shared) for port in self.ports
        ]
        self.one, self.other = (machine.address for machine in self.machines)

    def shell(self, script: str) -> str:
        """The last line that a script prints, in the program of the first machine."""
        call = command(self.machines[0].data, 1, **self.shared)
        call["args"] = [sys.executable, "manage.py", "shell", "-v0", "-c", script]
        done = subprocess.run(**call, capture_output=True, check=True, timeout=PATIENCE)
        return (done.stdout.splitlines() or [""])[-1]

    def signed_in(self, address: str) -> Visitor:
        return sign_in(address)


def sign_in(address: str) -> Visitor:
    """The administrator, once everybody is enrolled."""
    visitor = Visitor()
    told = {"username": NAME, "password": PASSWORD, "next": "/admin/"}
    status, _ = visitor.post(f"{address}/admin/login/", told)
    assert status == 200
    if not visitor.at.endswith("/admin/"):
        status, _ = visitor.post(visitor.at, {"code": second_factor.code(NAME)})
        assert (status, visitor.at) == (200, f"{address}/admin/")
    return visitor


@contextmanager
def both(folder: Path) -> Iterator[Site]:
    """Both start at once, on a database with nothing in it."""
    with ExitStack() as stack:
        server = postgres.restartable_server(postgres.find_programs())
        url, stop, start = stack.enter_context(server)
        site = Site(folder, url, stop, start, stack.enter_context(Store()))
        for machine in site.machines:
            stack.enter_context(machine)
        yield site
