"""The Markdown field with a script of our own.

markdownx's script keeps the Tab key for itself, loses the undo history and pastes whole answers
into the page, so only its field and widget are used (docs/decisions/0013).
"""

from django import forms
from markdownx.fields import MarkdownxFormField
from markdownx.widgets import AdminMarkdownxWidget


class MarkdownBox(AdminMarkdownxWidget):
    @property
    def media(self) -> forms.Media:
        return forms.Media()


class MarkdownField(MarkdownxFormField):
    widget = MarkdownBox
