"""The forms that patients fill in: a question, the safe word, one answer back."""

from enquiries.forms.answer import BackForm, WordForm
from enquiries.forms.contact import NAMES, ContactForm
from enquiries.forms.mending import Slip, error_list
from enquiries.forms.typed import typed_words

__all__ = ["NAMES", "BackForm", "ContactForm", "Slip", "WordForm", "error_list", "typed_words"]
