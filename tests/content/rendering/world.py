"""The small world in which the rendering tests take place: two articles, a picture, some facts."""

from content.rendering import Lookups, PictureMarkup, PictureSource, TermEntry, render

ARTICLES = {
    "benefits-and-risks": (12, "/injection/benefits-and-risks/"),
    "12": (12, "/injection/benefits-and-risks/"),
    "the-first-day": (7, "/recovery/the-first-day/"),
}
PICTURE = PictureMarkup(
    src="/media/shoulder-800.jpg",
    width=800,
    height=600,
    alt="A shoulder seen from behind",
    credit="",
    sources=(PictureSource("image/avif", "/media/shoulder-400.avif 400w"),),
    digest="5" * 64,
)
CREDITED = PictureMarkup(
    src='/media/"odd"-800.jpg',
    width=800,
    height=400,
    alt='Hands & "knots" <by a window>',
    credit="Photo: A. Person <CC BY 4.0>",
    sources=(),
    digest="6" * 64,
)
FACTS = {
    "clinic_name": "Example Spine & Pain Clinic",
    "phone": "(503) 555-0142",
    "after_hours": "When we are closed, call the on-call nurse at the same number.",
    "address": "100 Example Street\nSpringfield, OR 97477",
    "emergency_number": "911",
    "driving": "Ask us before your visit if you can drive home.",
    "hostile": '<script>alert("1")</script> javascript:alert(1)\n<img src=x onerror=alert(1)>',
}
DRAWINGS = {
    "disc-on-nerve": '<svg class="drawing" role="img" aria-label="A disc on a nerve" '
    'viewBox="0 0 480 320"><circle class="knot" r="17" /></svg>'
}
TERMS = tuple(
    TermEntry(slug, forms, f"/words-to-know/#term-{slug}")
    for slug, forms in {
        "trigger-point": ("trigger point", "trigger points"),
        "trigger-point-injection": ("trigger point injection", "TPI"),
        "fascia": ("fascia",),
        "inflammation": ("inflammation", "inflammatory"),
        "musculo": ("músculo",),
    }.items()
)


def world(**changes) -> Lookups:
    known = {
        "article": ARTICLES.get,
        "picture": {42: PICTURE, 43: CREDITED}.get,
        "fact": FACTS.get,
        "drawing": DRAWINGS.get,
        "contact_url": "/contact/",
        "terms": TERMS,
    }
    return Lookups(**(known | changes))


def rendered(markdown: str, **changes):
    return render(markdown, world(**changes))


def found(markdown: str, **changes) -> list[tuple[str, int | None]]:
    """Ids and lines of the problems."""
    return [(problem.id, problem.line) for problem in rendered(markdown, **changes).problems]
