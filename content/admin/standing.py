"""Where an article is on its way from draft to live, in the words of the screens."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format

from content.models import Article, Review, ReviewRequest, Revision

STEPS = ("Draft", "In review", "Ready", "On site")
AT_STEP = {"draft": 0, "review": 1, "ready": 2, "scheduled": 2, "live": 3, "withdrawn": 0}

NEWER = {"review": "in review", "ready": "signed", "draft": "not finished"}
NOT_YET = {
    "review": "In review",
    "ready": "Signed, not on the site yet",
    "draft": "Draft, not on the site yet",
}


@dataclass
class Standing:
    """`newest` is where writing goes on, `live` what patients read, `ahead` the next scheduled
    revision; each may be None."""

    article: Article
    newest: Revision | None
    live: Revision | None
    ahead: Revision | None
    open_request: ReviewRequest | None

    @property
    def request(self) -> ReviewRequest | None:
        """The open request, while it is about the newest words."""
        asked = self.open_request
        return asked if asked and self.newest and asked.revision_id == self.newest.pk else None

    @cached_property
    def review(self) -> Review | None:
        """The newest signature on the words of the newest revision."""
        if self.newest is None:
            return None
        return Review.objects.on(self.newest).first()

    @cached_property
    def known(self) -> Revision | None:
        """What patients read, or did until the page was taken off."""
        if self.article.withdrawn_at is None:
            return self.live
        return Revision.objects.taken_off(self.article).first()

    @property
    def is_newest_known(self) -> bool:
        return bool(self.known and self.newest and self.known.pk == self.newest.pk)

    @property
    def is_newest_live(self) -> bool:
        return bool(self.live and self.newest and self.live.pk == self.newest.pk)

    @property
    def key(self) -> str:
        if self.article.withdrawn_at:
            return "withdrawn"
        if self.is_newest_live:
            return "live"
        if self.ahead and self.newest and self.ahead.pk == self.newest.pk:
            return "scheduled"
        if self.request:
            return "review"
        return "ready" if self.review else "draft"

    @property
    def label(self) -> str:
        if self.key == "withdrawn":
            return "Taken off the site"
        if self.key == "live":
            return "On the site"
        newer = NEWER.get(self.key)
        if self.ahead:
            on = day_and_time(self.ahead.published_at)
            words = f"On the site. A change comes {on}" if self.live else f"Goes on the site {on}"
            return f"{words}, without the newer draft" if newer else words
        return f"On the site, newer draft {newer}" if self.live else NOT_YET[self.key]

    @property
    def steps(self) -> list[dict]:
        at = AT_STEP[self.key]
        states = ["done" if n < at else "now" if n == at else "todo" for n in range(len(STEPS))]
        return [
            {"label": label, "state": state} for label, state in zip(STEPS, states, strict=True)
        ]


def standing(article: Article) -> Standing:
    """Four queries, and one more when the signature is asked for."""
    revisions = Revision.objects.filter(article=article)
    light = revisions.defer("body_html", "references_html", "plain_text")
    ahead = light.kept().scheduled()
    newest = light.kept().select_related("created_by").first()
    requests = ReviewRequest.objects.filter(article=article, state=ReviewRequest.State.OPEN)
    return Standing(
        article=article,
        newest=newest,
        live=light.published().first(),
        ahead=ahead.first(),
        open_request=requests.select_related("reviewer", "asked_by", "revision").first(),
    )


def day_and_time(at: datetime) -> str:
    """Like "March 4, 2026, 9:00 am"."""
    return date_format(timezone.localtime(at), "F j, Y, g:i a").replace(".", "")
