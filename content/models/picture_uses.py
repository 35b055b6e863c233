"""Which revision shows which picture, so that the database itself keeps a picture that is used."""

from django.db import models

from content.models.pictures import Picture
from content.models.revisions import Revision


class PictureUse(models.Model):
    """Made from the words of a revision, together with everything else that is."""

    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="picture_uses")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="picture_uses")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["revision", "picture"], name="picture_use_counts_once")
        ]

    def __str__(self) -> str:
        return f"Picture {self.picture_id} in revision {self.revision_id}"
