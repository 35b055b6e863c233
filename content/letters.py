"""The words of mails to staff of the guide, made when a mail is sent, from what is then true.

They tell what there is to do and where. What people wrote to each other stands on the page.
"""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from content.models import Picture, ReviewRequest
from content.publishing.digest import PUBLISH, SIGN, PageDue, digest

About = dict[str, int | str]
Words = tuple[str, str]
State = ReviewRequest.State


def build(letter: str, about: About, to: AbstractBaseUser) -> Words | None:
    """Subject and body; None when there is nothing to say any more to this person."""
    context = LETTERS[letter](about, to)
    if context is None:
        return None
    text = render_to_string(f"content/mail/{letter}.txt", context | {"now": timezone.now()})
    subject, _, body = text.partition("\n")
    return subject.strip(), body.strip() + "\n"


def _asked(about: About, to: AbstractBaseUser) -> dict | None:
    """For whoever was asked by name, or for all who may sign."""
    request = _request(about, State.OPEN)
    if not request or request.reviewer_id not in (None, to.pk) or not to.has_perm(SIGN):
        return None
    return {
        "revision": request.revision,
        "by": _name(request.asked_by),
        "link": _page("review", request.article_id),
    }


def _sent_back(about: About, to: AbstractBaseUser) -> dict | None:
    request = _request(about, State.SENT_BACK)
    return request and _answer(request)


def _signed(about: About, to: AbstractBaseUser) -> dict | None:
    """Whoever may publish is led to where that is done."""
    request = _request(about, State.SIGNED)
    if request is None:
        return None
    at = request.revision.published_at
    context = _answer(request) | {"public_at": at}
    if at is None and to.has_perm(PUBLISH):
        context["link"] = _page("publish", request.article_id)
    return context


def _answer(request: ReviewRequest) -> dict:
    return {
        "revision": request.revision,
        "by": _name(request.answered_by),
        "link": _page("review", request.article_id),
    }


def _request(about: About, state: str) -> ReviewRequest | None:
    """Unless it is in another state by now, or a later one took its place."""
    requests = ReviewRequest.objects.select_related("revision", "asked_by", "answered_by")
    request = requests.filter(pk=about["request"], state=state).first()
    if request is None:
        return None
    later = ReviewRequest.objects.filter(article=request.article_id, asked_at__gt=request.asked_at)
    return None if later.exists() else request


def _due(about: About, to: AbstractBaseUser) -> dict | None:
    found = digest()
    pages = found.pages_for(to)
    pictures = found.pictures_for(to)
    if not pages and not pictures:
        return None
    return {
        "count": len(pages),
        "late": [_page_due(page) for page in pages if page.is_overdue],
        "soon": [_page_due(page) for page in pages if not page.is_overdue],
        "pictures": [_picture_due(picture) for picture in pictures],
        "may_sign": to.pk in found.signers,
        "today": timezone.localdate(),
        "link": _site(reverse("admin:index")),
    }


def _page_due(page: PageDue) -> dict:
    return {"page": page, "link": _page("review", page.article.pk)}


def _picture_due(picture: Picture) -> dict:
    link = _site(reverse("admin:content_picture_change", args=[picture.pk]))
    return {"picture": picture, "link": link}


def _name(person: AbstractBaseUser | None) -> str:
    return (person.get_full_name() or person.get_username()) if person else "Somebody"


def _page(screen: str, article_id: int) -> str:
    return _site(reverse(f"admin:content_article_{screen}", args=[article_id]))


def _site(path: str) -> str:
    return settings.SITE_URL + path


# What each needs to know, and when it has nothing to say; the words are in templates/content/mail/.
LETTERS = {
    "review_asked": _asked,
    "review_sent_back": _sent_back,
    "review_signed": _signed,
    "reviews_due": _due,
}
