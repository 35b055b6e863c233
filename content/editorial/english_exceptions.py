"""English words whose syllables the spelling does not give away.

Where plain American speech has two ways to say a word, the more usual one is
listed.
"""

_WORDS = {
    1: "dyed reins",
    2: """
        acne aspirin business cafe canyon cashier cement chocolate colonel creature
        crooked evening evenings frontier hatred herpes hundred hundreds hygiene interest
        interests naked nineteen psyche righteous rugged sacred several soldier soldiers
        tiredness triage vacuum wednesday wednesdays whereas wicked
    """,
    3: """
        beloved businesses ideal ideals interested interesting doable linear nuclear
        overseas recipe recipes theater theaters vegetable vegetables
    """,
    4: """
        apostrophe catastrophe comfortable comfortably diabetes epitome facsimile
    """,
    5: "sacroiliac uncomfortable uncomfortably",
}

EXCEPTIONS = {word: count for count, words in _WORDS.items() for word in words.split()}
