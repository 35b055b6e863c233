"""The Spanish syllable counter against words counted by hand."""

import pytest

from content.editorial.spanish_syllables import spanish_syllables

COUNTED = {
    1: "y el pie dos bien guion muy hoy buey seis luz más",
    2: "dolor cuello hombro agua río guía quiere hielo guerra ruido oír país huevo causa "
    "peor aún reír ciudad pingüe cuerpo nuevo ayer bueno leer",
    3: "músculo aguja médico espalda inyección ahora caliente alivio relajar oído "
    "izquierdo rodilla ayuda alcohol paciente enfermo cadera antiguo",
    4: "inyecciones medicina movimiento tratamiento energía vehículo análisis cirugía "
    "ambulancia emergencia",
    5: "anestésico lidocaína antibiótico enfermedades fisioterapia",
    6: "medicamentosos",
    7: "antiinflamatorio",
}


@pytest.mark.parametrize(
    ("word", "syllables"),
    [(word, count) for count, text in COUNTED.items() for word in text.split()],
)
def test_it_counts_what_is_spoken(word, syllables):
    assert spanish_syllables(word) == syllables


def test_it_does_not_mind_capitals():
    assert spanish_syllables("MÚSCULO") == 3


@pytest.mark.parametrize("word", ["", "pst", "-"])
def test_it_gives_any_text_at_least_one_syllable(word):
    assert spanish_syllables(word) == 1
