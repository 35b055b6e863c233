"""The form in which staff write the words of an article.

A draft may be unfinished, so only its title is asked for; what a page needs is asked for when it is
published.
"""

import secrets
from collections.abc import Mapping
from dataclasses import asdict

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.text import normalize_newlines

from content.forms.addresses import LONGEST_SLUG, free_slug, whose_address
from content.forms.markdown import MarkdownField
from content.models import Article, Revision, Topic
from content.publishing import Words

WORD_FIELDS = ("title", "summary", "key_points", "body")
LONGEST_BODY = 100_000  # more than a page can show, and so much that checks and compares end soon
Change = Revision.Change


class WriteForm(forms.Form):
    """`newest` is the revision that writing goes on from, None for a new article; `needs_note`
    says that patients have read the page, so that they are told what changed."""

    title = forms.CharField(
        max_length=120,
        error_messages={
            "required": "Write a title.",
            "max_length": "The title is too long. Use 120 letters or fewer.",
        },
    )
    summary = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Two or three short sentences. Shown under the title and in search.",
    )
    key_points = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Three or four points, one a line. Each is a sentence that stands on its own.",
    )
    body = MarkdownField(
        required=False,
        label="Page text",
        validators=[
            MaxLengthValidator(
                LONGEST_BODY,
                "The page text is too long to be saved. Use %(limit_value)s letters or fewer: "
                "split the page into two.",
            )
        ],
    )
    change = forms.ChoiceField(
        label="How big is this change?",
        choices=[
            (Change.MAJOR, "It changes what patients read. They are told."),
            (Change.MINOR, "It only mends spelling or layout."),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    change_note = forms.CharField(
        label="What changed",
        max_length=200,
        required=False,
        help_text="In plain words. Patients can read it.",
        error_messages={"max_length": "The note is too long. Use 200 letters or fewer."},
    )
    based_on = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    # Tell the tabs of one person apart: which opening of the desk this is, and the working copy
    # that stood in it at first.
    sitting = forms.CharField(required=False, widget=forms.HiddenInput)
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, newest: Revision | None = None, needs_note: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.newest, self.needs_note = newest, needs_note
        self.initial = first_values(newest) | (self.initial or {}) | {"sitting": new_sitting()}

    def clean_title(self) -> str:
        """In one line: it stands in the subject of mails, too."""
        return " ".join(self.cleaned_data["title"].split())

    def clean_change(self) -> str:
        return self.cleaned_data["change"] or Change.MAJOR

    def clean(self) -> dict:
        data = super().clean()
        is_major = data.get("change") == Change.MAJOR
        if self.needs_note and is_major and not data.get("change_note") and self.words_changed():
            self.add_error(
                "change_note",
                "Write in plain words what changed, because patients have read this page. "
                "For spelling or layout only, choose the smaller change.",
            )
        return data

    def words(self) -> Words:
        """The words with the line ends that the database has, whatever the browser sent."""
        typed = self.cleaned_data
        return Words(**{n: normalize_newlines(typed.get(n, "")) for n in WORD_FIELDS})

    def words_changed(self) -> bool:
        return differ(asdict(self.words()), self.newest)

    def note_changed(self) -> bool:
        """A draft may get another note without other words."""
        newest, note = self.newest, self.cleaned_data.get("change_note", "")
        return newest is not None and newest.published_at is None and note != newest.change_note


class NewArticleForm(WriteForm):
    """Also asks for the part of the guide; the address is made from the title when left empty."""

    topic = forms.ModelChoiceField(
        Topic.objects.all(),
        label="Part of the guide",
        empty_label="Choose a part",
        error_messages={"required": "Choose the part of the guide that the page belongs to."},
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES, initial="en")
    translation_of = forms.ModelChoiceField(
        Article.objects.all(), required=False, widget=forms.HiddenInput
    )
    slug = forms.SlugField(
        label="Address",
        max_length=LONGEST_SLUG,
        required=False,
        help_text="The last part of the address, like: the-first-day. Left empty, it is made from "
        "the title.",
        error_messages={
            "invalid": "Use small letters, numbers and dashes in the address, like: the-first-day"
        },
    )

    def clean(self) -> dict:
        data = super().clean()
        if "slug" in data and "title" in data:
            self.find_address(data)
        if data.get("translation_of"):
            self.refuse_second_translation(data["translation_of"], data.get("language", "en"))
        return data

    def refuse_second_translation(self, original: Article, language: str) -> None:
        group = Article.objects.filter(translation_group=original.translation_group)
        if group.filter(language=language).exists():
            self.add_error(
                "language", "This page is there in that language already. Open it in the list."
            )

    def find_address(self, data: dict) -> None:
        taken = Article.objects.filter(language=data.get("language", "en"))
        if data["slug"]:
            if whose := whose_address(data["slug"], taken):
                self.add_error("slug", whose)
            return
        data["slug"] = free_slug(data["title"], taken)
        if not data["slug"]:
            self.add_error("slug", "Write an address, like: the-first-day")

    def article(self, owner) -> Article:
        data = self.cleaned_data
        article = Article(
            topic=data["topic"], slug=data["slug"], language=data["language"], owner=owner
        )
        if original := data["translation_of"]:
            article.translation_group = original.translation_group
            article.position, article.kind = original.position, original.kind
        return article


def new_sitting() -> str:
    return secrets.token_hex(8)


def translation_values(original: Article) -> dict:
    """What stands in the form for a page in the other language at first."""
    return {
        "translation_of": original.pk,
        "topic": original.topic_id,
        "language": "es" if original.language == "en" else "en",
    }


def first_values(newest: Revision | None) -> dict:
    """What stands in the form at first; a draft that patients have not read keeps its note."""
    if newest is None:
        return {"change": Change.MAJOR, "based_on": 0}
    values = {name: getattr(newest, name) for name in WORD_FIELDS} | {"based_on": newest.number}
    if newest.published_at is None:
        return values | {"change": newest.change, "change_note": newest.change_note}
    return values | {"change": Change.MAJOR}


def differ(typed: Mapping[str, str], newest: Revision | None) -> bool:
    """Whether these words are not those of the revision."""
    return any(
        normalize_newlines(typed.get(name, "")).strip() != getattr(newest, name, "").strip()
        for name in WORD_FIELDS
    )
