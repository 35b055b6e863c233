"""Addresses that a new page, or one that moves, may have."""

from django.db.models import QuerySet
from django.utils.text import slugify

from content.models import Article, moved_slugs

LONGEST_SLUG = 80


def free_slug(title: str, others: QuerySet[Article]) -> str:
    """An address made from the title that none of the others has or had, or nothing."""
    base = slugify(title)[: LONGEST_SLUG - 4].strip("-")
    names = set(others.filter(slug__startswith=base).values_list("slug", flat=True))
    names.update(moved_slugs())
    tries = [base, *(f"{base}-{number}" for number in range(2, 1000))]
    return next((name for name in tries if name and name not in names), "")


def whose_address(slug: str, others: QuerySet[Article]) -> str:
    """A sentence on the page that has this address, or nothing. Often it is the writer's own page:
    saved a moment ago, before they went back to its form."""
    if other := others.filter(slug=slug).first():
        return (
            f"{named(other)} has this address. To change that page, open it in the list of pages; "
            "for a new page choose another address."
        )
    return left_address(slug, others)


def left_address(slug: str, others: QuerySet[Article]) -> str:
    """A sentence on the page that had this address until it moved, or nothing. Links in words that
    are saved would lead to the page that takes it."""
    if other := others.once_at(slug).first():
        return f"Old links to {named(other)} still use this address. Choose another one."
    return ""


def named(article: Article) -> str:
    newest = article.newest()
    return f"“{newest.title}”" if newest else "Another page"
