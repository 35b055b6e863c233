"""What the reviewer's screen shows, and the forms on it as they came back."""

import copy
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from content.admin.remarks import remarks_of
from content.admin.screen import errors, number_in, show
from content.admin.stage import changes, checks, head_of, request_row
from content.admin.standing import Standing
from content.forms.reviewing import CommentsForm, SendBackForm, SignForm
from content.models import Review, Revision
from content.pages.preview import draft_page
from content.publishing.writers import Writers

CHANGE, SIGN = "content.change_article", "content.sign_revision"
WHOLE_PAGE = "at-page"
OVERTAKEN = (
    "Revision {number} was saved while you were reading. It is shown below, and what you typed is "
    "still here. Read the page again first."
)


class ReviewPage:
    """`newest` is what is shown now; `seen` what was shown when the form was filled in."""

    def __init__(self, request: HttpRequest, stand: Standing):
        self.request, self.stand = request, stand
        self.user, self.article, self.newest = request.user, stand.article, stand.newest
        self.typed = request.POST if request.method == "POST" else None
        self.stops: list[str] = []
        self.asked_for: list = []
        self.touched: int | None = None

    # What was typed

    @cached_property
    def seen(self) -> Revision:
        number = number_in((self.typed or {}).get("seen", ""))
        return self.article.revisions.filter(number=number).first() or self.newest

    @cached_property
    def comments(self) -> CommentsForm:
        return CommentsForm(self.typed_here, headings=self.newest.headings, auto_id="comment-%s")

    @cached_property
    def typed_here(self) -> QueryDict | None:
        """A comment at a heading that is gone stands with those about the whole page."""
        here = {f"at-{heading['id']}" for heading in self.newest.headings} | {WHOLE_PAGE}
        typed = self.typed.copy() if self.typed else None
        for heading in self.seen.headings if typed else ():
            name = f"at-{heading['id']}"
            if name not in here and typed.get(name, "").strip():
                lost = f"At “{heading['text']}”: {typed[name].strip()}"
                typed[WHOLE_PAGE] = f"{typed.get(WHOLE_PAGE, '')}\n\n{lost}".strip()
        return typed

    @cached_property
    def sign_form(self) -> SignForm:
        return SignForm(self.typed, initial=self.told_before(), auto_id="sign-%s")

    @cached_property
    def back_form(self) -> SendBackForm:
        return SendBackForm(self.typed, auto_id="back-%s")

    def told_before(self) -> dict:
        """What this person wrote under the last page, and a year from now."""
        last = Review.objects.filter(reviewer=self.user).first()
        today = timezone.localdate()
        is_leap_day = (today.month, today.day) == (2, 29)
        next_year = today.replace(year=today.year + 1, day=28 if is_leap_day else today.day)
        told = {"credentials": last.credentials, "role": last.role} if last else {}
        return told | {"next_due": next_year}

    def written(self) -> list[tuple[str, str]] | None:
        """Comments at the headings of what is shown now; None for one with a mistake in it."""
        return self.asked(self.comments) and self.comments.written()

    def written_then(self) -> list[tuple[str, str]] | None:
        """The same, at the headings of what was on the screen."""
        then = CommentsForm(self.typed, headings=self.seen.headings)
        return then.written() if then.is_valid() else self.written()

    def message(self) -> str | None:
        return self.asked(self.back_form) and self.back_form.cleaned_data["message"]

    def signature(self) -> dict | None:
        if not self.asked(self.sign_form):
            return None
        typed = self.sign_form.cleaned_data
        return {name: typed[name] for name in ("credentials", "role", "next_due")}

    @property
    def seen_hash(self) -> str:
        """Of what was on the screen. Without one, nothing can be signed."""
        return self.typed.get("seen_hash", "") or "nothing"

    def asked(self, form) -> bool | None:
        """None for a form with mistakes in it, which are then shown."""
        self.asked_for.append(form)
        return form.is_valid() or None

    def clear_comments(self) -> None:
        self.comments = CommentsForm(headings=self.newest.headings, auto_id="comment-%s")
        self.asked_for.clear()

    def stop(self, words: str) -> None:
        self.stops.append(words)

    def refuse_unless(self, right: str) -> None:
        if not self.user.has_perm(right):
            raise PermissionDenied

    def was_overtaken(self) -> bool:
        if self.seen.pk == self.newest.pk:
            return False
        self.stop(OVERTAKEN.format(number=self.newest.number))
        return True

    def untick(self) -> None:
        """Other words are shown now, and nobody has read those yet."""
        data = self.typed.copy()
        data.pop("has_read", None)
        self.sign_form.data = data

    # What is shown

    def answer(self) -> HttpResponse:
        mistakes = errors(*self.asked_for)
        mistakes["error_list"] += [{"field_id": "", "words": words} for words in self.stops]
        mistakes["has_errors"] = bool(mistakes["error_list"])
        return show(
            self.request,
            "review",
            f"Review: {self.newest.title}",
            status=422 if mistakes["has_errors"] else 200,
            **head_of(self.request, self.stand),
            **self.about_words(),
            **self.about_forms(),
            **mistakes,
        )

    def about_words(self) -> dict:
        live = self.stand.live
        return {
            "number": self.newest.number,
            "live": {"number": live.number} if live else None,
            "is_live": self.stand.is_newest_live,
            "comparison": changes(self.stand),
            "language": self.article.language,
            "frame": self.frame(),
            "asked": request_row(self.stand),
            "checks": checks(self.newest),
            "signed": signed_row(self.stand.review),
        }

    def about_forms(self) -> dict:
        may_sign = self.user.has_perm(SIGN)
        own = Writers(self.newest).part_of(self.user) if may_sign else ""
        is_own = self.newest.created_by_id == self.user.pk
        may_comment = may_sign or self.user.has_perm(CHANGE)
        self.quiet_unasked()
        remarks = remarks_of(self.newest, self.comments, self.touched)
        return {
            "may": {
                "sign": may_sign and not own,
                "send_back": may_sign and not is_own,
                "comment": may_comment,
                "take_back": may_sign and self.has_signed(),
            },
            "is_own": may_sign and is_own,
            "own": own,
            "remarks": remarks,
            "open": sum(place["open"] for place in remarks),
            "sign_form": self.sign_form,
            "back_form": self.back_form,
            "seen": {"number": self.newest.number, "hash": self.newest.words_hash()},
        }

    def has_signed(self) -> bool:
        standing = Review.objects.standing().filter(reviewer=self.user)
        return standing.filter(revision__article=self.article).exists()

    def quiet_unasked(self) -> None:
        """A form whose button was not pressed keeps what was typed and shows no mistakes."""
        for form in (self.sign_form, self.back_form, self.comments):
            if form.is_bound and form not in self.asked_for:
                form._errors = {}

    def frame(self) -> str:
        """The whole public page, for a frame of its own."""
        return draft_page(self.request, copy.copy(self.newest), is_framed=True).content.decode()


def signed_row(review: Review | None) -> dict | None:
    if review is None:
        return None
    return {
        "name": f"{review.name}, {review.credentials}",
        "on": timezone.localtime(review.signed_at),
        "next_due": review.next_due,
        "is_overdue": review.is_overdue(),
    }
