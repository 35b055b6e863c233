"""A signature covers what is said about a picture too. Those that stand go on standing: they are
counted as given to what is said now, since nobody can know what was said then."""

import hashlib
import json
from collections.abc import Callable

from django.db import migrations


def file_alone(picture) -> str:
    return picture.sha256


def file_and_words(picture) -> str:
    shown = [picture.sha256, "" if picture.is_decorative else picture.alt, picture.credit]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def words_hash(revision) -> str:
    words = {name: plain(getattr(revision, name)) for name in ("title", "summary", "body")}
    words["key_points"] = [s for line in revision.key_points.splitlines() if (s := line.strip())]
    words |= {name: revision.uses.get(name, {}) for name in ("facts", "pictures")}
    canonical = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def turn(apps, before: Callable, after: Callable) -> None:
    """Puts other digests of the same pictures into revisions, signatures and corrections."""
    model = {name: apps.get_model("content", name) for name in MODELS}
    pictures = model["Picture"].objects.all()
    digests = {(str(picture.pk), before(picture)): after(picture) for picture in pictures}
    shows = model["Revision"].objects.filter(picture_uses__isnull=False).distinct()
    for revision in shows.iterator():
        old, kept = words_hash(revision), revision.uses.get("pictures", {})
        revision.uses["pictures"] = {pk: digests.get((pk, one), one) for pk, one in kept.items()}
        revision.content_hash = words_hash(revision)
        revision.save(update_fields=["uses", "content_hash"])
        signed = model["Review"].objects.filter(revision__article=revision.article_id)
        signed.filter(signed_hash=old).update(signed_hash=revision.content_hash)
        made = model["SmallCorrection"].objects.filter(revision=revision, content_hash=old)
        made.update(content_hash=revision.content_hash)


MODELS = ("Picture", "Revision", "Review", "SmallCorrection")


def forwards(apps, schema_editor) -> None:
    turn(apps, file_alone, file_and_words)


def backwards(apps, schema_editor) -> None:
    turn(apps, file_and_words, file_alone)


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0009_words_of_more"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
