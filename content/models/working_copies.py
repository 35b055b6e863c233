"""A working copy is what somebody types before it is saved as a revision: private, one a person."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from content.models.articles import Article


class WorkingCopy(models.Model):
    """`fields` holds the form as it was typed, name to text. `base` is the number of the revision
    that the typing began from; 0 for none. An article that does not exist yet has none."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, null=True, related_name="working_copies"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    base = models.PositiveIntegerField(default=0)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article", "person"], name="one_working_copy_for_each_person"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(article=None),
                name="one_new_article_for_each_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Working copy of {self.article_id or 'a new article'} by {self.person_id}"
