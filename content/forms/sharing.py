"""The form that makes a secret link to a draft."""

from django import forms

from content.forms.reviewing import StaffForm
from content.publishing.sharing import LONGEST_DAYS


class ShareForm(StaffForm):
    for_whom = forms.CharField(
        label="Who is the link for?",
        max_length=80,
        help_text="Their name stands at their comments.",
        error_messages={
            "required": "Write whom the link is for.",
            "max_length": "Write the name in 80 letters or fewer.",
        },
    )
    days = forms.IntegerField(
        label="For how many days should it work?",
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=14,
        help_text=f"From 1 to {LONGEST_DAYS}.",
        error_messages={
            "required": f"Write a number of days from 1 to {LONGEST_DAYS}.",
            "invalid": f"Write a number of days from 1 to {LONGEST_DAYS}.",
            "min_value": f"Write a number of days from 1 to {LONGEST_DAYS}.",
            "max_value": f"Write a number of days from 1 to {LONGEST_DAYS}.",
        },
    )
