"""Where sentences end and what counts as a word."""

import pytest

from content.editorial.sentences import split_sentences, split_words


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Lee gives the shot.",
        "Use a cold pack, e.g. a bag of peas.",
        "Rest, i.e. Do not lift, for a day.",
        "The U.S. Food and Drug office says so.",
        "Come at 8 a.m. or at 2 p.m. on that day.",
        "A fever is 100.4°F or more.",
        "See fig. 2 for more.",
        "Wait approx. 20 minutes.",
        "J. Smith wrote it.",
        "It costs $3.50 a day",
    ],
)
def test_it_keeps_one_sentence_whole(text):
    assert split_sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Rest. Drink water. Call us.", 3),
        ("Does it hurt? A little! It fades.", 3),
        ("Come at 8 a.m. Bring a list.", 2),
        ("It is sold in the U.S. The price varies.", 2),
        ("Eat, drink, etc. Then rest.", 2),
        ("It has vitamin D. You may stop.", 2),
        ("He said “Rest.” She did.", 2),
        ("Wait… Then go.", 2),
        ("A fever is 100.4°F. Call us.", 2),
        ("¿Duele? Un poco. ¡Llame ya!", 3),
        ("", 0),
        (" \n ", 0),
        ("…", 0),
        ("No stop at the end", 1),
    ],
)
def test_it_finds_where_sentences_end(text, count):
    assert len(split_sentences(text)) == count


def test_it_joins_lines_before_it_cuts():
    assert split_sentences("Rest\nnow.\nThen  walk.") == ["Rest now.", "Then walk."]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A dry-needling visit", ["A", "dry-needling", "visit"]),
        ("don’t and/or won't", ["don’t", "and", "or", "won't"]),
        ("2–4 weeks", ["2–4", "weeks"]),
        ("the U.S. at 8 a.m. then", ["the", "U.S.", "at", "8", "a.m.", "then"]),
        ("see https://example.org/a-b or a@example.org now", ["see", "or", "now"]),
        ("— … !", []),
        ("La inyección", ["La", "inyección"]),
    ],
)
def test_it_cuts_words(text, words):
    assert split_words(text) == words
