"""The form that says where an article stands in the guide and who looks after it."""

from content.forms.meanwhile import MeanwhileForm
from content.models import Article


class PlaceForm(MeanwhileForm):
    class Meta:
        model = Article
        fields = (
            "topic", "slug", "language", "position", "kind", "quick_answer", "related", "owner",
            "translation_group",
        )  # fmt: skip
        labels = {"topic": "Part of the guide", "slug": "Address", "position": "Place in its part"}
