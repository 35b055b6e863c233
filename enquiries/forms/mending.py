"""What has to be mended, in the order of the form, each with the field to go to."""

from dataclasses import dataclass

from django import forms


@dataclass(frozen=True)
class Slip:
    """`field_id` is the id of what a link leads to; `words` say how to mend it."""

    field_id: str
    words: str


def error_list(form: forms.Form) -> list[Slip]:
    return [Slip(focus_id(field), words) for field in form for words in field.errors]


def focus_id(field: forms.BoundField) -> str:
    """Of a group of choices, the first one."""
    is_group = isinstance(field.field.widget, forms.RadioSelect)
    return f"{field.auto_id}_0" if is_group else field.auto_id
