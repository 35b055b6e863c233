"""Searches that may come from someone in danger: then the number to call stands before the results.

A plain word list, wide on purpose, with the Spanish words for what cannot wait. The site knows
whole phrases too; the app imports no other, so `settings.CONTENT_EMERGENCIES` names the function
that gives the emergencies in a text. Both show signs to look at and decide nothing.
"""

from collections.abc import Callable, Container
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from content.search.words import WORD, fold, folded, is_stop_word, root

ALONE = """
911 emergency bladder bowel bowels bm urine urinate pee peeing incontinent incontinence genitals
saddle cauda paralyzed paralysis stroke seizure unconscious breath breathe breathing breathless
pneumothorax lung lungs choking anaphylaxis throat lips erection erections droop drooping slurred
overdose overdosed
"""
# A word of the first line with a word of the second.
TOGETHER = (
    (
        "numb numbness tingle tingling weak weakness pain hurt hurts tight pressure swelling "
        "swollen",
        "leg legs groin between crotch private thigh thighs both chest heart face tongue",
    ),
    ("weak weakness left", "arm arms"),
    ("worst sudden suddenly", "headache headaches"),
    ("heart", "attack attacks"),
    ("stiff back spine", "fever feverish"),
)
SELF_HARM = "self_harm"  # among the emergencies of the site
SELF_HARM_ALONE = "suicide suicidal"
SELF_HARM_TOGETHER = (
    ("kill killing harm harming cut cutting", "myself self"),
    ("end ending", "life"),
    ("want wanna wish rather going think thinking thoughts", "die dying dead"),
)
SPANISH_ALONE = "respirar derrame emergencia"
SPANISH_TOGETHER = (("dolor duele", "pecho corazon"), ("espalda rigido rigidez", "fiebre"))
SPANISH_SELF_HARM_ALONE = "suicidio suicidarme matarme"
SPANISH_SELF_HARM_TOGETHER = (("quiero", "morir morirme"),)
SPANISH = frozenset(
    " ".join(
        (
            SPANISH_ALONE,
            SPANISH_SELF_HARM_ALONE,
            *map(" ".join, (*SPANISH_TOGETHER, *SPANISH_SELF_HARM_TOGETHER)),
        )
    ).split()
)
# What else people say who think of self-harm; a search for it finds what happens to say “want”.
SELF_HARM_WORDS = """
live living life want wanna wish think thinking thought thoughts going gonna done tired anymore more
here no not never cannot cant dont don hurt hurting better off reason point without because help
please just like feel end it all everything vivir vida quitarme matar ya
"""


def _roots(words: str) -> frozenset[str]:
    return frozenset(root(word, "en") for word in words.split())


def _pairs(*pairs: tuple[str, str]) -> list[tuple[frozenset[str], ...]]:
    return [tuple(map(_roots, pair)) for pair in pairs]


_ALONE = _roots(ALONE) | _roots(SPANISH_ALONE)
_TOGETHER = _pairs(*TOGETHER, *SPANISH_TOGETHER)
_SELF_HARM_ALONE = _roots(SELF_HARM_ALONE) | _roots(SPANISH_SELF_HARM_ALONE)
_SELF_HARM_TOGETHER = _pairs(*SELF_HARM_TOGETHER, *SPANISH_SELF_HARM_TOGETHER)
_SELF_HARM_WORDS = _SELF_HARM_ALONE.union(
    _roots(SELF_HARM_WORDS), *(words for pair in _SELF_HARM_TOGETHER for words in pair)
)


@cache
def _emergencies() -> Callable[[str], Container[str]]:
    return import_string(settings.CONTENT_EMERGENCIES)


def _has(query: str, alone: frozenset[str], together: list[tuple[frozenset[str], ...]]) -> bool:
    words = {root(word, "en") for word in folded(query)}
    return bool(words & alone) or any(words & one and words & other for one, other in together)


def is_urgent(query: str) -> bool:
    known = _has(query, _ALONE | _SELF_HARM_ALONE, _TOGETHER + _SELF_HARM_TOGETHER)
    return known or bool(_emergencies()(query))


def _tells_of_self_harm(query: str) -> bool:
    known = _has(query, _SELF_HARM_ALONE, _SELF_HARM_TOGETHER)
    return known or SELF_HARM in _emergencies()(query)


def without_self_harm(query: str) -> str:
    """What there is to search for: the query itself or, when it tells of self-harm, only the words
    that say something else, which may be none."""
    if not _tells_of_self_harm(query):
        return query
    words = ((word, fold(word)) for word in WORD.findall(query))
    return " ".join(word for word, plain in words if not _says_no_more(plain))


def _says_no_more(word: str) -> bool:
    is_small = is_stop_word(word, "en") or is_stop_word(word, "es")
    return is_small or root(word, "en") in _SELF_HARM_WORDS
