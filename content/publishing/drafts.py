"""Saving words as a revision, and everything that is made from the words."""

from collections.abc import Container
from dataclasses import asdict, dataclass, replace

from django.db import transaction
from django.db.models import Max

from content.editorial.findings import check, page_of
from content.editorial.measures import measures
from content.lookups import PICTURE_KEY, lookups
from content.models import Article, Picture, PictureUse, Revision
from content.publishing.rights import Person, Refused, in_a_line, may, write_history
from content.rendering import Lookups, Rendered, render
from content.rendering.characters import unturned
from content.rendering.depths import words_of_more
from content.rendering.first_drawing import first_drawing
from content.rendering.leading import leading_length
from content.rendering.version import version

MADE = (
    "body_html",
    "leading_length",
    "words_of_more",
    "references_html",
    "reference_count",
    "headings",
    "questions",
    "plain_text",
    "word_count",
    "problems",
    "uses",
    "muscle",
    "content_hash",
    "measures",
    "rendered_by",
)


@dataclass(frozen=True)
class Words:
    """What a writer types. `key_points` holds one point a line, `body` is Markdown."""

    title: str
    summary: str
    key_points: str
    body: str


class Overtaken(Refused):
    """Somebody else saved the article since the words were begun."""

    def __init__(self, newest: Revision):
        super().__init__("Somebody else saved this page while you were writing.")
        self.newest = newest


def save_draft(
    article: Article,
    words: Words,
    *,
    by: Person,
    change: str = Revision.Change.MAJOR,
    note: str = "",
    world: Lookups | None = None,
    based_on: int | None = None,
    **extra,
) -> Revision:
    """Saves the words as the article's next revision. What patients see stays as it is.

    `world` may be handed in when many drafts are saved in one go. Raises Overtaken when `based_on`,
    the number of the revision that the writer began from, is not the newest any more; None does
    not ask. `extra` holds other fields of the revision, such as its checklist.
    """
    may(by, "content.change_article")
    revision = Revision(
        article=article,
        created_by=by,
        change=change,
        change_note=in_a_line(note),
        **asdict(without_tricks(words)),
        **extra,
    )
    world = world or lookups(article.language)
    measure(revision, world, fill_from_words(revision, world))
    with transaction.atomic():
        # The one row that all who save this article wait for.
        Article.objects.select_for_update().filter(pk=article.pk).first()
        refuse_overtaken(article, based_on)
        last = article.revisions.aggregate(last=Max("number"))["last"] or 0
        revision.number = last + 1
        revision.save()
        note_pictures(revision)
        if shows_old_pictures(revision):
            fill_from_words(revision, lookups(article.language))
            revision.save(update_fields=MADE)
        write_history(by, article, f"Saved revision {revision.number}.")
    return revision


def without_tricks(words: Words) -> Words:
    """Without signs that turn letters round; in the body the renderer sees to them."""
    fields = ("title", "summary", "key_points")
    return replace(words, **{name: unturned(getattr(words, name)) for name in fields})


def refuse_overtaken(article: Article, based_on: int | None) -> None:
    newest = article.newest()
    if based_on is not None and newest and newest.number != based_on:
        raise Overtaken(newest)


def fill_from_words(revision: Revision, world: Lookups) -> Rendered:
    page = render(revision.body, world)
    revision.body_html = page.html
    revision.references_html = page.references_html
    revision.reference_count = page.reference_count
    revision.headings = [asdict(heading) for heading in page.headings]
    revision.questions = [asdict(question) for question in page.questions]
    revision.plain_text = page.text
    revision.muscle = asdict(page.muscle) if page.muscle else {}
    revision.leading_length = leading_length(page.html)
    revision.words_of_more = words_of_more(page.html)
    revision.word_count = len(f"{revision.summary} {revision.key_points} {page.text}".split())
    revision.problems = [asdict(problem) for problem in page.problems]
    # Keys and not lists, so that both databases can be asked which revisions use a thing.
    revision.uses = {
        "articles": {str(pk): True for pk in page.uses.articles},
        "pictures": {str(pk): digest for pk, digest in page.uses.pictures.items()},
        "facts": dict(page.uses.facts),
        "terms": dict.fromkeys(page.uses.terms, True),
        "drawings": dict.fromkeys(page.uses.drawings, True),
        "first_picture": first_picture(revision.body, page.uses.pictures),
        "first_drawing": first_drawing(page.html, page.muscle, world.language),
    }
    revision.content_hash = revision.words_hash()
    revision.rendered_by = version()
    return page


def measure(revision: Revision, world: Lookups, rendered: Rendered) -> None:
    revision.measures = measures(check(page_of(revision), world, rendered))


def first_picture(body: str, shown: Container[int]) -> int | None:
    """By its place in the text: neither the renderer nor a database keeps that order."""
    return next((pk for pk in map(int, PICTURE_KEY.findall(body)) if pk in shown), None)


def note_pictures(revision: Revision) -> None:
    """Enters which pictures the saved revision shows, where that is not known yet."""
    shown = {int(pk) for pk in revision.uses["pictures"]}
    known = set(revision.picture_uses.values_list("picture_id", flat=True))
    if gone := known - shown:
        revision.picture_uses.filter(picture__in=gone).delete()
    PictureUse.objects.bulk_create(
        PictureUse(revision=revision, picture_id=pk) for pk in sorted(shown - known)
    )


def shows_old_pictures(revision: Revision) -> bool:
    """Whether one was replaced, or got its copies, between the rendering and the saving."""
    html = revision.body_html + revision.references_html
    pictures = Picture.objects.filter(picture_uses__revision=revision)
    return any(picture.shown["url"] not in html for picture in pictures)
