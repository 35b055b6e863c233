"""The forms of the inbox; the words beside their fields are written here."""

from collections.abc import Iterable

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet

from enquiries.handling import REASONS, erasing, reviewing
from enquiries.handling.reading import str_name
from enquiries.handling.rights import HANDLE
from enquiries.models import CallAttempt, Enquiry, PageGap
from enquiries.site import PageLink

NO_ONE = [("", "No one yet")]
MINUTES = "%Y-%m-%dT%H:%M"


class StaffForm(forms.Form):
    """Ids are like "call-outcome". Which fields have to be filled in, the server says: several
    buttons stand in one form, and each needs other fields."""

    prefix_of_ids = ""
    use_required_attribute = False

    def __init__(self, *args, **options):
        super().__init__(*args, **{"auto_id": f"{self.prefix_of_ids}-%s"} | options)


def text_box(rows: int) -> forms.Textarea:
    """The verbs say what is too long: a browser would cut it off without a word."""
    return forms.Textarea({"rows": rows, "autocomplete": "off"})


class ReplyForm(StaffForm):
    """Keeps spaces and lines as they were typed."""

    prefix_of_ids = "reply"
    text = forms.CharField(label="Your reply", required=False, strip=False, widget=text_box(10))
    asks_back = forms.BooleanField(
        label="Ask for an answer",
        required=False,
        help_text="Tick this when you need to hear back. The enquiry then waits for the patient.",
    )


class NoteForm(StaffForm):
    prefix_of_ids = "note"
    note = forms.CharField(
        label="Staff note",
        widget=text_box(4),
        error_messages={"required": "Write the note first."},
    )


class CallForm(StaffForm):
    prefix_of_ids = "call"
    outcome = forms.ChoiceField(
        label="How did the call go?",
        choices=CallAttempt.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the call went."},
    )
    call_note = forms.CharField(label="Note about the call", required=False, widget=text_box(3))
    again_at = forms.DateTimeField(
        label="Call again at",
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=MINUTES),
        error_messages={"invalid": "Write a day and a time, like 2027-03-09 16:30."},
    )


class StatusForm(StaffForm):
    prefix_of_ids = "status"
    status = forms.ChoiceField(
        label="Status",
        choices=Enquiry.Status.choices,
        error_messages={"invalid_choice": "Choose a status of the list."},
    )
    assigned_to = forms.ChoiceField(
        label="Who replies",
        required=False,
        error_messages={"invalid_choice": "This person may not answer enquiries. Choose another."},
    )

    def __init__(self, *args, people: list[tuple[str, str]], **options):
        super().__init__(*args, **options)
        # A choice that can be left open is no optional extra.
        self.fields["assigned_to"].choices = NO_ONE + people
        self.fields["assigned_to"].widget.is_required = True


class GapForm(StaffForm):
    prefix_of_ids = "gap"
    page = forms.ChoiceField(label="Page", error_messages={"required": "Choose a page."})
    reason = forms.ChoiceField(
        label="Why did it not help?",
        choices=[("", "Choose…"), *PageGap.Reason.choices],
        error_messages={"required": "Choose what was wrong with the page."},
    )

    def __init__(self, *args, pages: list[PageLink], **options):
        super().__init__(*args, **options)
        self.fields["page"].choices = [("", "Choose…"), *by_topic(pages)]


def by_topic(pages: list[PageLink]) -> list[tuple[str, list[tuple[str, str]]]]:
    topics: dict[str, list[tuple[str, str]]] = {}
    for page in pages:
        topics.setdefault(page.topic, []).append((page.url, page.title))
    return list(topics.items())


class HoldForm(StaffForm):
    prefix_of_ids = "hold"
    until = forms.DateField(
        label="Hold until",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choose a day.",
            "invalid": "Write the day like 2027-03-09.",
        },
    )
    reason = forms.CharField(
        label="Why",
        help_text="Those who may read this enquiry see it.",
        max_length=500,
        widget=text_box(2),
        error_messages={"required": "Write why it must be kept."},
    )


class ReasonForm(StaffForm):
    prefix_of_ids = "reason"
    reason = forms.ChoiceField(
        label="Why do you open it?",
        choices=list(REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a reason."},
    )


class PersonForm(StaffForm):
    prefix_of_ids = "person"
    contact = forms.CharField(
        label="Phone or email",
        max_length=254,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Write the whole phone number or e-mail address."},
    )


class PasswordForm(StaffForm):
    prefix_of_ids = "export"
    password = forms.CharField(
        label="Your password",
        help_text="We ask again, because health details are about to leave or end.",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": "Write your password."},
    )


class EraseForm(PasswordForm):
    prefix_of_ids = "erase"
    field_order = ("reason", "password")
    reason = forms.ChoiceField(
        label="Why is it erased?",
        choices=list(erasing.WHYS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it is erased."},
    )


class ReviewForm(StaffForm):
    prefix_of_ids = "review"
    remark = forms.ChoiceField(
        label="What did you find?",
        choices=list(reviewing.REMARKS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you found."},
    )


class FilterForm(StaffForm):
    """What cannot be read is left out, as if nobody had chosen it."""

    prefix_of_ids = "filter"
    topic = forms.ChoiceField(
        label="About", required=False, choices=[("", "Every topic"), *Enquiry.Topic.choices]
    )
    language = forms.ChoiceField(
        label="Language", required=False, choices=[("", "Both"), *Enquiry.Language.choices]
    )
    assignee = forms.ChoiceField(label="Who replies", required=False)
    reach = forms.ChoiceField(
        label="Reach by", required=False, choices=[("", "Either"), *Enquiry.Reach.choices]
    )
    urgent = forms.BooleanField(label="Read first only", required=False)

    def __init__(self, *args, people: list[tuple[str, str]], **options):
        super().__init__(*args, **options)
        everyone = [("", "Everyone"), ("nobody", "No one yet"), *people]
        self.fields["assignee"].choices = everyone


def colleagues() -> list[tuple[str, str]]:
    """(number, name) of everyone who may answer enquiries, by name."""
    return _by_name((str(user.pk), str_name(user)) for user in who_may_answer())


def owners() -> list[tuple[str, str]]:
    """The colleagues and those who have open enquiries and may not answer any more, by name."""
    answering = who_may_answer()
    having = Enquiry.objects.open().filter(assigned_to__isnull=False).values("assigned_to")
    people = get_user_model().objects.filter(Q(pk__in=answering.values("pk")) | Q(pk__in=having))
    people = people.annotate(may_answer=Exists(answering.filter(pk=OuterRef("pk"))))
    return _by_name(
        (str(user.pk), str_name(user)) if user.may_answer else former(user) for user in people
    )


def _by_name(people: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(people, key=lambda person: person[1].casefold())


def former(user) -> tuple[str, str]:
    """Said in words wherever the name stands, or an enquiry seems to be in good hands."""
    return str(user.pk), f"{str_name(user)} (no longer answers)"


def who_may_answer() -> QuerySet:
    return get_user_model().objects.with_perm(
        HANDLE, is_active=True, backend="django.contrib.auth.backends.ModelBackend"
    )
