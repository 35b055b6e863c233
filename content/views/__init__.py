"""The public pages. Each view reads the guide, then at most what only its own page needs."""

from content.views.articles import article, large_print, print_view, topic
from content.views.body_map import body_close, body_map, body_place
from content.views.checked import how_checked
from content.views.errors import bad_request, csrf_failure, forbidden, not_found, server_error
from content.views.finding import glossary, questions, search
from content.views.home import home, spanish
from content.views.media import media
from content.views.shared import shared
from content.views.trust import about, accessibility, not_yet_checked, our_numbers, privacy

__all__ = [
    "about",
    "accessibility",
    "article",
    "bad_request",
    "body_close",
    "body_map",
    "body_place",
    "csrf_failure",
    "forbidden",
    "glossary",
    "home",
    "how_checked",
    "large_print",
    "media",
    "not_found",
    "not_yet_checked",
    "our_numbers",
    "print_view",
    "privacy",
    "questions",
    "search",
    "server_error",
    "shared",
    "spanish",
    "topic",
]
