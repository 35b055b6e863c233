"""Beginning an article: its address and its first draft, both or neither."""

from django.db import transaction

from content.models import Article
from content.publishing.addresses import save_article
from content.publishing.drafts import Words, save_draft
from content.publishing.rights import Person, may


def start_article(article: Article, words: Words, *, by: Person, **extra) -> Article:
    """Saves a new article with its first words; `extra` as for `save_draft`."""
    may(by, "content.add_article")
    with transaction.atomic():
        save_article(article, by=by)
        save_draft(article, words, by=by, **extra)
    return article
