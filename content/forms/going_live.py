"""The forms by which pages are published, scheduled and withdrawn."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models import QuerySet
from django.utils import timezone

from content.forms.reviewing import StaffForm
from content.models import Article
from content.publishing import Refused
from content.publishing.waivers import good_reason

FURTHEST = timedelta(days=5 * 365)
Withdrawn = Article.Withdrawn


def tomorrow_at_nine() -> datetime:
    day = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(9)))


class MomentForm(StaffForm):
    """A day and a time on the clinic's clock."""

    day = forms.DateField(
        label="Day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choose the day.",
            "invalid": "Write the day like 2027-03-04.",
        },
    )
    time = forms.TimeField(
        label="Time",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Choose the time.", "invalid": "Write the time like 09:00."},
    )

    def clean(self) -> dict:
        data = super().clean()
        if "day" in data and "time" in data:
            data["at"] = self.moment(datetime.combine(data["day"], data["time"]))
        return data

    def moment(self, wanted: datetime) -> datetime | None:
        at = timezone.make_aware(wanted)
        if timezone.localtime(at.astimezone(UTC)).replace(tzinfo=None) != wanted:
            self.add_error("time", "The clocks go forward then, so this time is left out.")
        elif at <= timezone.now():
            self.add_error("day", "This time has passed. Choose a later one, or publish now.")
        elif at > timezone.now() + FURTHEST:
            self.add_error("day", "Choose a day within the next five years.")
        return at


class NoteForm(StaffForm):
    """What a change still lacks that patients are told about."""

    note = forms.CharField(
        label="What is new?",
        max_length=200,
        help_text="In plain words, like: The new phone number. Patients can read it.",
        error_messages={
            "required": "Say in plain words what is new. Patients have read this page before.",
            "max_length": "Say it in 200 letters or fewer.",
        },
    )


class ReasonsForm(StaffForm):
    """A reason for each group of warnings; `rules` are pairs of the id of a rule and its name."""

    def __init__(self, *args, rules: Iterable[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.names = {f"reason-{rule}": rule for rule, _ in rules}
        for name, (_, title) in zip(self.names, rules, strict=True):
            self.fields[name] = forms.CharField(
                label=f"Why may this stand? ({title})",
                validators=[MaxLengthValidator(500, "Use 500 letters or fewer."), good_enough],
                error_messages={
                    "required": f"Mend this, or say why it may stand: {title}.",
                },
            )

    def reasons(self) -> dict[str, str]:
        """By the id of the rule."""
        return {rule: self.cleaned_data[name] for name, rule in self.names.items()}


def good_enough(reason: str) -> None:
    try:
        good_reason(reason)
    except Refused as refused:
        raise forms.ValidationError(str(refused)) from None


class WithdrawForm(StaffForm):
    """`others` are the public articles that could take the place of this one; `is_off` says that
    patients do not find the page any more, so that only what they find in its place can change."""

    how = forms.ChoiceField(
        label="What should patients find at its address?",
        choices=[
            (Withdrawn.NOTICE, "The page as it was, with your reason and today’s date on top"),
            (Withdrawn.MOVED, "Another page, which takes its place"),
            (Withdrawn.GONE, "Only a note that it is gone, with your reason"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what patients should find."},
    )
    to = forms.ModelChoiceField(
        Article.objects.none(),
        required=False,
        label="The page that takes its place",
        empty_label="Choose a page",
        error_messages={"invalid_choice": "This page is not public any more. Choose another one."},
    )
    reason = forms.CharField(
        label="Why?",
        validators=[MaxLengthValidator(500, "Write the reason in 500 letters or fewer.")],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One or two plain sentences. Patients who come to this page read them.",
        error_messages={"required": "Write a reason. Patients who come to this page will read it."},
    )
    sure = forms.BooleanField(
        label="Yes, take this page off the guide",
        error_messages={"required": "Tick that you are sure."},
    )

    def __init__(self, *args, others: QuerySet[Article], is_off: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_off:
            del self.fields["sure"]
        self.fields["to"].queryset = others
        self.fields["to"].label_from_instance = lambda article: article.live_title

    def clean(self) -> dict:
        data = super().clean()
        if data.get("how") == Withdrawn.MOVED and not data.get("to") and "to" not in self.errors:
            self.add_error("to", "Choose the page that takes its place.")
        return data
