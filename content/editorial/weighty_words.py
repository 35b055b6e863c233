"""Words on which the sense of a medical sentence turns, English and Spanish, in small letters.

A text in which one of them changed says something else, however few words it was. The list errs on
the side of caution: a word too many costs a clinician one more look.
"""

import re

_NEGATIONS = """
    no not never none nothing nobody nor neither without cannot except unless avoid stop lack
    ni nunca jamás nada nadie ningún ninguna ninguno tampoco sin excepto salvo evite evitar deje
"""
_NUMBERS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred thousand million half quarter third double twice once dozen couple single both
    cero dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta
    cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mil medio media mitad cuarto
    tercio doble vez veces ambos
"""
_UNITS = """
    mg mcg kg ml cc iu unit units dose doses milligram milligrams gram grams milliliter
    milliliters liter liters percent second seconds minute minutes hour hours day days week weeks
    month months year years daily hourly weekly monthly nightly degree degrees inch inches cm mm
    pound pounds fahrenheit celsius am pm tablet tablets pill pills
    miligramo miligramos gramo gramos mililitro mililitros litro litros dosis unidad unidades
    segundo segundos minuto minutos hora horas día días semana semanas mes meses año años diario
    diaria grado grados pastilla pastillas tableta tabletas
"""
_COMPARISONS = """
    more less most least fewer many few over under above below before after until till
    within between least up down high higher low lower early earlier
    late later increase increases increased decrease decreases decreased raise
    raises reduce reduces better worse bigger smaller rarely rare often sometimes
    always only all every almost nearly about uncommon
    más menos mayor menor antes después hasta desde durante dentro bajo alto alta arriba abajo
    largo corto temprano tarde primero primera último última siguiente aumenta aumentar disminuye
    disminuir sube baja mejor peor raro rara veces siempre solo sólo todo toda todos todas cada casi
"""
_CONDITIONS = """
    if when while because must should may might can
    forbidden safe unsafe dangerous danger harmful risk risks cause causes
    prevent prevents treat treats cure cures
    si cuando mientras porque debe deben debería puede pueden podría necesita seguro segura
    peligroso peligrosa peligro riesgo riesgos ayuda causa previene trata cura
"""
_BODY_AND_CARE = """
    left right hot cold heat ice warm cool wet dry
    start begin call emergency urgent hospital doctor
    allergy allergic pregnant pregnancy breastfeeding diabetes insulin bleeding blood thinner
    thinners clot clots infection fever numb numbness weak weakness chest breathing heart lung
    stroke seizure child children nerve nerves fatal deadly toxic poison alone
    izquierda derecha izquierdo derecho caliente frío calor hielo tibio mojado seco abierto cerrado
    empiece empezar comience siga llame vaya venga emergencia urgencia urgente médico
    alergia alérgico alérgica embarazada embarazo lactancia diabetes insulina sangrado sangre
    anticoagulante coágulo infección fiebre adormecido debilidad pecho respirar corazón pulmón
    derrame convulsión niño niños
"""
_MEDICINES = """
    medicine medicines medication drug drugs steroid steroids cortisone saline anesthetic botox
    acetaminophen tylenol paracetamol aspirin ibuprofen advil motrin naproxen aleve warfarin
    coumadin eliquis xarelto plavix pradaxa heparin opioid opioids morphine tramadol botulinum toxin
    medicina medicinas medicamento medicamentos esteroide esteroides cortisona aspirina ibuprofeno
"""

_COUNTS = frozenset(_NUMBERS.split())
_MEASURES = _COUNTS | frozenset(_UNITS.split())
_NO = frozenset(_NEGATIONS.split())
_TURNING = frozenset(f"{_COMPARISONS} {_CONDITIONS} {_BODY_AND_CARE} {_MEDICINES}".split())
# Words that count something and are mostly said for another reason.
_HARDLY_COUNTS = frozenset("one once both single half couple medio media veces vez mil".split())

# Endings that the international names of medicines have in common.
_MEDICINE = re.compile(
    r"\w{2,}(?:caine|caína|sone|sona|olone|olona|profen|profeno|oxen|pril|sartan|olol|statin|azole"
    r"|azol|cillin|cilina|mycin|micina|xaban|parin|parina|grel|gabalin|gabapentin|codone|codona"
    r"|azepam|zolam|done|dona|triptan|setron|lukast|mab)s?"
)
# A beginning or ending that turns a word round.
_TURNED = re.compile(r"a|un|in|im|ir|il|non|dis|anti|hyper|hypo|hiper|hipo|over|under|pre|post")
_TURNING_ENDS = ("less", "n't", "n’t")


def is_number(word: str) -> bool:
    """Digits, words for numbers, units. All words here are in small letters."""
    return word in _MEASURES or _has_figure(word)


def counts_something(word: str) -> bool:
    """A number, without the units and what is seldom meant as one."""
    return _has_figure(word) or word in _COUNTS - _HARDLY_COUNTS


def _has_figure(word: str) -> bool:
    """Fractions such as ½ are figures and no digits."""
    return any(c.isnumeric() for c in word)


def is_negation(word: str) -> bool:
    return word in _NO or word.endswith(_TURNING_ENDS)


def is_weighty(word: str) -> bool:
    return is_negation(word) or word in _TURNING or bool(_MEDICINE.fullmatch(word))


def turns(old: str, new: str) -> bool:
    """Whether one of two words is the other with something that turns it: safe, unsafe."""
    shorter, longer = sorted((old, new), key=len)
    head = longer.removesuffix(shorter)
    if head != longer and _TURNED.fullmatch(head.rstrip("-‑")):
        return True
    cores = [_TURNED.sub("", word, count=1) for word in (old, new) if _TURNED.match(word)]
    return old != new and len(cores) == 2 and cores[0] == cores[1]
