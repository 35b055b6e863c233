"""The verbs: the one place where anything is saved, asked for, signed, made public or taken back.

Each verb is one transaction that checks who asks and writes history; one that may change what
patients see also writes redirects and search, and begins a new edition. `by` is the person who
asks; None is the site itself, in commands only.
"""

from content.publishing.addresses import (
    is_known_or_coming,
    is_public,
    save_article,
    save_topic,
)
from content.publishing.asking import ask_for_review, clinicians, send_back, signers, take_back
from content.publishing.commenting import comment, settle
from content.publishing.corrections import carry_signature, why_not_carried
from content.publishing.drafts import Overtaken, Words, save_draft
from content.publishing.going_live import (
    needs_note,
    publish,
    say_what_is_new,
    unschedule,
)
from content.publishing.picture_copies import make_due_copies
from content.publishing.picture_files import remove_stray_files
from content.publishing.pictures import (
    add_picture,
    picture_problems,
    pictures_with_ended_consent,
    replace_picture,
)
from content.publishing.rendering_again import render_again, render_all
from content.publishing.restoring import discard, restore, why_not_discard
from content.publishing.rights import Person, Refused
from content.publishing.shared import delete, save_shared, why_not_delete
from content.publishing.sharing import comment_as_guest, end_share, opened, share
from content.publishing.signing import say_who_checks, sign, take_back_signature
from content.publishing.starting import start_article
from content.publishing.waivers import give_reason
from content.publishing.withdrawing import reinstate, withdraw
from content.publishing.working import (
    KeptElsewhere,
    copy_of,
    forget_copy,
    keep_copy,
    others_at,
    seen_at,
    version_of,
)

__all__ = [
    "KeptElsewhere",
    "Overtaken",
    "Person",
    "Refused",
    "Words",
    "add_picture",
    "ask_for_review",
    "carry_signature",
    "clinicians",
    "comment",
    "comment_as_guest",
    "copy_of",
    "delete",
    "discard",
    "end_share",
    "forget_copy",
    "give_reason",
    "is_known_or_coming",
    "is_public",
    "keep_copy",
    "make_due_copies",
    "needs_note",
    "opened",
    "others_at",
    "picture_problems",
    "pictures_with_ended_consent",
    "publish",
    "reinstate",
    "remove_stray_files",
    "render_again",
    "render_all",
    "replace_picture",
    "restore",
    "save_article",
    "save_draft",
    "save_shared",
    "save_topic",
    "say_what_is_new",
    "say_who_checks",
    "seen_at",
    "send_back",
    "settle",
    "share",
    "sign",
    "signers",
    "start_article",
    "take_back",
    "take_back_signature",
    "unschedule",
    "version_of",
    "why_not_carried",
    "why_not_delete",
    "why_not_discard",
    "withdraw",
]
