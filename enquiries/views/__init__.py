"""The pages on which patients write to the clinic and read its answers."""

from enquiries.views.answer import answer
from enquiries.views.contact import contact
from enquiries.views.sent import sent

__all__ = ["answer", "contact", "sent"]
