"""Start-up checks of this site, each with an id and a hint."""

from collections.abc import Iterator

from django.core.checks import Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver


@register(Tags.urls)
def markdownx_is_not_mounted(app_configs, **kwargs) -> list[Error]:
    """markdownx's own upload and preview let anyone in, so they must not have an address."""
    mounted = [
        pattern
        for pattern in every_pattern(get_resolver())
        if view_module(pattern).partition(".")[0] == "markdownx"
    ]
    return [
        Error(
            f"markdownx's own view is mounted at “{pattern.pattern}”.",
            hint="Remove include('markdownx.urls'); content.admin.urls has the two addresses.",
            id="tpi.E001",
        )
        for pattern in mounted
    ]


def every_pattern(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from every_pattern(entry)
        else:
            yield entry


def view_module(pattern: URLPattern) -> str:
    """The module of the view, also when it is a class or wrapped by a decorator."""
    view = pattern.callback
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    view = getattr(view, "view_class", view)
    return getattr(view, "__module__", "")
