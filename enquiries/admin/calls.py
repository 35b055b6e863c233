"""Writes down what a patient said on the phone as an enquiry like any other."""

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from enquiries import formtoken, handling
from enquiries.admin.forms import StaffForm, text_box
from enquiries.admin.screen import enquiry_url, errors, needs, show
from enquiries.forms import reading
from enquiries.handling.rights import LOG_CALLS
from enquiries.models import Enquiry

Reach = Enquiry.Reach


def line(**attrs) -> django_forms.TextInput:
    return django_forms.TextInput({"autocomplete": "off", "spellcheck": "false"} | attrs)


class CallLogForm(StaffForm):
    """The order is that of a phone call."""

    prefix_of_ids = "log"
    name = django_forms.CharField(
        label="Name",
        max_length=100,
        widget=line(),
        error_messages={"required": "Write the caller's name."},
    )
    message = django_forms.CharField(
        label="What they ask",
        help_text="In their words. Leave out what we do not need to know.",
        widget=text_box(6),
        error_messages={"required": "Write what they ask."},
    )
    topic = django_forms.ChoiceField(
        label="What is it about?",
        choices=[("", "Choose…"), *Enquiry.Topic.choices],
        error_messages={"required": "Choose what it is about."},
    )
    injection_date = django_forms.DateField(
        label="Day of the injection",
        required=False,
        widget=django_forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day like 2027-03-09."},
    )
    reach = django_forms.ChoiceField(
        label="How do they want the answer?",
        choices=Reach.choices,
        initial=Reach.PHONE,
        widget=django_forms.RadioSelect,
        error_messages={"required": "Choose phone or email."},
    )
    contact = django_forms.CharField(
        label="Phone number or email",
        max_length=254,
        widget=line(),
        error_messages={"required": "Write the phone number or the email address."},
    )
    safe_word = django_forms.CharField(
        label="Safe word",
        help_text="Only for an answer by email. They choose it, and need it to read the answer.",
        max_length=100,
        required=False,
        widget=line(),
    )
    best_time = django_forms.ChoiceField(
        label="Best time to call", choices=Enquiry.BestTime.choices
    )
    language = django_forms.ChoiceField(label="Language", choices=Enquiry.Language.choices)

    def clean_injection_date(self):
        day = self.cleaned_data["injection_date"]
        if day and day > timezone.localdate():
            raise ValidationError("This day is still to come. Write the day of the injection.")
        return day

    def clean(self) -> dict:
        if self.cleaned_data.get("reach") == Reach.EMAIL:
            self._check("contact", reading.read_email)
            self._check("safe_word", reading.read_safe_word)
        else:
            self._check("contact", reading.read_phone)
            self.cleaned_data["safe_word"] = ""
        return self.cleaned_data

    def _check(self, name: str, read) -> None:
        if name in self.cleaned_data:
            try:
                self.cleaned_data[name] = read(self.cleaned_data[name])
            except ValidationError as problem:
                self.add_error(name, problem)

    def words(self) -> handling.Words:
        return handling.Words(
            may_email=self.cleaned_data["reach"] == Reach.EMAIL, **self.cleaned_data
        )


@needs(LOG_CALLS)
def log_call(request: HttpRequest) -> HttpResponse:
    form = CallLogForm(request.POST if request.method == "POST" else None)
    token = request.POST.get("token") or formtoken.issue()
    if form.is_bound and form.is_valid():
        enquiry = handling.log_call(form.words(), by=request.user, nonce=_nonce_of(token))
        messages.success(request, f"The call was kept as {enquiry.reference}.")
        return redirect(enquiry_url("change", enquiry.pk))
    status = 422 if form.is_bound else 200
    context = {"form": form, "token": token, **errors(form)}
    return show(request, "call", "Log a phone call", status=status, **context)


def _nonce_of(token: str) -> str:
    """A form that was open for days is taken all the same, and once however often it is sent."""
    try:
        return formtoken.read(token).nonce
    except formtoken.Refused:
        return token
