"""Any request to any address gets an answer that was meant: no failure, no traceback, and nothing
of a patient for whoever is not signed in. `make fuzz` asks ten times as often."""

import logging
import os
import random
import traceback
from collections import Counter

import pytest
from django.conf import settings as site_settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from content.models import Edition
from content.publishing import sharing
from tests import make, people
from tests.content import sample_pictures
from tests.enquiries import make as make_enquiries
from tests.faults import addresses, strangest
from tpi_site.logs import PrivateFormatter
from tpi_site.page_cache import PageCache

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_connection")]
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "500"))
# Of a patient; nobody may see them who is not signed in, and no log may hold them.
SECRETS = (b"Zebulon Patient", b"zebulon@patient.example", b"secret-knee-words")
# A host that is not ours: an error to Django, but no failure.
REFUSED = "django.security.DisallowedHost"
WHOSE = ("max", "", "max", "max", "petra", "carla", "ana", "")


class Site:
    """The site as a server has it, in this process, with somebody signed in under each name."""

    def __init__(self):
        self.sessions = {"": ""} | {person: session_of(person) for person in set(WHOSE) - {""}}
        self.keys = things()
        self.app = PageCache(WSGIHandler(), Edition.current)

    def ask(self, request: strangest.Request) -> tuple[int, list, bytes]:
        said: list = []
        answer = self.app(
            request.environ(self.sessions[request.who]),
            lambda status, headers, exc_info=None: said.extend([status, headers]),
        )
        try:
            body = b"".join(answer)
        finally:
            close = getattr(answer, "close", lambda: None)
            close()
        return int(said[0][:3]), said[1], body

    def addresses(self) -> list[strangest.Address]:
        return [self.address(route) for route in sorted(set(addresses.routes()))]

    def address(self, route: str) -> strangest.Address:
        pieces, there = addresses.pieces(route), there_is(route, self.keys)
        path = "".join(there.get(text, ["1"])[0] if kind else text for kind, text in pieces)
        status, _, body = self.ask(strangest.Request("GET", path, who="max"))
        found = addresses.fields(body.decode(errors="replace")) if status == 200 else {}
        return strangest.Address(pieces, there, found)


def session_of(name: str) -> str:
    client = Client()
    client.force_login(people.max_() if name == "max" else getattr(people, name)())
    return client.session.session_key


def things() -> dict[str, list[str]]:
    """What there is to be asked for, by the words of its address."""
    petra = people.get("petra")
    page = make.live(make.article(slug="sore-spots", topic=make.topic(slug="a-topic")))
    draft = make.draft(page.article, title="A draft")
    make.muscle(topic=page.article.topic)
    picture = sample_pictures.in_library()
    enquiry = make_enquiries.enquiry(
        name="Zebulon Patient", contact="zebulon@patient.example", message="My secret-knee-words."
    )
    make_enquiries.reply(enquiry, token="token-of-an-answer")
    return {
        "article": [str(page.article.pk), str(draft.article.pk)],
        "revision": ["1", "2"],
        "picture": [str(picture.pk)],
        "enquiry": [str(enquiry.pk), str(enquiry.reference)],
        "token": [sharing.share(draft, by=petra, for_whom="Ben", days=7), "token-of-an-answer"],
        "path": [picture.file.name],
    }


def there_is(route: str, keys: dict[str, list[str]]) -> dict[str, list[str]]:
    model = next((name for name in keys if f"/{name}/" in route), "article")
    return {
        **{key: [*keys[model], "1"] for key in ("pk", "object_id", "id")},
        "number": keys["revision"],
        "token": keys["token"],
        "path": keys["path"],
        "topic": ["a-topic", "es"],
        "slug": ["sore-spots", "upper-trapezius"],
        "place": ["temple", "front", "no-place"],
        "shelf": ["articles", "pictures", "facts", "terms"],
        "name": ["en", "es"],
        "app_label": ["content", "auth", "enquiries"],
    }


class Listener(logging.Handler):
    """Keeps what the log of a clinic would hold."""

    def __init__(self):
        super().__init__(logging.INFO)
        layout = site_settings.LOGGING["formatters"]["private"]["format"]
        self.setFormatter(PrivateFormatter(layout, style="{"))
        self.lines: list[str] = []
        self.failures: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(line := self.format(record))
        if record.levelno >= logging.ERROR and record.name != REFUSED and record.exc_info:
            self.failures.append(line)


@pytest.fixture
def site(settings):
    settings.ENQUIRIES_IN_TOTAL = settings.ENQUIRIES_PER_NETWORK = 1_000_000
    return Site()


@pytest.fixture
def log():
    listener = Listener()
    loggers = [logging.getLogger(name) for name in ("", "django")]
    for logger in loggers:
        logger.addHandler(listener)
    yield listener
    for logger in loggers:
        logger.removeHandler(listener)


@pytest.fixture
def failures():
    kept: list[str] = []

    def note(sender, **kwargs):
        kept.append(traceback.format_exc())

    got_request_exception.connect(note)
    yield kept
    got_request_exception.disconnect(note)


def test_it_answers_any_request_to_any_address(site, log, failures):
    known = site.addresses()
    assert len(known) > 100
    statuses = Counter()

    @settings(
        max_examples=-(-EXAMPLES // len(known)), deadline=None, print_blob=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.data())
    def ask(address, data):
        request = data.draw(strangest.requests(address, list(WHOSE)))
        for kept in (failures, log.failures, log.lines):
            kept.clear()
        with transaction.atomic():
            status, headers, body = site.ask(request)
            transaction.set_rollback(True)
        statuses[status] += 1
        assert not failures, failures[-1]
        assert not log.failures, log.failures[-1]
        assert status < 500
        assert b"Traceback (most recent call last)" not in body
        assert all("\n" not in value and "\r" not in value for _, value in headers)
        said = "\n".join(log.lines).encode(errors="replace")
        assert not [secret for secret in SECRETS if secret in said]
        assert request.who or not [secret for secret in SECRETS if secret in body]

    for number, address in enumerate(known):
        # Without a seed of its own each address would be asked the same where CI is set, since
        # hypothesis takes no chances there.
        seed(number if "CI" in os.environ else random.getrandbits(64))(ask)
        ask(address)
    print(f"{statuses.total()} requests to {len(known)} addresses: {dict(statuses.most_common())}")
    # They got everywhere, and not only to the door.
    assert {200, 302, 400, 403, 404, 405} <= set(statuses)
