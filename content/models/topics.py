"""The four subjects of the guide, in the order of a patient's journey."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

DRAWING_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")
# First path segments that belong to other pages.
RESERVED_SLUGS = {
    "about", "accessibility", "admin", "contact", "es", "media", "not-yet-checked", "our-numbers",
    "privacy", "questions", "search", "shared", "staff", "static", "where-does-it-hurt",
    "words-to-know",
}  # fmt: skip


def split_line(line: str, parts: int) -> list[str] | None:
    """The parts of "a | b", or None when the line does not have that many filled parts."""
    cells = [cell.strip() for cell in line.split("|")]
    return cells if len(cells) == parts and all(cells) else None


def validate_slug_is_free(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(
            f"The address /{slug}/ belongs to another page. Choose another one, like my-topic."
        )


def validate_basics(text: str) -> None:
    if any(split_line(line, 2) is None for line in text.splitlines()):
        raise ValidationError("Write one fact a line, like: How long | A few minutes")


def validate_figures(text: str) -> None:
    figures = [split_line(line, 3) for line in text.splitlines()]
    if None in figures:
        raise ValidationError(
            "Write one figure a line, like: muscle-tight | A tight knot | It hurts when pressed."
        )
    for name, _, _ in figures:
        if not drawing_template(name):
            raise ValidationError(f"There is no drawing “{name}”.")


def drawing_template(name: str) -> str:
    """The path of the template of one of the guide's own drawings, or nothing."""
    if not DRAWING_NAME.fullmatch(name):
        return ""
    path = f"drawings/{name}.svg"
    try:
        get_template(path)
    except TemplateDoesNotExist:
        return ""
    return path


class Topic(models.Model):
    class Icon(models.TextChoices):
        KNOT = "knot", "Knot"
        SYRINGE = "syringe", "Syringe"
        STRANDS = "strands", "Strands"
        SPINE = "spine", "Spine"

    title = models.CharField(max_length=80)
    slug = models.SlugField(unique=True, validators=[validate_slug_is_free])
    position = models.PositiveSmallIntegerField(
        unique=True,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text="The place on the patient's path, from 1.",
    )
    summary = models.TextField(help_text="Two short sentences under the title of the topic page.")
    invitation = models.CharField(
        max_length=120,
        help_text="What a patient would say, like: I was offered an injection",
    )
    icon = models.CharField(max_length=10, choices=Icon)
    basics = models.TextField(
        blank=True,
        validators=[validate_basics],
        help_text="One fact a line: a label, a bar, the fact. Like: How long | A few minutes",
    )
    figures = models.TextField(
        blank=True,
        validators=[validate_figures],
        help_text="One figure a line: drawing | title | caption.",
    )
    needs_help_section = models.BooleanField(
        "its pages must say when to get help",
        default=False,
        help_text="A page of this topic without get-help cards cannot be published.",
    )
    grace_days = models.PositiveSmallIntegerField(
        default=60,
        validators=[MaxValueValidator(365)],
        help_text="Days after a missed check until what its pages say about treatment is folded "
        "away. When to get help always stays open.",
    )

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title
