"""What the renderer asks of the world, answered from the database and the drawings folder."""

from django.core.files.storage import default_storage
from django.template.loader import get_template
from django.urls import reverse

from content.models import Article, Picture, Term, clinic_facts
from content.models.topics import drawing_template
from content.rendering import Lookups, PictureMarkup, PictureSource, TermEntry


def lookups(language: str = "en") -> Lookups:
    """One set for one or many renderings; facts and terms are read now, the rest when asked for."""
    return Lookups(
        article=lambda key: article_address(key, language),
        picture=picture_markup,
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


def term_entries(language: str) -> list[TermEntry]:
    glossary = reverse("content:glossary")
    return [
        TermEntry(slug=term.slug, forms=term.form_list, url=f"{glossary}#term-{term.slug}")
        for term in Term.objects.filter(language=language)
    ]


def picture_markup(pk: int) -> PictureMarkup | None:
    picture = Picture.objects.filter(pk=pk).first()
    if picture is None:
        return None
    return PictureMarkup(
        src=picture.file.url,
        width=picture.width,
        height=picture.height,
        alt="" if picture.is_decorative else picture.alt,
        credit=picture.credit,
        sources=picture_sources(picture),
        sha256=picture.sha256,
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
