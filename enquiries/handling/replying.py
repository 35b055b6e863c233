"""Answering a patient: drafts, sending by a link, taking back."""

import re
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from rapidfuzz.distance import Postfix, Prefix

from enquiries.handling import posting, trail
from enquiries.handling.reading import str_name
from enquiries.handling.rights import REPLY, Person, Refused, may
from enquiries.handling.working import clean_text, locked_one, move, newest_mark
from enquiries.hours import clock_time
from enquiries.models import (
    Enquiry,
    InboxSettings,
    OutboxMessage,
    PatientAnswer,
    PresetReply,
    Reply,
)
from enquiries.models.messages import token_hash
from enquiries.site import Clinic, site

State = Reply.State
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
Action = trail.Action


class Overtaken(Refused):
    """Something was said since this page was opened."""


class KeptElsewhere(Refused):
    """Other words of this person wait as a draft, see `draft`; these did not go on from them."""

    def __init__(self, draft: Reply):
        self.draft = draft
        super().__init__(
            "You typed other words for this enquiry in another tab or on another device, and those "
            "are kept. “Save for later” keeps both."
        )


def draft_of(enquiry: Enquiry, by: Person) -> Reply | None:
    return enquiry.replies.filter(state=State.DRAFT, by=by).first()


def draft_mark(draft: Reply | None) -> str:
    """Changes with every saving of a draft; "" when there is none."""
    return f"{draft.pk}-{draft.changed_at.timestamp()}" if draft else ""


def goes_on(text: str, draft: Reply, built_on: str | None) -> bool:
    """Whether these words were made from the draft: the page had its mark (None: it was not asked),
    or most of it is still there, because the answer to the last saving was lost on its way."""
    if built_on is None or draft_mark(draft) == built_on:
        return True
    new, old = text.strip(), draft.text.strip()
    ahead = Prefix.similarity(new, old)
    behind = Postfix.similarity(new[ahead:], old[ahead:])
    return 2 * (ahead + behind) >= len(old)


def save_draft(
    enquiry: Enquiry,
    text: str,
    asks_back: bool = False,
    *,
    by: Person,
    built_on: str | None = None,
) -> Reply | None:
    """Keeps what was typed, of this person and this enquiry.

    `built_on` is the `draft_mark` that the page had. An empty text ends that draft, and no other: a
    page that was opened earlier has an empty box without anybody having emptied it. Raises
    KeptElsewhere when the draft holds words of another page.
    """
    may(by, REPLY)
    text = text.replace("\x00", "").replace("\r\n", "\n")
    with transaction.atomic():
        drafts = enquiry.replies.filter(state=State.DRAFT, by=by)
        draft = drafts.select_for_update().first()
        if draft and text.strip() and not goes_on(text, draft, built_on):
            raise KeptElsewhere(draft)
        if not text.strip():
            if draft and draft_mark(draft) == built_on:
                draft.delete()
            return None
        return drafts.model.objects.update_or_create(
            enquiry=enquiry,
            by=by,
            state=State.DRAFT,
            defaults={"text": text, "asks_back": asks_back},
        )[0]


def send_reply(
    enquiry: Enquiry,
    text: str,
    asks_back: bool = False,
    *,
    by: Person,
    mark: str = "",
    built_on: str | None = None,
) -> Reply:
    """Puts the answer into the outbox, from where it can be taken back for some seconds.

    `mark` is `newest_mark` of when the page was opened; `built_on` is as for `save_draft`, and a
    draft of another page stays. Raises Refused, and Overtaken when more
    was said since; pressing Send twice sends once.
    """
    may(by, REPLY)
    text = clean_text(text, "Write your reply in the box.")
    with transaction.atomic():
        enquiry = locked_one(enquiry)
        _check_reach(enquiry)
        if mark and mark != newest_mark(enquiry):
            return _same_again(enquiry, text, by)
        draft = draft_of(enquiry, by)
        is_these_words = draft is not None and goes_on(text, draft, built_on)
        reply = draft if is_these_words else Reply(enquiry=enquiry, by=by)
        reply.text, reply.asks_back, reply.status_before = text, asks_back, enquiry.status
        _send(reply, enquiry)
        move(enquiry, Enquiry.Status.WAITING if asks_back else Enquiry.Status.ANSWERED)
        trail.record(by, Action.REPLIED, enquiry.reference)
    return reply


def _check_reach(enquiry: Enquiry) -> None:
    if enquiry.reach != Enquiry.Reach.EMAIL or not enquiry.may_email:
        raise Refused("This patient asked for a call. Call them, then write down how it went.")
    if not enquiry.safe_word:
        raise Refused("This patient chose no safe word, so the answer cannot be opened. Call them.")


def _same_again(enquiry: Enquiry, text: str, by: Person) -> Reply:
    newest = enquiry.replies.exclude(state=State.DRAFT).order_by("-pk").first()
    if newest and newest.by_id == (by.pk if by else None) and newest.text == text:
        return newest
    raise Overtaken(what_came(enquiry))


def what_came(enquiry: Enquiry) -> str:
    """What was said last, like "Luis Ortega sent a reply at 10:02 am."."""
    reply = enquiry.replies.exclude(state=State.DRAFT).order_by("-pk").first()
    answer = PatientAnswer.objects.filter(reply__enquiry=enquiry).order_by("-pk").first()
    if answer and (reply is None or answer.at > (reply.send_at or reply.changed_at)):
        return f"The patient wrote back at {clock_time(answer.at)}."
    if reply:
        sent_at = clock_time(reply.send_at or reply.changed_at)
        return f"{str_name(reply.by) or 'Somebody'} sent a reply at {sent_at}."
    return "A reply was taken back meanwhile."


def _send(reply: Reply, enquiry: Enquiry) -> None:
    settings = InboxSettings.current()
    token = secrets.token_urlsafe(24)
    reply.state = State.SENDING
    reply.send_at = timezone.now() + timedelta(seconds=settings.undo_seconds)
    reply.expires_at = reply.send_at + timedelta(days=settings.link_days)
    reply.token_hash = token_hash(token)
    reply.save()
    posting.post(
        OutboxMessage.Kind.ANSWER,
        enquiry=enquiry,
        reply=reply,
        to=enquiry.contact,
        payload=token,
        not_before=reply.send_at,
    )


def undo(reply: Reply, *, by: Person) -> Reply:
    """Takes a reply back and makes it a draft again, as long as its mail has not left. The enquiry
    stands where it stood before."""
    may(by, REPLY)
    with transaction.atomic():
        enquiry = locked_one(reply.enquiry)
        reply = Reply.objects.select_for_update().get(pk=reply.pk)
        if reply.state == State.DRAFT:
            return reply
        if not posting.withdraw(reply):
            raise Refused("This reply is already on its way. Send another one that puts it right.")
        enquiry.replies.filter(state=State.DRAFT, by=reply.by).delete()
        reply.state, reply.token_hash = State.DRAFT, ""
        reply.send_at = reply.expires_at = None
        reply.save()
        promised = enquiry.reply_by
        move(enquiry, reply.status_before or Enquiry.Status.NEW)
        # What was promised to the patient stays promised.
        enquiry.reply_by = promised
        enquiry.save(update_fields=["reply_by"])
        trail.record(by, Action.UNDONE, enquiry.reference)
    return reply


def fill_in(
    preset: PresetReply, enquiry: Enquiry, *, by: Person, clinic: Clinic | None = None
) -> str:
    """A saved answer with the names of this enquiry in it. Refused when it is due for a check.

    For many, hand in the clinic once.
    """
    if preset.is_stale:
        raise Refused("This saved answer is due for a check. Check it first, then use it.")
    clinic = clinic or site().clinic()
    values = {
        "name": enquiry.name,
        "clinic_name": clinic.name,
        "phone": clinic.phone,
        "hours": ", ".join(clinic.hours_lines),
        "my_name": str_name(by),
    }
    return VARIABLE.sub(lambda found: values.get(found[1], found[0]), preset.text)
