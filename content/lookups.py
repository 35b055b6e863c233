"""What the renderer asks of the world, answered from the database and the drawings folder."""

import re
from collections.abc import Callable
from functools import cache, partial

from django.core.files.storage import default_storage
from django.db.models import Q
from django.template.loader import get_template
from django.urls import reverse

from content.models import Article, Picture, Term, clinic_facts, moved_slugs
from content.models.topics import drawing_template
from content.rendering import Lookups, PictureMarkup, PictureSource, TermEntry

# Wherever a link or a picture may stand; what is found and not used does no harm.
ARTICLE_KEY = re.compile(r"article:([A-Za-z0-9_-]+)", re.IGNORECASE)
PICTURE_KEY = re.compile(r"img:([0-9]{1,9})(?![0-9])")
LONGEST_KEY, LONGEST_NUMBER = 120, 9
ArticleLookup = Callable[[str], tuple[int, str] | None]


def lookups(language: str = "en", body: str | None = None) -> Lookups:
    """One set for one or many renderings; facts and terms are read now, the rest when asked for.

    With `body`, the set is for that Markdown only, and its articles and pictures are read now too,
    in one question each.
    """
    if body is None:
        article, picture = partial(article_address, language=language), picture_markup
    else:
        article, picture = linked_articles(body, language), shown_pictures(body).get
    return Lookups(
        article=or_moved(article, language),
        picture=picture,
        fact=clinic_facts().get,
        drawing=drawing,
        contact_url=reverse("enquiries:contact"),
        terms=term_entries(language),
        language=language,
    )


def article_address(key: str, language: str) -> tuple[int, str] | None:
    """The id and address of the article with this id or slug."""
    wanted = {"pk": int(key)} if key.isascii() and key.isdigit() else {"slug": key}
    found = (
        Article.objects.filter(language=language, **wanted)
        .values_list("pk", "topic__slug", "slug")
        .first()
    )
    return (found[0], reverse("content:article", args=found[1:])) if found else None


def linked_articles(body: str, language: str) -> ArticleLookup:
    """Knows each article that the Markdown may link to, by its slug and by its id in digits."""
    keys = {key for key in ARTICLE_KEY.findall(body) if len(key) <= LONGEST_KEY}
    numbers = [int(key) for key in keys if key.isdigit() and len(key) <= LONGEST_NUMBER]
    found = found_articles(keys, numbers, language) if keys else {}
    return lambda key: found.get(str(int(key)) if key.isascii() and key.isdigit() else key)


def or_moved(here: ArticleLookup, language: str) -> ArticleLookup:
    """Also knows the slugs that articles had before they moved, which are read once when needed."""
    moved = cache(moved_slugs)

    def found(key: str) -> tuple[int, str] | None:
        return here(key) or (key in moved() and article_address(moved()[key], language)) or None

    return found


def found_articles(keys: set[str], numbers: list[int], language: str) -> dict[str, tuple[int, str]]:
    rows = Article.objects.filter(
        Q(slug__in=keys) | Q(pk__in=numbers), language=language
    ).values_list("pk", "topic__slug", "slug")
    found = {}
    for pk, topic, slug in rows:
        place = (pk, reverse("content:article", args=[topic, slug]))
        found |= {str(pk): place} | ({slug: place} if not slug.isdigit() else {})
    return found


def shown_pictures(body: str) -> dict[int, PictureMarkup]:
    numbers = {int(number) for number in PICTURE_KEY.findall(body)}
    if not numbers:
        return {}
    return {picture.pk: markup_of(picture) for picture in Picture.objects.filter(pk__in=numbers)}


def term_entries(language: str) -> list[TermEntry]:
    glossary = reverse("content:glossary")
    return [
        TermEntry(slug=term.slug, forms=term.form_list, url=f"{glossary}#term-{term.slug}")
        for term in Term.objects.filter(language=language)
    ]


def picture_markup(pk: int) -> PictureMarkup | None:
    picture = Picture.objects.filter(pk=pk).first()
    return markup_of(picture) if picture else None


def markup_of(picture: Picture) -> PictureMarkup:
    shown = picture.shown
    return PictureMarkup(
        src=shown["url"],
        width=shown["width"],
        height=shown["height"],
        alt="" if picture.is_decorative else picture.alt,
        credit=picture.credit,
        sources=picture_sources(picture),
        digest=picture.digest,
    )


def picture_sources(picture: Picture) -> tuple[PictureSource, ...]:
    """A source for each format, best first, with its widths."""
    by_type: dict[str, list[str]] = {}
    for rendition in picture.renditions:
        entry = f"{default_storage.url(rendition['name'])} {rendition['width']}w"
        by_type.setdefault(rendition["type"], []).append(entry)
    return tuple(PictureSource(kind, ", ".join(entries)) for kind, entries in by_type.items())


def drawing(name: str) -> str | None:
    """The inline SVG of one of the guide's own drawings."""
    path = drawing_template(name)
    return get_template(path).render() if path else None
