"""Articles as Markdown files with their fields on top, in the form in which the starter guide lies
in this repository: for copies, for other systems, for whoever wants to leave with their words."""

import json
import zipfile
from collections.abc import Iterable
from io import BytesIO

from content.models import Revision

FENCE = "+++\n"


def as_file(revision: Revision) -> str:
    """The revision as text: TOML between two lines of +++, then the Markdown."""
    article = revision.article
    head = {
        "title": revision.title,
        "position": article.position,
        "kind": article.kind,
        "language": article.language,
        "summary": revision.summary,
        "key_points": revision.key_point_list,
        "quick_answer": article.quick_answer,
        "related": list(article.related.values_list("slug", flat=True)),
        "revision": revision.number,
    }
    lines = "".join(f"{name} = {toml(value)}\n" for name, value in head.items())
    return f"{FENCE}{lines}{FENCE}\n{revision.body.strip()}\n"


def toml(value: str | int | list[str]) -> str:
    """JSON writes strings, numbers and lists as TOML reads them, save for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def file_name(revision: Revision) -> str:
    """Slugs hold nothing but letters, numbers, dashes and underscores."""
    article = revision.article
    return f"{article.language}/{article.topic.slug}/{article.slug}.md"


def as_archive(revisions: Iterable[Revision]) -> bytes:
    """A ZIP file with one Markdown file for each."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        for revision in revisions:
            files.writestr(file_name(revision), as_file(revision))
    return archive.getvalue()
