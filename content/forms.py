"""The form in which staff write an article: where it stands, and its words."""

from dataclasses import asdict
from datetime import timedelta

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextareaWidget
from django.utils import timezone
from django.utils.text import normalize_newlines
from markdownx.fields import MarkdownxFormField
from markdownx.widgets import AdminMarkdownxWidget

from content.models import Article, Revision
from content.publishing import Words

FURTHEST = timedelta(days=5 * 365)
WORD_FIELDS = ("title", "summary", "key_points", "body")


class ArticleForm(forms.ModelForm):
    """The words are those of the newest revision; changing them makes the next one."""

    title = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"class": "vTextField"}))
    summary = forms.CharField(
        widget=AdminTextareaWidget(attrs={"rows": 3}), help_text="Two or three short sentences."
    )
    key_points = forms.CharField(
        widget=AdminTextareaWidget(attrs={"rows": 5}),
        help_text="Three or four points, one a line. Each is a sentence that stands on its own.",
    )
    body = MarkdownxFormField(
        widget=AdminMarkdownxWidget(),
        help_text="Markdown. Begin with ## and the first heading.",
    )
    change = forms.ChoiceField(
        choices=Revision.Change.choices, required=False, initial=Revision.Change.MAJOR
    )
    change_note = forms.CharField(
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="What changed, in plain words. Patients can read it.",
    )
    publish_at = forms.SplitDateTimeField(
        required=False,
        widget=AdminSplitDateTime(),
        help_text="For “Save and publish”: empty means now, a later time means from then on.",
    )

    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput())

    class Meta:
        model = Article
        fields = (
            "topic", "slug", "language", "position", "kind", "quick_answer", "related", "owner",
        )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.latest = self.instance.revisions.first() if self.instance.pk else None
        for name in WORD_FIELDS if self.latest else ():
            self.initial.setdefault(name, getattr(self.latest, name))
        self.initial["based_on"] = self.latest.number if self.latest else None

    def clean_publish_at(self):
        at = self.cleaned_data["publish_at"]
        if at and at <= timezone.now():
            raise forms.ValidationError(
                "This time has passed. Leave it empty to publish now, or choose a later time."
            )
        if at and at > timezone.now() + FURTHEST:
            raise forms.ValidationError("Choose a time within the next five years.")
        return at

    def clean_based_on(self):
        """Two people may write at once; whoever saves last must not undo the other's words."""
        number = self.cleaned_data["based_on"]
        if number and self.latest and number != self.latest.number:
            raise forms.ValidationError(
                "Someone saved this article while you were writing. "
                "Keep a copy of your words, open the article again and put them in."
            )
        return number

    def words(self) -> Words:
        """The words with the line ends that the database has, whatever the browser sent."""
        return Words(**{n: normalize_newlines(self.cleaned_data[n]) for n in WORD_FIELDS})

    def words_changed(self) -> bool:
        typed = asdict(self.words())
        return any(typed[name] != getattr(self.latest, name, "").strip() for name in WORD_FIELDS)
