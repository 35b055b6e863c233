"""One enquiry on the screen: everything that the page shows, and the forms that came back."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from django import forms as django_forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from enquiries import formtoken, handling
from enquiries.admin import facts, forms, replying
from enquiries.admin.past import past_of
from enquiries.admin.rows import brief
from enquiries.admin.screen import clock, enquiry_url, errors, may_of, moment, show
from enquiries.admin.stamps import Stamp
from enquiries.admin.timeline import Story, story_of
from enquiries.handling import reading
from enquiries.handling.replying import draft_mark
from enquiries.handling.retention import kept_until, long_date
from enquiries.models import Enquiry, Reply
from enquiries.site import PageLink, site

MOST_PREVIOUS = 20


@dataclass
class EnquiryPage:
    """Forms that came back with mistakes stand in `bound`, by the name they have here."""

    request: HttpRequest
    enquiry: Enquiry
    conflict: str = ""
    bound: dict[str, django_forms.Form] = field(default_factory=dict)

    def answer(self) -> HttpResponse:
        mistakes = errors(*self.bound.values())
        is_wrong = mistakes["has_errors"] or self.conflict
        title = f"Enquiry {self.enquiry.reference}"
        status = 422 if is_wrong else 200
        return show(self.request, "enquiry", title, status=status, **self._context(), **mistakes)

    def _context(self) -> dict:
        return {**self._said(), **self._to_do(), **self._around()}

    def _said(self) -> dict:
        return {
            "enquiry": facts.head_of(self.enquiry),
            "seen": str(Stamp.of(self.enquiry)),
            "undo": self._undo(),
            "conflict": {"words": self.conflict} if self.conflict else None,
            "also_open": reading.others_here(self.enquiry, self.user),
            "urgent": facts.urgent_of(self.enquiry, self.story.answers),
            "timeline": self.story.entries,
        }

    def _to_do(self) -> dict:
        may = self.may
        why_no_reply = replying.why_no_mail(self.enquiry)
        return {
            "reply": self._reply() if may["reply"] and not why_no_reply else None,
            "reply_off": why_no_reply if may["reply"] else "",
            "note_form": self._form("note", forms.NoteForm) if may["change"] else None,
            "call_task": self._call_task() if may["change"] else None,
            "status_form": self._status_form() if may["change"] else None,
            "is_mine": self.enquiry.assigned_to_id == self.user.pk,
            "gap_form": self._form("gap", forms.GapForm, pages=self.pages)
            if may["change"]
            else None,
            "gap_token": formtoken.issue(),
        }

    def _around(self) -> dict:
        return {
            "facts": facts.facts_of(self.enquiry),
            "retention": retention_of(self.enquiry) | {"form": self._hold_form()},
            "previous": self._previous(),
            "urls": self._urls(),
            **past_of(self.enquiry),
        }

    @property
    def user(self):
        return self.request.user

    @cached_property
    def may(self) -> dict[str, bool]:
        return may_of(self.user)

    @cached_property
    def pages(self) -> list[PageLink]:
        return site().pages()

    @cached_property
    def story(self) -> Story:
        return story_of(self.enquiry, self.user)

    def _form(self, name: str, kind: type, **options) -> django_forms.Form:
        return self.bound.get(name) or kind(**options)

    def _undo(self) -> dict | None:
        reply = self.story.undoable(self.user)
        if reply is None:
            return None
        left = (reply.send_at - timezone.now()).total_seconds()
        # To the second: it is a matter of seconds.
        words = timezone.localtime(reply.send_at).strftime("%I:%M:%S %p").lstrip("0").lower()
        until = replace(clock(reply.send_at), words=words)
        return {"reply_id": reply.pk, "seconds": max(1, int(left)), "until": until}

    def _reply(self) -> dict:
        draft = self.story.draft
        return {
            "form": self._form("reply", forms.ReplyForm, initial=replying.typed_before(draft)),
            "saved": moment(draft.changed_at) if draft else None,
            "draft": self._built_on(draft),
            "pages": [replying.as_link(page) for page in self.pages],
            **replying.box_of(self.enquiry, self.user),
        }

    def _built_on(self, draft: Reply | None) -> str:
        """The mark of the draft in the box. A box that came back empty shows no newer one."""
        is_empty = "reply" in self.bound and not self.request.POST.get("text", "").strip()
        return self.request.POST.get("draft", "") if is_empty else draft_mark(draft)

    def _call_task(self) -> dict | None:
        phone = facts.phone_of(self.enquiry)
        # A call that came back stays on the page, also when a colleague closed it meanwhile.
        if phone is None or not (self.enquiry.is_open or "call" in self.bound):
            return None
        return {
            "phone": phone,
            "best_time": self.enquiry.get_best_time_display(),
            "tries": sum(entry["kind"] == "call" for entry in self.story.entries),
            "again": moment(self.enquiry.call_again_at),
            "form": self._form("call", forms.CallForm),
        }

    def _status_form(self) -> django_forms.Form:
        return self.bound.get("status") or status_form(self.enquiry)

    def _hold_form(self) -> django_forms.Form | None:
        return self._form("hold", forms.HoldForm) if self.may["erase"] else None

    def _previous(self) -> list[dict] | None:
        if not self.may["see_previous"]:
            return None
        found = handling.previous(self.enquiry, self.user)[:MOST_PREVIOUS]
        return [brief(enquiry) for enquiry in found]

    def _urls(self) -> dict[str, str]:
        pk = self.enquiry.pk
        return {
            "inbox": enquiry_url("changelist"),
            "print": enquiry_url("print", pk),
            "export": enquiry_url("export_one", pk) if self.may["export"] else "",
            "erase": enquiry_url("erase", pk) if self.may["erase"] else "",
            "presence": enquiry_url("presence", pk),
            "standard": "",
            "next": next_url(self.enquiry),
        }


def again(request: HttpRequest, enquiry: Enquiry, conflict: str = "", **bound) -> HttpResponse:
    """The page, with forms that came back. It is read once more, so the trail knows of it."""
    fresh = handling.read(enquiry.pk, request.user)
    return EnquiryPage(request, fresh, conflict, bound).answer()


def status_form(enquiry: Enquiry, data=None) -> forms.StatusForm:
    who = enquiry.assigned_to
    people = forms.colleagues()
    if who and str(who.pk) not in dict(people):
        people.append(forms.former(who))
    now = {"status": enquiry.status, "assigned_to": str(who.pk) if who else ""}
    return forms.StatusForm(data, people=people, initial=now)


def retention_of(enquiry: Enquiry) -> dict:
    kept = kept_until(enquiry)
    hold = None
    if enquiry.is_held():
        hold = {
            "until": long_date(enquiry.hold_until),
            "reason": enquiry.hold_reason,
            "by": reading.str_name(enquiry.hold_by) or "somebody who has left",
        }
    return {"words": replace(kept, held_until=None).sentence, "hold": hold}


def next_url(enquiry: Enquiry) -> str:
    """The one that comes next in the New tab; the first one for those that are not new."""
    new = Enquiry.objects.filter(status=Enquiry.Status.NEW).exclude(pk=enquiry.pk).in_order()
    if enquiry.status == Enquiry.Status.NEW:
        same = Q(is_urgent=enquiry.is_urgent)
        later = same & Q(reply_by=enquiry.reply_by, pk__gt=enquiry.pk)
        later |= same & Q(reply_by__gt=enquiry.reply_by)
        new = new.filter(later | Q(is_urgent=False) if enquiry.is_urgent else later)
    found = new.values_list("pk", flat=True).first()
    return enquiry_url("change", found) if found else ""
