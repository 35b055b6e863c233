"""New pages that link to each other: none of them can come, or leave the schedule, by itself."""

from collections.abc import Callable, Iterable

from content.models import Article, Revision
from content.publishing.addresses import is_known_or_coming

Find = Callable[[set[int]], Iterable[Revision]]


def companions(revision: Revision) -> list[Revision]:
    """The newest words of new pages that have to come with these, the first of a page: they link to
    each other, directly or through one another, and none is public or on the schedule."""
    return [] if is_known_or_coming(revision.article) else circle(revision, newest_of_new)


def bound(revision: Revision) -> list[Revision]:
    """What has to leave the schedule with this revision: pages that come with it, at its moment."""
    ahead = Revision.objects.scheduled().filter(published_at=revision.published_at)
    public = Revision.objects.published().values("article")
    those = ahead.exclude(article__in=public).select_related("article")
    return circle(revision, lambda keys: those.filter(article__in=keys))


def circle(revision: Revision, find: Find) -> list[Revision]:
    """All from which links lead to this revision, and to which they lead from it. `find` gives the
    revisions that may belong to it, of articles with these keys."""
    words, links, ahead = {revision.article_id: revision}, {}, [revision]
    while ahead:
        one = ahead.pop()
        links[one.article_id] = linked = set(map(int, one.uses.get("articles", {})))
        found = list(find(linked - words.keys()))
        words |= {other.article_id: other for other in found}
        ahead += found
    back = {revision.article_id}
    while more := {key for key, linked in links.items() if linked & back} - back:
        back |= more
    return [words[key] for key in sorted(back - {revision.article_id})]


def newest_of_new(keys: set[int]) -> list[Revision]:
    articles = Article.objects.filter(pk__in=keys, withdrawn_at=None)
    newest = (article.newest() for article in articles if not is_known_or_coming(article))
    return [revision for revision in newest if revision]
