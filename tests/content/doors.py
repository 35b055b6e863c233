"""Every address of the staff's side of the guide, as the resolver has it."""

import re
from collections.abc import Iterator

from django.urls import URLResolver, get_resolver

OURS = (
    *("admin/content/", "admin/how-is-the-site/", "staff/"),
    *("admin/login/", "admin/sign-in/"),
)
SINGLE = {"admin/auth/user/<int:pk>/second-step/"}


def routes(resolver=None, before: str = "") -> Iterator[str]:
    """Like "admin/content/article/<int:pk>/ask/", in the order in which they are tried."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif route.startswith(OURS) or route in SINGLE:
            yield route


def address(route: str, keys: dict[str, int]) -> str:
    """With a key of that model in it. Where doors of Django's own stand behind those of ours, a
    plus sign gets past ours and is the same number to a database."""
    model = route.split("/")[2] if route.startswith("admin/") else "article"
    model = model if model in keys else "article"
    fills: dict[str, object] = {"int:pk": keys[model], "int:number": 1, "slug:shelf": "articles"}
    fills["path:object_id"] = f"+{keys[model]}" if model == "article" else keys[model]
    return "/" + re.sub(r"<([a-z:_]+)>", lambda found: str(fills[found[1]]), route)
