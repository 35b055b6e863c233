"""Counts the syllables of a Spanish word from its spelling, which shows them exactly.

Strong vowels (a, e, o) and accented weak ones (í, ú) each carry a syllable; an
unaccented i or u joins its neighbour.
"""

import re

_RUNS = re.compile("[aeiouáéíóúüy]+")
_STRONG = frozenset("aeoáéíóú")
_SILENT_U = re.compile("(?<=q)u|(?<=g)u(?=[eiéí])")
_CONSONANT_Y = re.compile("y(?=[aeiouáéíóú])")
_H_BETWEEN_VOWELS = re.compile("(?<=[aeiouáéíóúü])h(?=[aeiouáéíóúü])")
_NOT_LETTERS = re.compile("[^a-záéíóúüñ]")


def spanish_syllables(word: str) -> int:
    """Return how many syllables `word` has: at least 1."""
    letters = _NOT_LETTERS.sub("", word.lower())
    for silent, kept in ((_SILENT_U, ""), (_H_BETWEEN_VOWELS, ""), (_CONSONANT_Y, "j")):
        letters = silent.sub(kept, letters)
    return max(1, sum(_nuclei(run) for run in _RUNS.findall(letters)))


def _nuclei(run: str) -> int:
    strong = sum(letter in _STRONG for letter in run)
    return max(1, strong) + ("ii" in run)
