"""Writes the search documents: one for each revision that is or will be what patients read.

The documents of a withdrawn article stay, so that it is found at once when it is brought back.
What may be found is decided while searching, by `Revision.objects.published()`.
"""

from collections.abc import Iterable
from itertools import islice, pairwise

from django.db import transaction
from django.db.models import QuerySet

from content.models import Article, Revision, SearchDocument
from content.search.engines import engine
from content.search.words import WORD, clean

# A PostgreSQL vector holds one megabyte; no page comes near this.
LONGEST_TEXT = 200_000
BATCH = 200
ENDS = (".", "!", "?", ":", ";", ",", "…")


def refresh(revision: Revision) -> None:
    """Indexes a revision, or indexes it again. Call it in the transaction that publishes."""
    write([document(revision)])


def reindex(article: Article) -> None:
    """Indexes again what stands of the article, after it moved to another topic or language or its
    topic got another title."""
    write_all(Revision.objects.standing().filter(article=article))


def remove(article: Article) -> None:
    """Takes every revision of the article out of the index."""
    SearchDocument.objects.filter(revision__article=article).delete()


def prune(article: Article) -> None:
    """Takes revisions out of the index that will not be read again: neither live nor scheduled."""
    kept = Revision.objects.standing().filter(article=article).values_list("pk", flat=True)
    documents = SearchDocument.objects.filter(revision__article=article)
    documents.exclude(pk__in=list(kept)).delete()


def rebuild(language: str | None = None) -> int:
    """Indexes everything anew, or one language; returns the number of documents."""
    revisions, documents = Revision.objects.standing(), SearchDocument.objects.all()
    if language:
        revisions = revisions.filter(article__language=language)
        documents = documents.filter(language=language)
    with transaction.atomic():
        engine().repair()
        documents.exclude(revision__in=revisions.values("pk")).delete()
        count = write_all(revisions)
        tidy()
    return count


def tidy() -> None:
    """Makes the index quick to read after many changes; what is found stays the same."""
    engine().tidy()


def write_all(revisions: QuerySet[Revision]) -> int:
    revisions = revisions.select_related("article__topic")
    documents = map(document, revisions.iterator(chunk_size=BATCH))
    count = 0
    while batch := list(islice(documents, BATCH)):
        write(batch)
        count += len(batch)
    return count


def write(documents: list[SearchDocument]) -> None:
    fields = [field.name for field in SearchDocument._meta.fields if not field.primary_key]
    SearchDocument.objects.bulk_create(
        documents, update_conflicts=True, unique_fields=["revision"], update_fields=fields
    )


def document(revision: Revision) -> SearchDocument:
    article = revision.article
    headings = [article.topic.title, *(heading["text"] for heading in revision.headings)]
    texts = {
        "title": clean(revision.title),
        "key_points": sentences(revision.key_point_list),
        "headings": sentences(headings),
        "body": sentences([revision.summary, *revision.plain_text.splitlines()]),
    }
    texts = {name: text[:LONGEST_TEXT] for name, text in texts.items()}
    return SearchDocument(
        revision=revision,
        language=article.language,
        words=" ".join(distinct_words(" ".join(texts.values()))),
        **texts,
    )


def sentences(lines: Iterable[str]) -> str:
    """The lines as one text that can be read: headings and list items get the ends that their
    place on the page gave them."""
    cleaned = [*filter(None, map(clean, lines))]
    pairs = pairwise([*cleaned, ""])
    return " ".join(line if line.endswith(ENDS) else line + end(after) for line, after in pairs)


def end(after: str) -> str:
    return "," if after[:1].islower() else "."


def distinct_words(text: str) -> list[str]:
    """Each word once and in lower case, with its accents."""
    return sorted({word.casefold() for word in WORD.findall(text)})
