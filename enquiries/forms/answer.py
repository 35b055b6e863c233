"""The forms on the page of an answer: the safe word, and one answer back."""

from django import forms

from enquiries.forms.typed import is_blank

MOST_LETTERS = 2000


class TextField(forms.CharField):
    """Some lines, with a limit that a person is told of; nothing is cut off."""

    widget = forms.Textarea(
        attrs={
            "class": "input",
            "rows": 6,
            "data-warning-signs": True,
            "data-warning-note": "warning-note",
            "data-letters": MOST_LETTERS,
        }
    )

    def __init__(self, *, when_empty: str, **options):
        super().__init__(error_messages={"required": when_empty}, **options)

    def clean(self, value: str) -> str:
        text = super().clean(value)
        if is_blank(text):
            raise forms.ValidationError(self.error_messages["required"])
        if len(text) > MOST_LETTERS:
            raise forms.ValidationError(
                f"Your message is too long. Use {MOST_LETTERS:,} letters or fewer. "
                f"You used {len(text):,}."
            )
        return text


class WordForm(forms.Form):
    word = forms.CharField(
        label="Your safe word",
        help_text="You chose it when you sent your question. Capital letters do not matter.",
        error_messages={"required": "Write your safe word."},
        widget=forms.TextInput(
            attrs={
                "class": "input input--medium",
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )


class BackForm(forms.Form):
    text = TextField(
        label="Your words",
        help_text=f"You can use up to {MOST_LETTERS:,} letters.",
        when_empty="Write your words in the box.",
    )
