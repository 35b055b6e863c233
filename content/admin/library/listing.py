"""The list of pictures: lists to choose from, finding, and where each picture is used."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from content import publishing
from content.admin.library.forms import AddForm
from content.admin.library.rows import picture_url, row_of
from content.admin.library.usage import unused, uses_of
from content.admin.screen import show
from content.models import Picture

ON_ONE_PAGE = 48
LONGEST_FIND = 200
FIRST = "all"


def consent(pictures: QuerySet) -> QuerySet:
    return pictures.consent_missing() | pictures.consent_ended() | pictures.consent_ending()


LISTS: dict[str, tuple[str, Callable[[QuerySet], QuerySet]]] = {
    "all": ("All", lambda pictures: pictures),
    "unused": ("Not used", lambda pictures: pictures.filter(unused())),
    "silent": ("No description", lambda pictures: pictures.without_words()),
    "consent": ("Consent ends or is missing", consent),
    "waiting": ("Copies to come", lambda pictures: pictures.waiting()),
}


def may_view(request: HttpRequest) -> bool:
    return any(map(request.user.has_perm, ("content.view_picture", "content.change_picture")))


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    if not may_view(request):
        raise PermissionDenied
    find = request.GET.get("q", "").strip()[:LONGEST_FIND]
    chosen = request.GET.get("list", FIRST)
    chosen = chosen if chosen in LISTS else FIRST
    found = LISTS[chosen][1](Picture.objects.matching(find))
    page = Paginator(found, ON_ONE_PAGE).get_page(request.GET.get("page"))
    uses = uses_of(page.object_list)
    may_add = request.user.has_perm("content.add_picture")
    return show(
        request,
        "pictures/library",
        f"Pictures: {LISTS[chosen][0]}",
        lists=[entry(key, find, chosen) for key in LISTS],
        chosen=chosen,
        find=find,
        words=words(page.paginator.count, find),
        clear_url=address(chosen),
        rows=[row_of(picture, uses.get(picture.pk, [])) for picture in page.object_list],
        pages=page_links(page, lambda number: address(chosen, find, number)),
        ended=publishing.pictures_with_ended_consent().count(),
        consent_url=address("consent"),
        form=AddForm() if may_add else None,
        add_url=picture_url("add"),
    )


def entry(key: str, find: str, chosen: str) -> dict:
    label, narrow = LISTS[key]
    count = narrow(Picture.objects.matching(find)).count()
    url = address(key, find)
    return {"key": key, "label": label, "count": count, "url": url, "current": key == chosen}


def address(chosen: str, find: str = "", page: int = 1) -> str:
    query = QueryDict(mutable=True)
    query.update({"list": chosen} | ({"q": find} if find else {}))
    if page > 1:
        query["page"] = str(page)
    return f"{picture_url('changelist')}?{query.urlencode()}"


def words(count: int, find: str) -> str:
    many = "1 picture" if count == 1 else f"{count:,} pictures"
    return f"{many} with “{find}”." if find else f"{many}."


def page_links(page, url_of: Callable[[int], str]) -> dict | None:
    if page.paginator.num_pages < 2:
        return None
    return {
        "previous_url": url_of(page.previous_page_number()) if page.has_previous() else "",
        "next_url": url_of(page.next_page_number()) if page.has_next() else "",
        "words": f"{page.start_index()} to {page.end_index()} of {page.paginator.count:,}",
    }
