"""The list of enquiries: tabs, filters, finding, and what can be done with several at once."""

from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from enquiries import handling
from enquiries.admin.bulk import act_on_chosen, actions
from enquiries.admin.forms import FilterForm, owners
from enquiries.admin.rows import rows_of
from enquiries.admin.screen import enquiry_url, needs, page_links, show
from enquiries.handling.inbox import tab_counts
from enquiries.handling.reading import is_own
from enquiries.handling.rights import ERASE, EXPORT, LOG_CALLS, READ, REVIEW, SEE_PREVIOUS
from enquiries.models import Enquiry, InboxSettings

FIRST_TAB = "new"
KEEP_WORDS = "Each enquiry says when we erase it."


@dataclass
class Query:
    """What the address asks for; whatever it asks wrongly is left out."""

    tab: str
    filters: handling.Filters
    form: FilterForm
    people: dict[str, str]
    chosen: dict[str, str] = field(default_factory=dict)
    page: int = 1
    # Before any row is read: words that come after this may not be in the list.
    asked_at: datetime = field(default_factory=timezone.now)

    @property
    def address(self) -> str:
        return self.url()

    def url(self, page: int = 1) -> str:
        pairs = {"tab": self.tab} | self.chosen | ({"page": str(page)} if page > 1 else {})
        return f"{enquiry_url('changelist')}?{_encoded(pairs)}"


def _encoded(pairs: dict[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update(pairs)
    return query.urlencode()


def read_query(get: QueryDict) -> Query:
    people = owners()
    form = FilterForm(get, people=people)
    form.is_valid()
    chosen = {name: str(value) for name, value in form.cleaned_data.items() if value}
    tab = get.get("tab", FIRST_TAB)
    page = get.get("page", "")
    return Query(
        tab=tab if tab in handling.TABS else FIRST_TAB,
        filters=_filters(form.cleaned_data),
        people=dict(people),
        # Shows what counts, without a word about what did not.
        form=FilterForm(initial=form.cleaned_data, people=people),
        chosen={name: "on" if value == "True" else value for name, value in chosen.items()},
        page=int(page) if page.isdecimal() and len(page) < 9 else 1,
    )


def _filters(chosen: dict) -> handling.Filters:
    names = ("topic", "language", "reach")
    return handling.Filters(
        **{name: chosen.get(name) or "" for name in names},
        assigned=chosen.get("assignee") or "",
        urgent=bool(chosen.get("urgent")),
    )


@needs(READ)
def inbox(request: HttpRequest) -> HttpResponse:
    query = read_query(request.GET)
    if request.method != "POST":
        return _list(request, query)
    if request.POST.get("do") == "find":
        return _find(request, query, request.POST.get("find", "").strip())
    return act_on_chosen(request, query)


def _list(request: HttpRequest, query: Query) -> HttpResponse:
    found = handling.look(request.user, query.tab, query.filters, query.page)
    return _show(
        request,
        query,
        found.page.object_list,
        found.counts,
        due=found.due_today,
        pages=page_links(found.page, query.url),
    )


def _find(request: HttpRequest, query: Query, words: str) -> HttpResponse:
    hits = handling.search(request.user, words) if words else []
    if len(hits) == 1 and not is_own(hits[0], request.user):
        return redirect(enquiry_url("change", hits[0].pk))
    many = "1 enquiry" if len(hits) == 1 else f"{len(hits)} enquiries"
    found = {"count": len(hits), "words": f"{many} with this reference, phone or email."}
    counts, due = tab_counts(request.user)
    return _show(request, query, hits, counts, due=due, find=words, found=found)


def _show(
    request: HttpRequest,
    query: Query,
    enquiries: list[Enquiry],
    counts: dict[str, int],
    *,
    due: int,
    **context,
) -> HttpResponse:
    # The bar on top shows the same number; counting once is enough.
    request.new_enquiries = counts["new"]
    tabs = [_tab(key, label, counts[key], query) for key, label in handling.TABS.items()]
    may_call = request.user.has_perm(LOG_CALLS)
    defaults = {"find": "", "found": None, "pages": None}
    return show(
        request,
        "inbox",
        f"Enquiries: {handling.TABS[query.tab]}",
        inbox_url="",
        promise=_promise(due),
        tabs=tabs,
        tab=query.tab,
        filters=query.form,
        filters_on=len(query.chosen),
        clear_url=f"{enquiry_url('changelist')}?tab={query.tab}",
        rows=rows_of(enquiries, request.user, query.people),
        bulk=actions(request.user, query.tab),
        shown=query.asked_at.isoformat(),
        call_url=enquiry_url("add") if may_call else "",
        links=links(request.user, query),
        keep_words=KEEP_WORDS,
        standard_url="",
        **defaults | context,
    )


def _tab(key: str, label: str, count: int, query: Query) -> dict:
    url = f"{enquiry_url('changelist')}?tab={key}"
    return {"key": key, "label": label, "count": count, "url": url, "current": key == query.tab}


def _promise(due: int) -> str:
    days = InboxSettings.current().reply_days
    promised = f"Reply within {days} business day{'' if days == 1 else 's'}."
    return f"{promised} {due or 'None'} {'is' if due < 2 else 'are'} due today or overdue."


def links(user, query: Query) -> list[dict[str, str]]:
    """Where else to go, as far as this person may."""
    inside = [
        ((SEE_PREVIOUS,), "Export or erase one person", enquiry_url("person")),
        (
            (EXPORT,),
            "Export this list",
            f"{enquiry_url('export')}?{query.address.partition('?')[2]}",
        ),
        (("enquiries.view_pagegap",), "What patients could not find", enquiry_url("gaps")),
        ((ERASE,), "Erasures", enquiry_url("erasures")),
        ((REVIEW,), "Who read what", enquiry_url("review")),
    ]
    standard = [
        (("enquiries.view_presetreply",), "Saved answers", _standard("presetreply")),
        (("enquiries.view_outboxmessage",), "Mails", _standard("outboxmessage")),
        (("enquiries.view_inboxsettings",), "Inbox settings", _standard("inboxsettings")),
    ]
    return [
        {"label": label, "url": url}
        for rights, label, url in inside + standard
        if user.has_perms(rights)
    ]


def _standard(model: str) -> str:
    return reverse(f"admin:enquiries_{model}_changelist")
