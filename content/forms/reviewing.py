"""The forms of a review: asking for it, comments at headings, the signature, sending back."""

from collections.abc import Iterable

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.validators import MaxLengthValidator
from django.utils import timezone

from content.publishing.asking import LONGEST_MESSAGE
from content.publishing.commenting import LONGEST_COMMENT
from content.publishing.signing import LONGEST_TRUST

WHOLE_PAGE = "The page as a whole"
ANYONE = ("", "Any clinician who may sign")


def text_field(label: str, longest: int, help_text: str = "") -> forms.CharField:
    """Need not be filled. A limit in the browser would cut off what is pasted without a word."""
    too_long = f"This is too long. Use {longest:,} letters or fewer. You used %(show_value)s."
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "input"}),
        validators=[MaxLengthValidator(longest, too_long)],
        help_text=help_text,
    )


class StaffForm(forms.Form):
    """Which fields have to be filled in, the server says: several buttons may stand in one form,
    and each needs other fields."""

    use_required_attribute = False


class AskForm(StaffForm):
    """`clinicians` are those who may sign these words."""

    reviewer = forms.ChoiceField(
        label="Who should read it?", required=False, widget=forms.RadioSelect
    )
    message = text_field(
        "What should they look at?",
        LONGEST_MESSAGE,
        help_text="Only staff read this. Leave out names of patients.",
    )

    def __init__(self, *args, clinicians: Iterable[AbstractBaseUser], **kwargs):
        super().__init__(*args, **kwargs)
        self.clinicians = {str(person.pk): person for person in clinicians}
        named = [(key, name_of(person)) for key, person in self.clinicians.items()]
        self.fields["reviewer"].choices = [ANYONE, *named]
        self.fields["reviewer"].error_messages["invalid_choice"] = (
            "This person may not sign this page any more. Choose somebody else."
        )

    def clean_reviewer(self) -> AbstractBaseUser | None:
        return self.clinicians.get(self.cleaned_data["reviewer"])


class CommentsForm(StaffForm):
    """A field for the page as a whole and one for each heading; none has to be filled."""

    def __init__(self, *args, headings: Iterable[dict], **kwargs):
        super().__init__(*args, **kwargs)
        self.anchors = {"at-page": ""}
        self.fields["at-page"] = text_field(f"Comment on: {WHOLE_PAGE}", LONGEST_COMMENT)
        for heading in headings:
            name = f"at-{heading['id']}"
            self.anchors[name] = heading["id"]
            self.fields[name] = text_field(f"Comment on: {heading['text']}", LONGEST_COMMENT)

    def written(self) -> list[tuple[str, str]]:
        """(id of the heading or "", text), in the order of the page."""
        typed = self.cleaned_data
        return [(anchor, typed[name]) for name, anchor in self.anchors.items() if typed.get(name)]

    def places(self) -> list[tuple[str, forms.BoundField]]:
        return [(anchor, self[name]) for name, anchor in self.anchors.items()]


class SignForm(StaffForm):
    credentials = forms.CharField(
        max_length=60,
        label="Your credentials",
        help_text="Like: MD. Patients read them beside your name.",
        error_messages={
            "required": "Write your credentials, like: MD",
            "max_length": "Write your credentials in 60 letters or fewer.",
        },
    )
    role = forms.CharField(
        max_length=120,
        label="Your role",
        help_text="Like: Spine and pain doctor",
        error_messages={
            "required": "Write your role, like: Spine and pain doctor",
            "max_length": "Write your role in 120 letters or fewer.",
        },
    )
    next_due = forms.DateField(
        label="Check it again by",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="At most three years from now.",
        error_messages={
            "required": "Choose the day by which the page has to be checked again.",
            "invalid": "Write the day like 2027-03-04.",
        },
    )
    has_read = forms.BooleanField(
        label="I have read this page as it will be shown",
        error_messages={"required": "Read the page, then tick that you have read it."},
    )

    def clean_next_due(self):
        day, today = self.cleaned_data["next_due"], timezone.localdate()
        if not today < day <= today + LONGEST_TRUST:
            raise forms.ValidationError(
                "Choose a day that is still to come, and at most three years from now."
            )
        return day


class SendBackForm(StaffForm):
    message = text_field(
        "What has to be changed?",
        LONGEST_MESSAGE,
        help_text="The writer reads this with your comments.",
    )


def name_of(person: AbstractBaseUser) -> str:
    return person.get_full_name() or person.get_username()
