"""What can be put into a text: pages, pictures, clinic facts and words, found by a few letters."""

from django.db.models import OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from content.admin.desk.typed import staff_with
from content.models import Article, Picture, Revision, Term, clinic_facts
from content.models.clinic import ClinicFact

MOST = 20
LONGEST_QUERY = 100
DETAILS = {
    "clinic_name": "Name of the clinic",
    "phone": "Phone number",
    "after_hours": "What to do when the clinic is closed",
    "address": "Address",
    "hours": "Opening hours",
    "emergency_number": "Emergency number",
}


@require_safe
@staff_with("content.change_article", "content.add_article")
def pick(request: HttpRequest, shelf: str) -> JsonResponse:
    """{"results": [...]}, at most 20, each with the code that stands for it in a text."""
    find = SHELVES.get(shelf)
    if find is None:
        raise Http404
    query = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    return JsonResponse({"results": find(query, language(request))})


def language(request: HttpRequest) -> str:
    return "es" if request.GET.get("language") == "es" else "en"


def articles(query: str, language: str) -> list[dict]:
    newest = Revision.objects.kept().filter(article=OuterRef("pk")).order_by("-number")
    live = Revision.objects.published().filter(article=OuterRef("pk"))
    found = Article.objects.filter(language=language).annotate(
        title=Subquery(newest.values("title")[:1]), live=Subquery(live.values("pk")[:1])
    )
    if query:
        found = found.filter(Q(title__icontains=query) | Q(slug__icontains=query))
    return [
        {
            "title": article.title or article.slug,
            "slug": article.slug,
            "state": "On the site" if article.live else "Not on the site",
            "address": f"article:{article.slug}",
        }
        for article in found.order_by("title", "pk")[:MOST]
    ]


def pictures(query: str, language: str) -> list[dict]:
    return [
        {
            "id": picture.pk,
            "alt": picture.alt,
            "decorative": picture.is_decorative,
            "thumb": picture.thumbnail_url,
            "credit": picture.credit,
            "code": f"![](img:{picture.pk})",
        }
        for picture in Picture.objects.matching(query)[:MOST]
    ]


def facts(query: str, language: str) -> list[dict]:
    """All of them: there are few, and a name alone tells little."""
    labels = DETAILS | dict(ClinicFact.objects.values_list("name", "label"))
    rows = [
        {"name": name, "label": labels.get(name, name), "text": text, "code": f"{{{{ {name} }}}}"}
        for name, text in clinic_facts().items()
    ]
    wanted = query.casefold()
    return [row for row in rows if wanted in f"{row['label']} {row['name']}".casefold()]


def terms(query: str, language: str) -> list[dict]:
    found = Term.objects.filter(language=language)
    if query:
        found = found.filter(Q(word__icontains=query) | Q(forms__icontains=query))
    return [
        {
            "word": term.word,
            "definition": term.definition,
            "code": f"[{term.word}](term:{term.slug})",
        }
        for term in found[:MOST]
    ]


SHELVES = {"articles": articles, "pictures": pictures, "facts": facts, "terms": terms}
