"""A site as a clinic runs it, with drafts to publish and somebody signed in, made once and copied.

python manage.py shell -c "from tests.faults import prepared; prepared.furnish()"
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests import ready
from tests.server import Server, command

DRAFTS = 40
FURNISH = "from tests.faults import prepared; prepared.furnish()"


def make(folder: Path) -> Path:
    """The data folder; the keys to it lie beside it."""
    data = ready.data(folder)
    with Server(data) as server:
        server.stop()
    (folder / "keys.json").write_text(run(data, FURNISH))
    return data


def run(data: Path, script: str, **settings: str) -> str:
    """The last line that the script prints in a process of the site."""
    shell = command(data, 8000, **settings)
    shell["args"] = [sys.executable, "manage.py", "shell", "-v0", "--no-imports", "-c", script]
    done = subprocess.run(**shell, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return (done.stdout.splitlines() or [""])[-1]


def copy(data: Path, folder: Path) -> tuple[Path, dict]:
    """A site of one's own, and {"session", "articles": numbers, "addresses"} of it."""
    shutil.copytree(data, folder / "data")
    return folder / "data", json.loads((data.parent / "keys.json").read_text())


def furnish() -> None:
    from django.contrib.auth import get_user_model
    from django.test import Client

    from content.models import Topic
    from tests import make, signed_in

    client = Client()
    user = get_user_model().objects.create_superuser("robin", password="a long enough secret")
    signed_in.force_login(client, user)
    topic = Topic.objects.first()
    pages = [make.article(topic=topic, slug=f"draft-{number}") for number in range(DRAFTS)]
    for number, page in enumerate(pages):
        make.draft(page, title=f"Draft number {number}")
    print(
        json.dumps({
            "session": client.session.session_key,
            "articles": [page.pk for page in pages],
            "addresses": [f"/{topic.slug}/{page.slug}/" for page in pages],
        })
    )  # fmt: skip
