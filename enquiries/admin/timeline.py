"""Everything that happened with one enquiry, oldest first, and in what state each reply is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format

from enquiries.admin.pieces import pieces_of
from enquiries.admin.screen import moment, str_name
from enquiries.handling import posting
from enquiries.models import Enquiry, OutboxMessage, PatientAnswer, Reply

State = Reply.State
# Whoever gets a reply by mail left no phone number.
NEW_LINK = "Reply once more for a new link, or call if the clinic has a number."
PROBLEMS = {
    **dict.fromkeys(posting.NO_SERVER, "the mail server cannot be reached"),
    "SMTPAuthenticationError": "the mail server does not let this site in",
    "SMTPRecipientsRefused": "the mail server refused the address",
    "SMTPServerDisconnected": "the mail server did not answer",
    "TooLate": "its link had ended",
}


@dataclass
class Story:
    """Read once for a page: what was said, without drafts, and this person's own draft."""

    enquiry: Enquiry
    replies: list[Reply]
    draft: Reply | None
    unsent: dict[int, OutboxMessage]

    @property
    def answers(self) -> list[PatientAnswer]:
        return [reply.answer for reply in self.replies if hasattr(reply, "answer")]

    @cached_property
    def entries(self) -> list[dict]:
        found = [*self._replies(), *_answers(self.answers), *_notes(self.enquiry)]
        return sorted([*found, *_calls(self.enquiry)], key=lambda entry: entry["at"].at)

    def _replies(self) -> Iterator[dict]:
        for reply in self.replies:
            mail = self.unsent.get(reply.pk)
            yield {
                "kind": "reply",
                "id": reply.pk,
                "by": str_name(reply.by) or "Somebody",
                "at": moment(sent_at(reply)),
                "text": reply.text,
                "asks_back": reply.asks_back,
                "retry": mail is not None and not is_over(reply),
                **state_of(reply, mail),
            }

    def undoable(self, by) -> Reply | None:
        """The newest reply of this person that has not left yet."""
        waiting = [r for r in self.replies if r.state == State.SENDING and r.by_id == by.pk]
        newest = waiting[-1] if waiting else None
        return newest if newest and newest.send_at > timezone.now() else None


def story_of(enquiry: Enquiry, by) -> Story:
    said = list(enquiry.replies.select_related("by", "answer"))
    mails = OutboxMessage.objects.unsent().filter(enquiry=enquiry, kind=OutboxMessage.Kind.ANSWER)
    unsent = {mail.reply_id: mail for mail in mails.defer("to", "payload")}
    drafts = [reply for reply in said if reply.state == State.DRAFT and reply.by_id == by.pk]
    sent = [reply for reply in said if reply.state != State.DRAFT]
    return Story(enquiry, sent, drafts[0] if drafts else None, unsent)


def sent_at(reply: Reply):
    return reply.sent_at or reply.send_at or reply.changed_at


def is_over(reply: Reply) -> bool:
    return reply.expires_at is None or reply.expires_at <= timezone.now()


def state_of(reply: Reply, mail: OutboxMessage | None) -> dict[str, str]:
    if mail and mail.state == OutboxMessage.State.FAILED:
        words = f"The mail could not be sent: {why_unsent(mail)}."
        return {"state": "failed", "state_words": words}
    if mail:
        next_try = moment(mail.next_at).inline
        words = f"Not sent yet: {why_unsent(mail)}. The next try is {next_try}."
        return {"state": "late", "state_words": words}
    if reply.state == State.SENT:
        return {"state": "sent", "state_words": " ".join(_what_became(reply))}
    if reply.send_at and reply.send_at > timezone.now():
        return {"state": "undoable", "state_words": f"Goes out {moment(reply.send_at).inline}."}
    return {"state": "waiting", "state_words": "On its way."}


def why_unsent(mail: OutboxMessage) -> str:
    """For staff, and behind it the kind of the failure for whoever runs the site."""
    words = PROBLEMS.get(mail.problem, "something went wrong")
    return f"{words} ({mail.problem or 'no reason given'})"


def _what_became(reply: Reply) -> Iterator[str]:
    yield f"Sent {moment(sent_at(reply)).inline}."
    if reply.is_locked:
        yield f"Five wrong safe words locked the link. {NEW_LINK}"
    elif reply.opened_at:
        yield f"Opened by the patient {moment(reply.opened_at).inline}."
    elif is_over(reply):
        yield f"The link ended and nobody had opened it. {NEW_LINK}"
    else:
        ends = date_format(timezone.localtime(reply.expires_at), "F j", use_l10n=False)
        yield f"Not opened yet. The link ends on {ends}."


def _answers(answers: list[PatientAnswer]) -> Iterator[dict]:
    for answer in answers:
        pieces = pieces_of(answer.text)
        yield {"kind": "answer", "by": "", "at": moment(answer.at), "pieces": pieces}


def _notes(enquiry: Enquiry) -> Iterator[dict]:
    for note in enquiry.notes.select_related("by"):
        by = str_name(note.by) or "Somebody"
        yield {"kind": "note", "by": by, "at": moment(note.at), "text": note.text}


def _calls(enquiry: Enquiry) -> Iterator[dict]:
    for call in enquiry.calls.select_related("by"):
        yield {
            "kind": "call",
            "by": str_name(call.by) or "Somebody",
            "at": moment(call.at),
            "outcome": call.get_outcome_display(),
            "text": call.note,
            "again": moment(call.again_at),
        }
