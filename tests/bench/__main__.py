"""`make bench`: the figures this project holds itself to, measured in one run and printed.

Medians and 99th percentiles after a warm-up, in this process unless a line says otherwise. They
are figures of this machine at this moment; nothing fails because of them.
"""

import os
import platform
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
ARTICLES = 10_000


def main() -> None:
    import django
    from django.conf import settings

    django.setup()
    Path(settings.STATIC_ROOT).mkdir(parents=True)
    from django.core.management import call_command

    from tests import bench_desk, bench_enquiries, bench_serving
    from tests.server import free_port

    call_command("migrate", verbosity=0)
    print(
        f"Python {platform.python_version()}, Django {django.__version__}, {os.cpu_count()} cores"
    )
    rendering()
    comparing()
    pages("with the starter guide")
    first_view()
    bench_serving.serving(free_port())
    bench_desk.desk(measure)
    bench_enquiries.many_at_once()
    bench_enquiries.enquiries()
    grow(ARTICLES)
    pages(f"with {ARTICLES:,} more articles")
    searches()
    bench_desk.lists(measure, ARTICLES)


def measure(name: str, work: Callable[[], object], runs: int = 200, goal: str = "") -> None:
    for _ in range(5):
        work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    p99 = sorted(times)[int(len(times) * 0.99)]
    print(f"{name:58} median {statistics.median(times):7.2f} ms  p99 {p99:7.2f} ms  {goal}")


def rendering() -> None:
    from content import starter
    from content.lookups import lookups
    from content.rendering import render
    from tests.content.rendering.long_article import long_article

    starter.load()
    text = long_article()
    world = lookups()
    words = len(text.split())
    measure(f"render {words:,} words", lambda: render(text, world), goal="goal: 15 ms for 1,500")
    checking(text)


def checking(text: str) -> None:
    """As while somebody types: what the site knows is read anew each time, rendering included."""
    from content.editorial.findings import PageToCheck, check
    from content.lookups import lookups

    page = PageToCheck("A title", "A summary.", "A point.", text, kind="treatment")
    count = len(check(page, lookups(body=text)).findings)
    measure(
        f"check {len(text.split()):,} words ({count} findings)",
        lambda: check(page, lookups(body=text)),
        goal="goal: 60 ms for 1,500, at most 150",
    )


def comparing() -> None:
    from dataclasses import replace

    from content.editorial.comparing import PageWords, compare, three_way
    from content.editorial.corrections import change_size
    from tests.content.rendering.long_article import long_article

    old = PageWords("A title", "A summary.", "One.\nTwo.", long_article())
    new = replace(old, body=old.body.replace("a little", "a lot").replace("## On", "## About"))
    mine = replace(old, body=old.body.replace("some hours", "a few hours"))
    count = f"{len(old.body.split()):,} words"
    measure(f"compare two times {count}", lambda: compare(old, new), 50, "goal: 100 ms")
    measure(f"merge three times {count}", lambda: three_way(old, new, mine), 20, "goal: 200 ms")
    measure(f"measure a change of {count}", lambda: change_size(old, new), 50, "goal: 100 ms")


def pages(label: str) -> None:
    from django.test import Client

    client = Client()
    print(f"\nPages through Django's test client, {label}")
    for path in ("/", "/recovery/", "/recovery/day-by-day/", "/words-to-know/", "/about/"):
        assert client.get(path).status_code == 200, path
        goal = "goal: 6 ms" if path.count("/") == 3 else ""
        measure(f"GET {path}", lambda path=path: client.get(path), goal=goal)


def first_view() -> None:
    """Bytes over the wire of an article's first view, from the real server with Brotli."""
    from tests.server import Server

    print("\nFirst view of /recovery/day-by-day/ with Brotli, goal: 60 kB and 6 requests")
    with tempfile.TemporaryDirectory() as folder, Server(Path(folder) / "data") as site:
        page = site.get("/recovery/day-by-day/")
        files = [
            "/recovery/day-by-day/",
            *sorted(set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))),
        ]
        total = 0
        for path in files:
            request = Request(site.address + path, headers={"Accept-Encoding": "br, gzip"})
            with urlopen(request) as response:
                size = len(response.read())
            total += size
            print(f"  {path:58} {size:7,} bytes")
        print(f"  {len(files)} requests, {total:,} bytes")


def grow(count: int) -> None:
    """Fills the database with articles of some 800 words, made of the starter guide's sentences;
    by hand and not by the verbs, to save time."""
    from django.db import transaction
    from django.utils import timezone

    from content import search
    from content.models import Article, Edition, Revision, Topic

    chance = random.Random(7)
    sentences = [
        sentence
        for text in Revision.objects.published().values_list("plain_text", flat=True)
        for line in text.splitlines()
        for sentence in line.split(". ")
    ]
    topics = list(Topic.objects.all())
    now = timezone.now()
    with transaction.atomic():
        articles = Article.objects.bulk_create(
            Article(topic=topics[n % 4], slug=f"made-up-{n}", position=n % 30_000)
            for n in range(count)
        )
        for article in articles:
            text = ". ".join(chance.choices(sentences, k=chance.randint(50, 110)))
            revision = Revision(
                article=article, number=1, title=f"Made up {article.slug}", summary="Made up.",
                key_points="One.", body=text, body_html=f"<p>{text}</p>", plain_text=text,
                published_at=now, word_count=800,
            )  # fmt: skip
            revision.content_hash = revision.words_hash()
            revision.save()
        Edition.begin()
    start = time.perf_counter()
    search.rebuild()
    print(f"\nIndexed {count:,} articles in {time.perf_counter() - start:.1f} s")


def searches() -> None:
    from content import search

    print(f"\nSearch at {ARTICLES:,} articles, goal: 25 ms")
    for query in (
        "muscle",
        "muscle pain nerve",
        "triger point",
        "made up",
        "zzzzqqq",
        "can i drive",
    ):
        found = search.find(query)
        measure(
            f"find “{query}” ({found.total:,} found)", lambda query=query: search.find(query), 50
        )


if __name__ == "__main__":
    main()
