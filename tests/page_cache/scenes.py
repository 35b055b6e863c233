"""Readers and writers in processes of their own. Every word that becomes public has a number, so
that a reader who was given an older one than was public when they asked is found out."""

import io
import json
import re
import time
from datetime import timedelta

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.utils import timezone

from content import publishing
from content.models import Article, ClinicDetails, Edition
from tests import make
from tests.enquiries import apart
from tpi_site.page_cache import PageCache, editions

PAGES, ROUNDS = 3, 8
# PostgreSQL tells its listeners after it has told the writer.
SOON = 0.0 if connection.vendor == "sqlite" else 0.25


def readers_and_writers() -> dict:
    pages = [make.article(topic=make.topic(), slug=f"page-{at}") for at in range(PAGES)]
    for page in pages:
        make.live(page, title="Words 0", days_ago=1)
    Edition.begin()  # the builder puts the date back without a verb
    apart.all_at_once(
        [lambda at=at: write(pages[at].pk, at) for at in range(PAGES)]
        + [rename_the_clinic]
        + [lambda at=at: read(f"reader-{at}") for at in range(3)]
    )
    written = [json.loads(line) for line in lines("written")]
    seen = [json.loads(line) for name in range(3) for line in lines(f"reader-{name}")]
    return {
        "seen": len(seen),
        "from memory": sum(row["hits"] for row in seen if "hits" in row),
        "stale": [row for row in seen if "hits" not in row and is_stale(row, written)][:5],
        "newest": {
            what: max(row["number"] for row in seen if row.get("what") == what)
            for what in {row["what"] for row in seen if "what" in row}
        },
    }


def is_stale(row: dict, written: list[dict]) -> bool:
    public = [
        w["number"] for w in written if w["what"] == row["what"] and w["at"] + SOON < row["at"]
    ]
    return row["number"] < max(public, default=0)


def write(article: int, at: int) -> None:
    page = Article.objects.get(pk=article)
    for number in range(1, ROUNDS + 1):
        words = make.words(title=f"Words {number}")
        revision = publishing.save_draft(page, words, by=None)
        moment = timezone.now() + timedelta(seconds=0.2) if number % 3 == at else None
        publishing.publish(revision, by=None, at=moment)
        public = max(time.time(), moment.timestamp() if moment else 0)
        note("written", what=page.slug, number=number, at=public)
        time.sleep(0.3)
    note("ended", what=page.slug)


def rename_the_clinic() -> None:
    for number in range(1, ROUNDS + 1):
        details = ClinicDetails.objects.get()
        details.name = f"Clinic {number}"
        publishing.save_shared(details, by=None)
        note("written", what="clinic", number=number)
        time.sleep(0.25)
    note("ended", what="clinic")


def read(name: str) -> None:
    """Goes on for a moment after the last word was written."""
    pages = PageCache(get_wsgi_application(), editions())
    paths = [f"/{article.topic.slug}/{article.slug}/" for article in Article.objects.all()]
    last = None
    while last is None or time.time() < last + 1:
        if last is None and len(lines("ended")) == PAGES + 1:
            last = time.time()
        for path in paths:
            began = time.time()
            body = b"".join(pages(request(path), lambda *_: None)).decode()
            title = re.search(r"<h1>Words (\d+)", body)[1]
            clinic = (re.search(r"Clinic (\d+)", body) or ["", "0"])[1]
            note(name, what=path.split("/")[2], number=int(title), at=began)
            note(name, what="clinic", number=int(clinic), at=began)
        time.sleep(0.002)
    note(name, hits=pages.hits)


def request(path: str) -> dict:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "guide.example.org",
        "SERVER_PORT": "80",
        "HTTP_HOST": "guide.example.org",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }


def note(file: str, **row) -> None:
    row["at"] = row.get("at") or time.time()
    with (apart.FOLDER / file).open("a") as handle:
        handle.write(json.dumps(row) + "\n")


def lines(file: str) -> list[str]:
    path = apart.FOLDER / file
    return path.read_text().splitlines() if path.exists() else []
