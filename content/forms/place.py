"""The form that says where an article stands in the guide and who looks after it."""

from django import forms
from django.core.exceptions import ValidationError

from content.forms.addresses import left_address
from content.models import Article
from content.publishing import is_known_or_coming
from staff_forms.meanwhile import MeanwhileForm


class PlaceForm(MeanwhileForm):
    """The list of related pages fills itself by a script, since a guide may have 10,000 of them;
    `by_address` adds some without one."""

    by_address = forms.CharField(
        label="Add related pages by address",
        required=False,
        max_length=1000,
        help_text="The last part of each address, with spaces between, like: pain-diary "
        "the-first-day. This box works without JavaScript.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    class Meta:
        model = Article
        fields = (
            "topic", "slug", "language", "position", "kind", "quick_answer", "related", "owner",
            "translation_group",
        )  # fmt: skip
        labels = {"topic": "Part of the guide", "slug": "Address", "position": "Place in its part"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "language" in self.fields and self.instance.pk and is_known_or_coming(self.instance):
            language = self.fields["language"]
            language.disabled = True
            language.help_text = "It stays, because patients know this page or soon will."

    def clean(self) -> dict:
        data = super().clean()
        others = Article.objects.filter(language=data.get("language")).exclude(pk=self.instance.pk)
        if "slug" in self.changed_data and (words := left_address(data.get("slug", ""), others)):
            self.add_error("slug", words)
        typed = data.get("by_address", "").split()
        if typed and "related" in data:
            data["related"] = [*data["related"], *self._pages(typed)]
        return data

    def _pages(self, typed: list[str]) -> list[Article]:
        """Those at these addresses in the language of the article; a whole path will do."""
        slugs = {one.strip("/").rpartition("/")[2] for one in typed}
        found = Article.objects.filter(language=self.cleaned_data.get("language"), slug__in=slugs)
        pages = {page.slug: page for page in found}
        if missing := sorted(slugs - pages.keys()):
            words = f"No page has this address: {', '.join(missing)}"
            self.add_error("by_address", ValidationError(words))
        return [*pages.values()]
