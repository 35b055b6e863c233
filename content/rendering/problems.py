"""All sentences that rendering says to writers, in one place to be read together."""

from content.rendering.results import Problem

KINDS = (
    "emergency, urgent, routine, do, dont, steps, timeline, note, keypoints, question, answers, "
    "figure, day, more, diary, checklist and muscle"
)

ERRORS = {
    "too-long": "Only the first {limit} characters of this text are shown. Split the page.",
    "too-deep": "Lists or quotes lie inside each other too deeply. Some text is missing.",
    "heading-one": "The page title is the only heading with one #. Begin sections with ##.",
    "heading-deep": "Use only ## and ### for headings.",
    "heading-skipped": "This small heading (###) needs a section heading (##) before it.",
    "heading-empty": "This heading has no words.",
    "block-unknown": "There is no block called “{kind}”. {hint}",
    "block-unclosed": "The block “{kind}” is not closed. Put ::: on a line of its own after it.",
    "block-stray": "This line begins with ::: but opens or closes no block. Blocks start at the "
    "left edge and do not lie inside lists or other blocks.",
    "block-untitled": "The block “{kind}” needs words after its name: ::: {kind} Your heading",
    "block-empty": "The block “{kind}” is empty.",
    "figure-source": "A figure names its picture: ::: figure drawing:NAME Title, or ::: figure "
    "img:42 Title.",
    "steps-headings": "Each step of “{kind}” begins with a ### heading.",
    "day-form": "Write the days and a heading after them: ::: day 0-2 The first two days, or "
    "::: day 3 The third day.",
    "day-apart": "All day blocks of a page stand one right after the other, with nothing between.",
    "more-holds": "“{kind}” cannot lie inside “more”, which is closed until a reader opens it. "
    "Put ::: before it.",
    "diary-table": "A diary holds one table. Leave the cells empty that people fill in.",
    "diary-large": "A diary has at most {columns} columns and {rows} rows.",
    "diary-twice": "A page has one diary. Put all its rows in one table.",
    "answers-list": "Answers are pairs: the activity on one line, then “: ” and the answer below.",
    "care-twice": "There is more than one “{kind}” card. Put all its points in one card.",
    "article-unknown": "No article is called “{name}”.",
    "anchor-unknown": "No heading on this page has the address “#{name}”.",
    "term-unknown": "The word list has no entry “{name}”.",
    "link-refused": "This address cannot be used: “{name}”. Links begin with https://, article:, "
    "term:, mailto: or tel:.",
    "link-wordless": "This link has no words. Write [words](address).",
    "picture-unknown": "There is no picture number {name}.",
    "picture-address": "Pictures come from our own collection. Write ![](img:42), with the number "
    "of the picture.",
    "drawing-unknown": "There is no drawing called “{name}”.",
    "fact-unknown": "There is no clinic fact called “{name}”.",
    "fact-form": "Clinic facts are written {{{{ name }}}}. This one does not fit that form.",
    "footnote-missing": "The source [^{name}] is used here but not given at the end of the page.",
    "footnote-nested": "A source cannot point to another source.",
    "muscle-opening": "This block names its muscle: ::: muscle upper-trapezius Upper trapezius | "
    "tra-PEE-zee-us",
    "muscle-unknown": "The body map has no muscle called “{name}”. {hint}",
    "muscle-twice": "A page is about one muscle. Move the second block to a page of its own.",
    "muscle-first": "The block “muscle” comes first on its page, so that “Check first” is read "
    "before anything else.",
    "muscle-before": "Put each line of the block “muscle” under one of its ### headings.",
    "muscle-part-missing": "The block “muscle” needs the heading “### {name}” with words under it.",
    "muscle-part-unknown": "The block “muscle” has no part “{name}”. Its parts are: {parts}.",
    "muscle-part-twice": "The part “{name}” is there twice. Put its words in one place.",
    "muscle-list": "The words under “{name}” are a list: begin each line with “- ”.",
    "muscle-place-form": "Begin this line with a place of the body map and a colon, like "
    "“- side-of-neck: Up the side of your neck”.",
    "muscle-place-unknown": "The body map has no place called “{name}”. {hint}",
    "muscle-place-twice": "The place “{name}” is there twice. Put its words in one line.",
    "muscle-anchor": "The words of the block “muscle” also stand on other pages. Leave out links "
    "to headings of this page.",
    "table-wide": "A table has at most {limit} columns.",
}

WARNINGS = {
    "care-order": "Put the cards in this order: emergency, urgent, routine.",
    "care-heading": "Get-help cards stand under the heading “## When to get help”.",
    "block-list": "The words of “{kind}” are a list: begin each line with “- ”.",
    "care-phone": "Leave the phone number out: the card adds the right one by itself.",
    "dont-words": "Begin with “Do not”, so that the line is safe when read alone: “{name}”.",
    "note-many": "A page has at most two notices. Keep the ones that keep people safe.",
    "block-title": "The block “{kind}” shows no heading of its own. Write a ## heading above it.",
    "block-heading": "A heading inside “{kind}” is hard to find. Put it outside the block.",
    "more-headings": "Use only small headings (###) inside “more”.",
    "more-care": "This tells people to call, and “more” is closed until a reader opens it. Say it "
    "outside as well, or move it there.",
    "call-nobody": "This line does not say whom to call. Begin it with “Call 911”, “Call us today” "
    "or “Call us”: “{words}”.",
    "call-both": "This line says to call 911 and to call us today. Make two lines of it: "
    "“{words}”.",
    "note-both": "This notice says to call 911 and to call us today. Make two notices of it.",
    "label-alone": "“{name}:” needs words after it or a list below it.",
    "drawing-twice": "The drawing “{name}” is on this page twice.",
    "html-shown": "HTML is shown as plain text. Write Markdown instead of “{name}”.",
    "link-unchecked": "This address is not checked: “{name}”. Link to articles by article:name.",
    "footnote-unused": "The source [^{name}] is given but not used in the text.",
    "footnote-twice": "The source [^{name}] is given twice. The first one is used.",
}


def problem(id: str, line: int | None, **values: object) -> Problem:
    """The problem with its sentence filled in; long values are shortened."""
    words = {key: _short(str(value)) for key, value in values.items()}
    level, sentences = ("error", ERRORS) if id in ERRORS else ("warning", WARNINGS)
    return Problem(id, level, sentences[id].format(**words), line)


def _short(value: str, length: int = 100) -> str:
    return value if len(value) <= length else value[: length - 1] + "…"
