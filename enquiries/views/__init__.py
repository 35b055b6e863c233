"""The pages on which patients write to the clinic and read its answers."""

from enquiries.views.answer import answer
from enquiries.views.contact import contact
from enquiries.views.sent import sent
from enquiries.views.warning import warning_signs

__all__ = ["answer", "contact", "sent", "warning_signs"]
