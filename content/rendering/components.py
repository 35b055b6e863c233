"""Hands blocks to the same template components that the rest of the site uses."""

from collections.abc import Sequence

from django.template.loader import get_template
from django.utils.safestring import SafeString
from markdown_it.token import Token

from content.rendering.engine import to_html
from content.rendering.sanitizer import to_be_cleaned


def component(name: str, **context: object) -> str:
    """HTML of one component, not yet cleaned. Text in the context is escaped by the template."""
    return get_template(f"components/{name}.html").render(context)


def body(tokens: Sequence[Token]) -> SafeString:
    """What the writer put inside a block, for a component."""
    return to_be_cleaned(to_html(tokens).strip())
