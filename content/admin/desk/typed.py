"""What the desk's script sends while somebody types, and who may send it.

Refusals are short answers and never a redirect to the sign-in page, because a script would take
that page for its answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.text import normalize_newlines
from django.views.decorators.cache import never_cache

from content.admin.screen import number_in
from content.forms import WORD_FIELDS
from content.models import Article, Topic

LONGEST = 200_000  # characters


def staff_with(*permissions: str) -> Callable:
    """Lets through active staff with one of the permissions; everyone else gets a short 403."""

    def decorate(view: Callable) -> Callable:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            user = request.user
            if not (user.is_active and user.is_staff and any(map(user.has_perm, permissions))):
                return HttpResponse("You may not do this. Sign in again.", status=403)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


@dataclass(frozen=True)
class Typed:
    """The four fields of words; an article that does not exist yet has no key, and none at all
    stands here while its part of the guide is not chosen."""

    words: dict[str, str]
    article: Article | None

    @property
    def is_too_long(self) -> bool:
        return sum(map(len, self.words.values())) > LONGEST


def for_writers(view: Callable) -> Callable:
    """For views about words that are being typed: hands in what was typed."""

    @staff_with("content.change_article", "content.add_article")
    @wraps(view)
    def read(request: HttpRequest, pk: int | None = None) -> HttpResponse:
        article = article_of(request, pk)
        if article is None and pk is not None:
            return HttpResponse("This article is not there any more.", status=404)
        words = {name: typed_text(request.POST.get(name, "")) for name in WORD_FIELDS}
        return view(request, Typed(words, article))

    return read


def typed_text(text: str) -> str:
    """With the line ends of the database, and without the one character that it cannot hold."""
    return normalize_newlines(text).replace("\x00", "")


def article_of(request: HttpRequest, pk: int | None) -> Article | None:
    if pk is not None:
        return Article.objects.select_related("topic").filter(pk=pk).first()
    topic = Topic.objects.filter(pk=number_in(request.POST.get("topic", ""))).first()
    language = "es" if request.POST.get("language") == "es" else "en"
    return Article(topic=topic, slug="new-page", language=language) if topic else None
