"""The verbs: each checks the right, is one transaction and leaves its trace.

`by` is the person who acts, or None for the site itself.
"""

from enquiries.handling.inbox import TABS, Filters, Inbox, look, search, summary
from enquiries.handling.limits import TooMany
from enquiries.handling.opening import (
    LinkEnded,
    PassEnded,
    WrongWord,
    answer_back,
    find_link,
    open_answer,
    opened_reply,
    pass_for,
    plain_word,
)
from enquiries.handling.promises import clinic_hours, promise_for
from enquiries.handling.reading import (
    REASONS,
    NeedsReason,
    for_work,
    previous,
    printed,
    read,
    readers,
    seen,
)
from enquiries.handling.receiving import (
    Submission,
    Words,
    log_call,
    read_sent_token,
    receive,
    sent_token,
)
from enquiries.handling.replying import (
    KeptElsewhere,
    Overtaken,
    draft_of,
    fill_in,
    save_draft,
    send_reply,
    undo,
)
from enquiries.handling.rights import Refused, may
from enquiries.handling.working import (
    MoreWasSaid,
    add_call,
    add_note,
    assign,
    mark_gap,
    newest_mark,
    set_status,
    take,
)

__all__ = [
    "REASONS",
    "TABS",
    "Filters",
    "Inbox",
    "KeptElsewhere",
    "LinkEnded",
    "MoreWasSaid",
    "NeedsReason",
    "Overtaken",
    "PassEnded",
    "Refused",
    "Submission",
    "TooMany",
    "Words",
    "WrongWord",
    "add_call",
    "add_note",
    "answer_back",
    "assign",
    "clinic_hours",
    "draft_of",
    "fill_in",
    "find_link",
    "for_work",
    "log_call",
    "look",
    "mark_gap",
    "may",
    "newest_mark",
    "open_answer",
    "opened_reply",
    "pass_for",
    "plain_word",
    "previous",
    "printed",
    "promise_for",
    "read",
    "read_sent_token",
    "readers",
    "receive",
    "save_draft",
    "search",
    "seen",
    "send_reply",
    "sent_token",
    "set_status",
    "summary",
    "take",
    "undo",
]
