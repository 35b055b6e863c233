"""What may be written in a text, on one screen beside the desk: the marks and the blocks, each with
what patients see."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from content.admin.screen import show
from content.lookups import lookups
from content.models import ClinicFact
from content.models.clinic import DETAIL_NAMES
from content.rendering import Lookups, render
from content.rendering.body_map import figure

# Each is shown as it is written and as it comes out, so that no example can be wrong.
EXAMPLES = (
    ("Headings", "## First heading\n\n### A smaller one below it"),
    ("Bold words and lists", "**Bold** words.\n\n- One thing\n- Another\n\n1. First\n2. Second"),
    ("A table", "| What | When |\n| --- | --- |\n| Walk | Today |\n| Swim | Tomorrow |"),
    (
        "A source",
        "Warmth helps many people.[^nlm]\n\n[^nlm]: National Library of Medicine. "
        "[MedlinePlus](https://medlineplus.gov/). 2024.",
    ),
    (
        "Get-help cards, under “When to get help”",
        "## When to get help\n\n"
        "::: emergency Call 911 now if you:\n- have trouble breathing\n:::\n\n"
        "::: urgent Call us today if you:\n- have a fever\n:::\n\n"
        "::: routine Tell us at your next visit if you:\n- have a small bruise\n:::",
    ),
    (
        "Do and do not",
        "::: do\n- Move the arm gently\n:::\n\n::: dont\n- Do not lift heavy things\n:::",
    ),
    (
        "A notice, and one that says to call",
        "::: note Ask before you stop a medicine\nStopping can harm you.\n:::\n\n"
        "::: note Call 911 for chest pain\nDo this even a day after the shot.\n:::",
    ),
    (
        "Steps",
        "::: steps\n### We find the spot\nTime: About 5 minutes\n\nWe press on the muscle.\n\n"
        "You may feel: a short ache.\n\n### We clean the skin\nIt feels cold.\n:::",
    ),
    (
        "A timeline",
        "::: timeline\n### First day\nIt may be sore.\n\nWhat helps:\n\n- Rest\n\n"
        "### First week\nYou can move more.\n:::",
    ),
    (
        "Days after an injection, without a gap",
        "::: day 0-2 The first two days\nWhat is normal now:\n\n- It may be sore.\n\n"
        "What to do:\n\n- Rest.\n\nNot yet:\n\n- Do not lift heavy things.\n\n"
        "When to call:\n\n- Call 911 for chest pain.\n- Call us today for a fever.\n:::\n\n"
        "::: day 3-7 The first week\nWhat to do: Move a little more each day.\n\n"
        "When to call: Call us if it hurts more than before.\n:::",
    ),
    (
        "More detail, closed until a reader opens it",
        "::: more What the study did\nTwo groups were compared for 3 months.\n\n"
        "### Who took part\n\n- 127 people\n:::",
    ),
    ("A checklist", "::: checklist Bring these with you\n- Your medicines\n- Your questions\n:::"),
    (
        "A diary to fill in",
        "::: diary My pain diary\n| When | Pain, 0 to 10 | What I could do |\n| --- | --- | --- |\n"
        "| Before the shot | | |\n| 1 day after | | |\n:::",
    ),
    ("A question", "::: question Does it hurt?\nIt pinches for a few seconds.\n:::"),
    (
        "When can I…?",
        "::: answers When can I…?\nDrive\n: After 24 hours\n\nSwim\n: After 1 day\n:::",
    ),
    (
        "A muscle of the body map, first on its page",
        "::: muscle upper-trapezius Upper trapezius | tra-PEE-zee-us\n\n"
        "### Check first\n\n- Call 911 for a sudden headache that is the worst of your life.\n"
        "- Call us today if your hands get clumsy.\n\n"
        "### Where the knot is\n\nOn the ridge between your neck and your shoulder.\n\n"
        "### Where you may feel pain\n\n- side-of-neck: Up the side of your neck\n"
        "- temple: At your temple\n\n"
        "### Everyday causes\n\n- A heavy bag on one shoulder\n\n"
        "### What to try\n\n- Let your shoulders drop.\n:::",
    ),
    ("Key points inside a page", "::: keypoints Remember\n- Go slowly\n- Ask us\n:::"),
)


@require_safe
def help_screen(request: HttpRequest) -> HttpResponse:
    if not (
        request.user.has_perm("content.change_article")
        or request.user.has_perm("content.add_article")
    ):
        raise PermissionDenied
    world = lookups()
    return show(
        request,
        "help",
        "Writing help",
        examples=[example(title, source, world) for title, source in EXAMPLES],
        details=[f"{{{{ {name} }}}}" for name in DETAIL_NAMES],
        facts=[(f"{{{{ {fact.name} }}}}", fact.label) for fact in ClinicFact.objects.all()],
        muscles=[muscle.id for muscle in figure().muscles],
        places=[(place.id, place.name) for place in figure().places],
    )


def example(title: str, source: str, world: Lookups) -> dict:
    page = render(source, world)
    return {
        "title": title,
        "source": source,
        "shown": page.html,
        "sources": page.references_html,
    }
