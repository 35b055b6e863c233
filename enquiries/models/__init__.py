"""The nouns. Imports go one way: messages and mail know enquiries, enquiries know none of them."""

from enquiries.models.audit import AuditEvent, AuditHead, FinalRow
from enquiries.models.contact import contact_hash, contact_hashes, plain_contact
from enquiries.models.duties import Duty
from enquiries.models.enquiry import Enquiry, new_reference
from enquiries.models.gaps import FEWEST_SHOWN, PageGap
from enquiries.models.inbox import InboxSettings
from enquiries.models.limits import NetworkCount
from enquiries.models.messages import CallAttempt, Note, PatientAnswer, Reply
from enquiries.models.outbox import OutboxMessage
from enquiries.models.presets import PresetReply
from enquiries.models.retention import ErasureReceipt, RetentionPolicy
from enquiries.models.viewing import Viewing

__all__ = [
    "FEWEST_SHOWN",
    "AuditEvent",
    "AuditHead",
    "CallAttempt",
    "Duty",
    "Enquiry",
    "ErasureReceipt",
    "FinalRow",
    "InboxSettings",
    "NetworkCount",
    "Note",
    "OutboxMessage",
    "PageGap",
    "PatientAnswer",
    "PresetReply",
    "Reply",
    "RetentionPolicy",
    "Viewing",
    "contact_hash",
    "contact_hashes",
    "new_reference",
    "plain_contact",
]
