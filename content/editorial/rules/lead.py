"""Key points and summary: the first things that a patient reads."""

from collections.abc import Iterator

from content.editorial.results import Finding, Place
from content.editorial.rule import CDC, NLM, OWN, Rule
from content.editorial.sheet import Sheet

MOST_POINTS = 4
LONGEST_SUMMARY = 160
MOST_SUMMARY_SENTENCES = 3

NO_KEY_POINTS = Rule(
    "key-points-missing",
    "error",
    "No key points",
    "The main message stands at the top of the page, where everybody sees it.",
    CDC,
)
MANY_KEY_POINTS = Rule(
    "key-points-many",
    "warning",
    "Too many key points",
    "People keep three or four points in mind, and fewer when they are in pain.",
    CDC,
)
POINT_SENTENCES = Rule(
    "key-point-sentences",
    "warning",
    "More than one sentence in a key point",
    "Each key point is one idea that stands on its own.",
    CDC,
)
LONG_SUMMARY = Rule(
    "summary-long",
    "warning",
    "Long summary",
    "The summary is also what search engines show, and they cut it after about 160 letters.",
    OWN,
)
SUMMARY_SENTENCES = Rule(
    "summary-sentences",
    "warning",
    "Too many sentences in the summary",
    "A summary says what the page is about in two or three short sentences.",
    NLM,
)


def key_points(sheet: Sheet) -> Iterator[Finding]:
    points = [passage for passage in sheet.lead if passage.field == "key_points"]
    if not points:
        yield NO_KEY_POINTS.finding(
            "The page has no key points. Write three or four, one a line.",
            Place("key_points", 0, 0),
        )
    for point in points[MOST_POINTS:]:
        yield MANY_KEY_POINTS.finding(
            f"There are {len(points)} key points. Keep the {MOST_POINTS} that matter most.",
            point.place(),
            point.text,
        )
    for point in points:
        if len(point.sentences) > 1:
            yield POINT_SENTENCES.finding(
                "Make this one sentence, or move the rest into the page.",
                point.place(),
                point.text,
            )


def summary(sheet: Sheet) -> Iterator[Finding]:
    text = sheet.page.summary.strip()
    start = sheet.page.summary.find(text) if text else 0
    place = Place("summary", start, start + len(text))
    if len(text) > LONGEST_SUMMARY:
        yield LONG_SUMMARY.finding(
            f"The summary has {len(text)} letters. Use {LONGEST_SUMMARY} or fewer.", place, text
        )
    count = sum(len(p.sentences) for p in sheet.lead if p.field == "summary")
    if count > MOST_SUMMARY_SENTENCES:
        yield SUMMARY_SENTENCES.finding(
            f"The summary has {count} sentences. Use {MOST_SUMMARY_SENTENCES} or fewer.",
            place,
            text,
        )
