"""Writes the search documents: one for each revision that is or will be what patients read.

The documents of a withdrawn article stay, so that it is found at once when it is brought back.
What may be found is decided while searching, by `Revision.objects.published()`.
"""

from itertools import islice

from django.db import transaction
from django.db.models import QuerySet

from content.models import Article, Revision, SearchDocument
from content.search.engines import engine
from content.search.words import WORD, clean

# A PostgreSQL vector holds one megabyte; no page comes near this.
LONGEST_TEXT = 200_000
BATCH = 200


def refresh(revision: Revision) -> None:
    """Indexes a revision, or indexes it again. Call it in the transaction that publishes."""
    write([document(revision)])


def remove(article: Article) -> None:
    """Takes every revision of the article out of the index."""
    SearchDocument.objects.filter(revision__article=article).delete()


def prune(article: Article) -> None:
    """Takes revisions out of the index that will not be read again: neither live nor scheduled."""
    kept = Revision.objects.standing().filter(article=article)
    documents = SearchDocument.objects.filter(revision__article=article)
    documents.exclude(revision__in=list(kept.values_list("pk", flat=True))).delete()


def rebuild(language: str | None = None) -> int:
    """Indexes everything anew, or one language; returns the number of documents."""
    revisions, documents = Revision.objects.standing(), SearchDocument.objects.all()
    if language:
        revisions = revisions.filter(article__language=language)
        documents = documents.filter(language=language)
    with transaction.atomic():
        engine().repair()
        documents.exclude(revision__in=revisions.values("pk")).delete()
        return write_all(revisions.select_related("article"))


def write_all(revisions: QuerySet[Revision]) -> int:
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
    texts = {
        "title": clean(revision.title),
        "key_points": " ".join(map(clean, revision.key_point_list)),
        "headings": " ".join(clean(heading["text"]) for heading in revision.headings),
        "body": clean(f"{revision.summary}\n{revision.plain_text}"),
    }
    texts = {name: text[:LONGEST_TEXT] for name, text in texts.items()}
    return SearchDocument(
        revision=revision,
        language=revision.article.language,
        words=" ".join(distinct_words(" ".join(texts.values()))),
        **texts,
    )


def distinct_words(text: str) -> list[str]:
    """Each word once and in lower case, with its accents."""
    return sorted({word.casefold() for word in WORD.findall(text)})
