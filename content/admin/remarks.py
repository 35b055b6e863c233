"""Comments on a page, in the order of its headings, each with the box for one more."""

from collections import defaultdict

from content.admin.screen import str_name
from content.admin.stage import spoken
from content.forms.reviewing import WHOLE_PAGE, CommentsForm
from content.models import Comment, Revision

MOST_SETTLED = 50


def remarks_of(revision: Revision, form: CommentsForm, touched: int | None = None) -> list[dict]:
    """A row for the whole page and one for each heading. What was said about earlier revisions
    stays until it is dealt with; where its heading is gone, it stands with the whole page.
    `touched` is the key of a comment that was just dealt with; its row stays unfolded."""
    headings = {heading["id"]: heading for heading in revision.headings}
    said = defaultdict(list)
    for comment in comments_on(revision):
        at = comment.anchor if comment.anchor in headings else ""
        said[at].append(comment_row(comment, revision, is_lost=at != comment.anchor))
    return [
        {
            "anchor": anchor,
            "heading": headings[anchor]["text"] if anchor else WHOLE_PAGE,
            "level": headings[anchor]["level"] if anchor else 2,
            "comments": said[anchor],
            "open": sum(not row["settled"] for row in said[anchor]),
            "field": field,
            "is_open": not anchor
            or bool(field.value() or field.errors)
            or any(not row["settled"] or row["pk"] == touched for row in said[anchor]),
        }
        for anchor, field in form.places()
    ]


def comments_on(revision: Revision) -> list[Comment]:
    """Oldest first: all that is open about the article, and what was settled of these words."""
    about = Comment.objects.filter(revision__article=revision.article_id).select_related(
        "settled_by", "share_link", "revision"
    )
    about = about.defer("revision__body", "revision__body_html", "revision__plain_text")
    settled = about.filter(revision=revision).exclude(settled_at=None)
    found = [*about.unsettled(), *settled.order_by("-created_at")[:MOST_SETTLED]]
    return sorted(found, key=lambda comment: (comment.created_at, comment.pk))


def comment_row(comment: Comment, revision: Revision, *, is_lost: bool) -> dict:
    return {
        "pk": comment.pk,
        "by": comment.by_name,
        "is_guest": comment.by_id is None and comment.share_link_id is not None,
        # Of a guest whose link was forgotten since, or of a colleague whose account is gone.
        "has_no_account": comment.by_id is None and comment.share_link_id is None,
        "at": spoken(comment.created_at),
        "text": comment.text,
        "number": comment.revision.number if comment.revision_id != revision.pk else None,
        "place": comment.heading if is_lost else "",
        "settled": str_name(comment.settled_by) if comment.settled_at else "",
    }
