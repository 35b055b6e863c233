"""Brings pages of a running site into the states that checks and withdrawals give them.

New articles with the words of starter pages, so that no other test meets a changed page.
"""

import json
from pathlib import Path

from tests.server import shell

FILL = """
import json
from datetime import timedelta
from django.utils import timezone
from django.utils.text import slugify
from content import publishing
from content.models import Article, Edition, Revision, Topic
from content.starter import starter_articles
from tests import make
from tests.stamping import correct, in_days, sign
source = {one.slug: one for one in starter_articles()}
def page(title, like, topic, **fields):
    row = Article(topic=Topic.objects.get(slug=topic), slug=slugify(title), position=99, **fields)
    publishing.save_article(row, by=None)
    words = source[like].head | {"title": title, "body": source[like].body}
    kept = ("title", "summary", "body")
    words = {name: words[name] for name in kept} | {
        "key_points": "\\n".join(source[like].head["key_points"])}
    return make.live(row, days_ago=0, **words), words
paths = {}
def note(name, revision):
    # Older than the pages that they link to, which came today.
    for days, older in zip((20, 60, 190), revision.article.revisions.all()):
        moment = timezone.now() - timedelta(days=days if name == "corrected" else 190)
        Revision.objects.filter(pk=older.pk).update(published_at=moment)
    paths[name] = f"/{revision.article.topic.slug}/{revision.article.slug}/"
treatment = {"kind": Article.Kind.TREATMENT}
revision, _ = page("A page that is due", "the-first-day", "recovery")
sign(revision, due=in_days(-3), signed_at=timezone.now() - timedelta(days=190))
note("overdue", revision)
revision, _ = page("A page that is folded", "benefits-and-risks", "injection", **treatment)
sign(revision, due=in_days(-90), signed_at=timezone.now() - timedelta(days=190))
note("folded", revision)
revision, words = page("A page with corrections", "what-is-a-trigger-point", "trigger-points")
review = sign(revision, signed_at=timezone.now() - timedelta(days=190))
correct(review, note="Mended the spelling of “muscle”.", days_ago=0, **words | {
    "summary": words["summary"] + " Read on."})
correct(review, note="Took out a word that stood there twice.", days_ago=0, **words | {
    "summary": words["summary"] + " Do read on."})
note("corrected", revision)
revision, _ = page("A page that was taken down", "pinched-nerve", "spine-care")
sign(revision)
publishing.withdraw(revision.article, by=None,
    reason="New studies say something else. We are writing a new page.")
Article.objects.filter(pk=revision.article.pk).update(withdrawn_as=Article.Withdrawn.NOTICE)
note("withdrawn", revision)
Edition.begin()
print(json.dumps(paths))
"""


def bring_about(data: Path) -> dict[str, str]:
    """The paths of the pages: overdue, folded, corrected, withdrawn."""
    return json.loads(shell(data, FILL))
