"""Searches that may come from someone in danger: then the number to call stands before the results.

A plain word list, wide on purpose. It shows signs to look at and decides nothing.
"""

from content.search.words import folded, root

ALONE = """
911 emergency bladder bowel bowels bm urine urinate pee peeing incontinent incontinence genitals
saddle cauda paralyzed paralysis stroke seizure unconscious breath breathe breathing breathless
pneumothorax lung lungs choking anaphylaxis throat lips
"""
# A word of the first line with a word of the second.
SIGNS = (
    "numb numbness tingle tingling weak weakness pain hurt hurts tight pressure swelling swollen"
)
PLACES = "leg legs groin between crotch private thigh thighs both chest heart face tongue"


def _roots(words: str) -> frozenset[str]:
    return frozenset(root(word, "en") for word in words.split())


_ALONE, _SIGNS, _PLACES = map(_roots, (ALONE, SIGNS, PLACES))


def is_urgent(query: str) -> bool:
    words = {root(word, "en") for word in folded(query)}
    return bool(words & _ALONE or (words & _SIGNS and words & _PLACES))
