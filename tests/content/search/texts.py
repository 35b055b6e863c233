"""Builders for what is searched."""

from content import publishing
from content.models import Synonym, Term
from content.search import Results, find

PLAIN = {
    "title": "A plain page",
    "summary": "Nothing special.",
    "key_points": "One thing.",
    "body": "## More\n\nNothing else.",
}


def term(word: str, *forms: str, definition: str = "A plain meaning.", **fields) -> Term:
    slug = word.lower().replace(" ", "-")
    made = Term(word=word, slug=slug, forms="\n".join(forms), definition=definition, **fields)
    publishing.save_shared(made, by=None)
    return made


def synonyms(*words: str, language: str = "en") -> Synonym:
    made = Synonym(words=", ".join(words), language=language)
    publishing.save_shared(made, by=None)
    return made


def titles(text: str | Results, **options) -> list[str]:
    results = find(text, **options) if isinstance(text, str) else text
    return [hit.title for hit in results.hits]
