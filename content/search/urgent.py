"""Searches that may come from someone in danger: then the number to call stands before the results.

A plain word list, wide on purpose, with the Spanish words for what cannot wait. It shows signs to
look at and decides nothing.
"""

from content.search.words import folded, root

ALONE = """
911 emergency bladder bowel bowels bm urine urinate pee peeing incontinent incontinence genitals
saddle cauda paralyzed paralysis stroke seizure unconscious breath breathe breathing breathless
pneumothorax lung lungs choking anaphylaxis throat lips erection erections droop drooping slurred
suicide suicidal overdose overdosed
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
    ("stiff back spine", "fever feverish"),
    ("kill killing harm harming cut cutting", "myself self"),
    ("end ending", "life"),
    ("want wanna wish rather going think thinking thoughts", "die dying dead"),
)
SPANISH_ALONE = "respirar suicidio suicidarme matarme"
SPANISH_TOGETHER = (("dolor", "pecho corazon"), ("quiero", "morir morirme"))
SPANISH = frozenset(f"{SPANISH_ALONE} {' '.join(map(' '.join, SPANISH_TOGETHER))}".split())


def _roots(words: str) -> frozenset[str]:
    return frozenset(root(word, "en") for word in words.split())


_ALONE = _roots(ALONE) | _roots(SPANISH_ALONE)
_TOGETHER = [tuple(map(_roots, pair)) for pair in (*TOGETHER, *SPANISH_TOGETHER)]


def is_urgent(query: str) -> bool:
    words = {root(word, "en") for word in folded(query)}
    return bool(words & _ALONE) or any(words & one and words & other for one, other in _TOGETHER)
