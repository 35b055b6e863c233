"""The newest kept words of an article: the only ones that a clinician is asked about or signs."""

from content.models import Article, Revision
from content.publishing.rights import Refused


def hold(article: Article) -> None:
    """Inside a transaction: whoever else saves, signs or asks about this article waits."""
    Article.objects.select_for_update().order_by("pk").filter(pk=article.pk).first()


def refuse_old_words(revision: Revision) -> None:
    if Revision.objects.filter(pk=revision.pk).exclude(discarded_at=None).exists():
        raise Refused("This draft was thrown away. Read the newest one.")
    newest = Revision.objects.kept().filter(article=revision.article_id).order_by("-number").first()
    if newest and newest.pk != revision.pk:
        raise Refused(
            f"Revision {newest.number} was saved since. Read that one; it is what will be shown."
        )
