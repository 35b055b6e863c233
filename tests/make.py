"""Small builders with sensible defaults; what a test is about, it says itself."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from content import publishing
from content.models import Article, ClinicDetails, Revision, Topic
from content.publishing import Words

numbers = count(1)

BODY = """## What it is

A sore spot in a muscle. Pressing it hurts.

::: question Does it hurt?
It pinches for a few seconds.
:::

## When to get help

::: emergency Call 911 now if you:
- have trouble breathing
:::

::: urgent Call us today if you:
- have a fever
:::
"""


def clinic(**fields) -> ClinicDetails:
    details = ClinicDetails(
        **{
            "name": "Example Spine Clinic",
            "phone": "(503) 555-0142",
            "after_hours": "When we are closed, call the same number.",
            "address": "1 Example Street\nPortland, OR 97205",
            "hours": "Monday to Friday, 8 am to 5 pm",
        }
        | fields
    )
    publishing.save_shared(details, by=None)
    return details


def topic(**fields) -> Topic:
    number = next(numbers)
    made = Topic(
        **{
            "title": f"Topic {number}",
            "slug": f"topic-{number}",
            "position": number % 30_000,
            "summary": "What this part is about.",
            "invitation": "I have pain",
            "icon": Topic.Icon.KNOT,
        }
        | fields
    )
    publishing.save_topic(made, by=None)
    return made


def article(**fields) -> Article:
    if "topic" not in fields:
        fields["topic"] = topic()
    made = Article(**{"slug": f"article-{next(numbers)}"} | fields)
    publishing.save_article(made, by=None)
    return made


def words(**fields) -> Words:
    return Words(
        **{
            "title": "A sore spot",
            "summary": "What a sore spot is.",
            "key_points": "It hurts when pressed.\nIt often goes away.",
            "body": BODY,
        }
        | fields
    )


def draft(article_: Article | None = None, **fields) -> Revision:
    if not ClinicDetails.objects.exists():
        clinic()  # the care cards of BODY show its phone number
    return publishing.save_draft(article_ or article(), words(**fields), by=None)


def live(article_: Article | None = None, *, days_ago: float = 1, **fields) -> Revision:
    """A revision that became public some days ago; a negative number is a schedule."""
    made = draft(article_, **fields)
    publishing.publish(made, by=None, at=timezone.now() - timedelta(days=days_ago))
    return made


def muscle_body(muscle: str = "upper-trapezius", **parts) -> str:
    """The block of a muscle, each part of which may be given as its lines, then the usual body."""
    parts = {
        "opening": f"{muscle} {muscle.replace('-', ' ').capitalize()} | SAY-it",
        "check": "- Call 911 for chest pain.",
        "knot": "On the ridge of your shoulder.",
        "pains": "- temple: At your temple\n- back-of-neck: In the back of your neck",
        "causes": "- A heavy bag",
        "help": "- Let your shoulders drop.",
    } | parts
    headings = {
        "check": "Check first",
        "knot": "Where the knot is",
        "pains": "Where you may feel pain",
        "causes": "Everyday causes",
        "help": "What to try",
    }
    inside = "\n\n".join(f"### {words}\n\n{parts[name]}" for name, words in headings.items())
    return f"::: muscle {parts['opening']}\n\n{inside}\n:::\n\n{BODY}"


def muscle(name: str = "upper-trapezius", *, days_ago: float = 1, topic=None, **parts) -> Revision:
    """A public page about the muscle, at an address of the same name; fields of its words go by
    their names, all else is a part of its block."""
    fields = {n: parts.pop(n) for n in ("title", "summary", "key_points") if n in parts}
    place = {"topic": topic} if topic else {}
    page = article(slug=name, kind=Article.Kind.MUSCLE, **place)
    return live(page, days_ago=days_ago, body=muscle_body(name, **parts), **fields)
