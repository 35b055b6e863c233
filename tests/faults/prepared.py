"""A site as a clinic runs it, with drafts to publish and somebody signed in, made once and copied.

python manage.py shell -c "from tests.faults import prepared; prepared.furnish()"
"""

import json
import shutil
from functools import partial
from pathlib import Path

from tests import ready
from tests.server import Server, shell

DRAFTS = 40
FURNISH = "from tests.faults import prepared; prepared.furnish()"
run = partial(shell, timeout=120)


def make(folder: Path) -> Path:
    """The data folder; the keys to it lie beside it."""
    data = ready.data(folder)
    with Server(data) as server:
        server.stop()
    (folder / "keys.json").write_text(run(data, FURNISH))
    return data


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
