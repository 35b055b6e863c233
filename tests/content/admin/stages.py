"""What the tests of the screens between draft and live share."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from content import publishing
from content.models import Revision
from tests import make, people

HELP = "at-s-when-to-get-help"
PLACE = "at-s-what-it-is"


def drafted(ana=None, **fields) -> Revision:
    """Ana's draft of words that were public before."""
    article = make.live(make.article(slug="page"), title="Live words").article
    words = make.words(**{"title": "New words"} | fields)
    return publishing.save_draft(article, words, by=ana or people.ana(), note="A new title.")


def url(screen: str, revision: Revision) -> str:
    return reverse(f"admin:content_article_{screen}", args=[revision.article_id])


def signature(revision: Revision, **fields) -> dict:
    return {
        "do": "sign",
        "seen": revision.number,
        "seen_hash": revision.words_hash(),
        "credentials": "MD",
        "role": "Spine doctor",
        "next_due": timezone.localdate() + timedelta(days=365),
        "has_read": "on",
    } | fields


def words_of(response) -> str:
    return response.content.decode()
