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
