"""Asking a clinician to read a draft, and the clinician's answer when it is not a signature."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from content.models import Article, ReviewRequest, Revision
from content.outbox import outbox
from content.publishing.commenting import comment
from content.publishing.newest import hold, refuse_old_words
from content.publishing.rights import Person, Refused, may, write_history
from content.publishing.writers import Writers
from content.rendering.characters import tidy

SIGN = "content.sign_revision"
BACKEND = "django.contrib.auth.backends.ModelBackend"  # the one that keeps rights
LONGEST_MESSAGE = 2_000


def clinicians() -> QuerySet[AbstractBaseUser]:
    """Everyone who may sign pages."""
    may_sign = get_user_model().objects.with_perm(SIGN, backend=BACKEND)
    return may_sign.filter(is_staff=True).distinct()


def signers(revision: Revision) -> list[AbstractBaseUser]:
    """Everyone who may sign these words, by name. Nobody signs their own."""
    writers = Writers(revision)
    others = [person for person in clinicians() if not writers.part_of(person)]
    return sorted(others, key=lambda user: user.get_full_name() or user.get_username())


def ask_for_review(
    revision: Revision,
    *,
    by: Person,
    reviewer: AbstractBaseUser | None = None,
    message: str = "",
) -> ReviewRequest:
    """Asks one clinician, or all who may sign, to read the newest words of an article.

    A request that is still open for the article is taken back.
    """
    may(by, "content.change_article")
    message = within(message)
    those = signers(revision)
    refuse_reviewer(revision, reviewer, those)
    with transaction.atomic():
        hold(revision.article)
        refuse_old_words(revision)
        close(open_requests(revision.article), ReviewRequest.State.TAKEN_BACK, by)
        request = ReviewRequest.objects.create(
            article=revision.article,
            revision=revision,
            asked_by=by,
            reviewer=reviewer,
            message=message,
        )
        for person in [reviewer] if reviewer else for_all(those, by):
            post("review_asked", request, person)
        write_history(by, revision.article, f"Asked for a review of revision {revision.number}.")
    return request


def take_back(request: ReviewRequest, *, by: Person) -> None:
    may(by, "content.change_article")
    with transaction.atomic():
        hold(request.article)
        here = open_requests(request.article).filter(pk=request.pk)
        if not close(here, ReviewRequest.State.TAKEN_BACK, by):
            raise Refused("This request was answered already.")
        write_history(by, request.article, "Took the request for a review back.")


def send_back(
    revision: Revision,
    *,
    by: AbstractBaseUser,
    message: str,
    comments: Iterable[tuple[str, str]] = (),
) -> ReviewRequest:
    """Gives a draft back to its writer with what has to be changed; `comments` are pairs of the
    id of a heading ("" for the whole page) and a text."""
    may(by, SIGN)
    message = within(message)
    comments = [(anchor, text) for anchor, text in comments if text.strip()]
    if not message and not comments:
        raise Refused("Write what has to be changed: a message, or a comment at a heading.")
    if revision.created_by_id == by.pk:
        raise Refused("These are your own words. Take the request back and change them.")
    with transaction.atomic():
        hold(revision.article)
        refuse_old_words(revision)
        for anchor, text in comments:
            comment(revision, by=by, anchor=anchor, text=text)
        state = ReviewRequest.State.SENT_BACK
        request = answer_request(revision, state, by, letter="review_sent_back", answer=message)
        write_history(by, revision.article, f"Sent revision {revision.number} back.")
    return request


def answer_request(
    revision: Revision, state: str, by: AbstractBaseUser, *, letter: str, answer: str = ""
) -> ReviewRequest | None:
    """Closes the open request for the article and tells who asked.

    Without one, a draft that is sent back has a row all the same, so that its writer finds it.
    """
    request = open_requests(revision.article).first()
    if request is None:
        if state != ReviewRequest.State.SENT_BACK:
            return None
        request = ReviewRequest(article=revision.article, asked_by=revision.created_by)
    request.revision, request.state, request.answer = revision, state, answer
    request.answered_by, request.answered_at = by, timezone.now()
    request.save()
    asked = request.asked_by or revision.article.owner
    if asked and asked.is_active and asked.pk != by.pk:
        post(letter, request, asked)
    return request


def post(letter: str, request: ReviewRequest, to: AbstractBaseUser) -> None:
    about = {
        "article": request.article_id,
        "revision": request.revision_id,
        "request": request.pk,
    }
    outbox().post(letter, to=to, about=about)


def open_requests(article: Article):
    return ReviewRequest.objects.filter(article=article, state=ReviewRequest.State.OPEN)


def close(requests, state: str, by: Person) -> int:
    return requests.update(state=state, answered_by=by, answered_at=timezone.now())


def for_all(those: list[AbstractBaseUser], by: Person) -> list[AbstractBaseUser]:
    """Administrators may do everything, but are asked only where nobody else signs."""
    others = [person for person in those if by is None or person.pk != by.pk]
    return [person for person in others if not person.is_superuser] or others


def within(message: str) -> str:
    message = tidy(message).strip()
    if len(message) > LONGEST_MESSAGE:
        raise Refused(
            f"Your message is too long. Use {LONGEST_MESSAGE:,} letters or fewer. "
            f"You used {len(message):,}."
        )
    return message


def refuse_reviewer(
    revision: Revision, reviewer: AbstractBaseUser | None, those: list[AbstractBaseUser]
) -> None:
    if reviewer and Writers(revision).part_of(reviewer):
        raise Refused("The writer of a page cannot sign it. Choose somebody else.")
    if reviewer and reviewer not in those:
        raise Refused("This person may not sign pages. Choose somebody else.")
    if not those:
        raise Refused(
            "Nobody may sign this page yet. Ask an administrator to give a clinician the right "
            "to sign."
        )
