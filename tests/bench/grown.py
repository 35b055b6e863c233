"""A guide of any size in a process and a data folder of its own, which says how long it takes.

python -m tests.bench.grown FOLDER COUNT

It reads questions as lines of JSON: {"get": path, "runs": number, "staff": whether signed in} is
answered with milliseconds, {"stream": path} with what sending it took.
"""

import json
import os
import random
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

from tests.server import NOT_A_CLINICS
from tests.source import ROOT

WORDS_IN = (50, 110)  # sentences of a made-up article


class Grown:
    """Started at once; ready inside the `with`."""

    def __init__(self, folder: Path, count: int):
        (folder / "static").mkdir(parents=True)
        env = {name: value for name, value in os.environ.items() if name not in NOT_A_CLINICS}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.grown", str(folder), str(count)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env,
        )  # fmt: skip

    def __enter__(self) -> "Grown":
        assert self.heard() == "ready"
        return self

    def ask(self, **question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return self.heard()

    def heard(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("The process with the grown guide ended.")
        return json.loads(line)

    def times(self, path: str, runs: int, *, staff: bool = False) -> list[float]:
        return self.ask(get=path, runs=runs, staff=staff)

    def __exit__(self, *_) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=30)


def main(folder: str, count: int) -> None:
    os.environ["TEST_DATA_DIR"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from content import starter
    from tests import signed_in
    from tests.bench.persons import max_

    call_command("migrate", verbosity=0)
    starter.load()
    grow(count)
    reader, staff = Client(), Client()
    signed_in.force_login(staff, max_())
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), reader, staff)), flush=True)


def answer(asked: dict, reader, staff):
    if "stream" in asked:
        return stream(reader, asked["stream"])
    from tests.bench.figures import timed

    client = staff if asked.get("staff") else reader
    assert client.get(asked["get"]).status_code == 200, asked
    return timed(lambda: client.get(asked["get"]), asked["runs"], 2)


def stream(client, path: str) -> dict:
    """Milliseconds to the first byte and to the last, the size, and the most memory in between."""
    client.get("/")  # the guide is in memory, as in a server that runs
    began = time.perf_counter()
    pieces = client.get(path).streaming_content
    size = len(next(pieces))
    first = time.perf_counter() - began
    size += sum(len(piece) for piece in pieces)
    taken = time.perf_counter() - began
    tracemalloc.start()
    for _ in client.get(path).streaming_content:
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return {"first": first * 1000, "all": taken * 1000, "size": size, "peak": peak}


def grow(count: int) -> None:
    """Adds articles of some 800 words, made of the starter guide's sentences and questions; by hand
    and not by the verbs, to save time."""
    from django.db import transaction
    from django.utils import timezone

    from content import search
    from content.models import Article, Edition, Revision, Topic
    from content.rendering.version import version

    chance = random.Random(7)
    rows = Revision.objects.published().values_list("plain_text", "questions")
    sentences = [s for text, _ in rows for line in text.splitlines() for s in line.split(". ")]
    asked = [question["text"] for _, questions in rows for question in questions]
    topics, now = list(Topic.objects.all()), timezone.now()
    with transaction.atomic():
        articles = Article.objects.bulk_create(
            Article(topic=topics[n % 4], slug=f"made-up-{n}", position=n % 30_000)
            for n in range(count)
        )
        revisions = []
        for article in articles:
            text = ". ".join(chance.choices(sentences, k=chance.randint(*WORDS_IN)))
            revision = Revision(
                article=article, number=1, title=f"Made up {article.slug}", summary="Made up.",
                key_points="One.", body=text, body_html=f"<p>{text}</p>", plain_text=text,
                published_at=now, word_count=800, questions=questions(chance, asked),
                rendered_by=version(),
            )  # fmt: skip
            revision.content_hash = revision.words_hash()
            revisions.append(revision)
        Revision.objects.bulk_create(revisions, 500)
        Edition.begin()
    search.rebuild()


def questions(chance: random.Random, asked: list[str]) -> list[dict]:
    """Two, each of the first half of one that is asked and the second half of another."""
    found = []
    for number in range(2):
        one, other = (text.rstrip("?").split() for text in chance.choices(asked, k=2))
        text = " ".join(one[: len(one) // 2] + other[len(other) // 2 :]) + "?"
        found.append({"text": text, "answer": "Ask your care team.", "anchor": f"s-{number}"})
    return found


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
