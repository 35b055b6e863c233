"""Lets enquiries leave as a file, for those who may and who give their password again."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from enquiries import handling
from enquiries.admin import keys
from enquiries.admin.forms import PasswordForm
from enquiries.admin.inbox import Query, read_query
from enquiries.admin.passwords import is_confirmed
from enquiries.admin.reason import asks_why
from enquiries.admin.screen import enquiry_url, errors, needs, show
from enquiries.handling import exporting, persons
from enquiries.handling.inbox import in_tab
from enquiries.handling.rights import EXPORT, READ
from enquiries.models import Enquiry

EVERYTHING = "The message, how to reach the patient, every reply, note, call and mail"
LEFT_OUT = (
    "Left out: what may be about you or your family. Open each of those and give a reason first."
)


@needs(EXPORT)
def export_list(request: HttpRequest) -> HttpResponse:
    """Those that were chosen (`key`), or the whole list that the address names, as a CSV file."""
    handling.may(request.user, READ)
    query = read_query(request.GET)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and is_confirmed(request, form):
        lines = exporting.export_list(_chosen(request, query), by=request.user)
        return as_file(lines, "text/csv; charset=utf-8", "enquiries", "csv")
    count = _chosen(request, query).count()
    many = f"{count:,} {'enquiry' if count == 1 else 'enquiries'}"
    what = [many, ", ".join(exporting.COLUMNS), LEFT_OUT]
    return _ask(request, form, "", what, query.url())


def _chosen(request: HttpRequest, query: Query):
    key = request.GET.get("key")
    if key:
        return Enquiry.objects.filter(pk__in=keys.numbers_of(key, request.user))
    return query.filters.apply(in_tab(query.tab, request.user))


@needs(EXPORT)
@asks_why
def export_one(request: HttpRequest, pk: int) -> HttpResponse:
    enquiry = handling.for_work(pk, request.user)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and is_confirmed(request, form):
        data = persons.export_one(enquiry, by=request.user)
        return as_file(data, "application/json", enquiry.reference, "json")
    return _ask(request, form, enquiry.reference, [EVERYTHING], enquiry_url("change", pk))


def _ask(
    request: HttpRequest, form: PasswordForm, reference: str, what: list[str], back_url: str
) -> HttpResponse:
    return show(
        request,
        "export",
        f"Export {reference or 'enquiries'}",
        status=422 if form.is_bound else 200,
        reference=reference,
        what=what,
        form=form,
        back_url=back_url,
        **errors(form),
    )


def as_file(
    data: bytes | Iterator[bytes], kind: str, name: str, ending: str
) -> StreamingHttpResponse:
    """`name` names no person: files keep their names in many places."""
    pieces = [data] if isinstance(data, bytes) else data
    answer = StreamingHttpResponse(pieces, content_type=kind)
    day = timezone.localdate().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="{name}-{day}.{ending}"'
    answer["Cache-Control"] = "no-store"
    return answer
