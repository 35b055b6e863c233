"""Whether what guards pages is still in place: the sanitizer, the headers, the door of pictures."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import Resolver404, resolve

from content.rendering.sanitizer import clean

# One of each kind that must not come through.
HOSTILE = {
    "scripts": "<script>x</script>",
    "handlers of events": '<p onclick="x">x</p>',
    "styles": '<p style="x">x</p><style>x</style>',
    "frames": "<iframe src='/'></iframe><object data='/'></object><embed src='/'>",
    "forms": "<form action='/'><input><button>x</button></form>",
    "addresses that run": "<a href='javascript:x'>x</a><a href='data:x'>x</a>",
    "pictures of others": "<img src='https://other.example/x.png'>",
}
SIGNS = (
    "<script onclick style= <style <iframe <object <embed <form <input <button "
    "javascript: data: other.example"
).split()
WEAK = ("'unsafe-", "*", "http:", "https:")
FIRST = "tpi_site.middleware.SecurityHeaders"


@register(Tags.security)
def guards_stand(app_configs, **kwargs) -> list[CheckMessage]:
    return [*sanitizer(), *policy()]


@register(Tags.urls)
def pictures_have_their_door(app_configs, **kwargs) -> list[CheckMessage]:
    """Ours sends headers that keep a file from acting as a page of this site."""
    try:
        found = resolve(f"{settings.MEDIA_URL}x").view_name
    except Resolver404:
        found = ""
    if found == "content:media":
        return []
    return [
        Error(
            f"Pictures at {settings.MEDIA_URL} are not sent by content.views.media.",
            hint="Leave MEDIA_URL at /media/, and put no other address in front of it.",
            id="tpi.E008",
        )
    ]


def sanitizer() -> Iterator[CheckMessage]:
    through = [name for name, html in HOSTILE.items() if is_let_through(html)]
    if through:
        yield Error(
            f"The sanitizer lets through: {', '.join(through)}.",
            hint="Take them out of the lists in content/rendering/sanitizer.py.",
            id="tpi.E009",
        )


def is_let_through(html: str) -> bool:
    left = clean(html).lower()
    return any(sign in left for sign in SIGNS)


def policy() -> Iterator[CheckMessage]:
    weak = [
        f"{name} {source}"
        for name, sources in settings.SECURE_CSP.items()
        for source in sources
        if source.startswith(WEAK)
    ]
    if weak or "default-src" not in settings.SECURE_CSP or FIRST not in settings.MIDDLEWARE:
        yield Error(
            f"The Content-Security-Policy is weak or missing: {', '.join(weak) or 'not sent'}.",
            hint="Take SECURE_CSP and MIDDLEWARE as tpi_site.settings has them.",
            id="tpi.E010",
        )
