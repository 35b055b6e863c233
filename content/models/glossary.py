"""Words to know: each with its other forms and a plain meaning."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

# A database looks for all forms of a word in one question, which must not grow without end.
MOST_FORMS = 100


class Term(models.Model):
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="en")
    word = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80)
    forms = models.TextField(
        blank=True,
        help_text="Other spellings that link to this word, one a line, like: trigger points",
    )
    definition = models.TextField(help_text="One or two plain sentences.")
    say = models.CharField(max_length=80, blank=True, help_text="How to say it, like: FASH-uh")
    other_word = models.CharField("word in the other language", max_length=120, blank=True)

    class Meta:
        ordering = ["language", "word"]
        constraints = [
            models.UniqueConstraint(fields=["language", "slug"], name="term_slug_is_its_own")
        ]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        if len(self.form_list) > MOST_FORMS:
            raise ValidationError({"forms": f"Write {MOST_FORMS} lines at most."})

    @property
    def form_list(self) -> tuple[str, ...]:
        forms = [self.word, *self.forms.splitlines()]
        return tuple(dict.fromkeys(form.strip() for form in forms if form.strip()))

    @property
    def other_language(self) -> str:
        return "es" if self.language == "en" else "en"
