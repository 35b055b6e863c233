"""The form for a question: what is asked, of whom, and how each slip can be mended."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from enquiries.forms import reading
from enquiries.forms.answer import TextField
from enquiries.forms.typed import is_blank
from enquiries.models import Enquiry

# Hidden values that go with the words: the form token, the page it was opened from, the warning
# signs that were shown already, and a field that only programs fill in.
CARRIED = ("token", "from", "warned", "website")
LONGEST_LINE = 100
LONGEST_ADDRESS = 254
DATE_PARTS = ("month", "day", "year")
BELONGS_TO = {
    Enquiry.Reach.PHONE: ("phone", "best_time"),
    Enquiry.Reach.EMAIL: ("email", "may_email", "safe_word"),
}


class Line(forms.CharField):
    """One line with a limit that a person is told of; nothing is cut off."""

    def __init__(self, *, label: str, longest: int = LONGEST_LINE, **options):
        # Above the form it stands without its field.
        messages = {"max_length": f"“{label}” is too long. Use {longest} letters or fewer."}
        messages["required"] = options.pop("when_empty", "")
        super().__init__(label=label, max_length=longest, error_messages=messages, **options)
        self.widget.attrs.pop("maxlength", None)
        self.widget.attrs.setdefault("class", "input")


class Choice(forms.ChoiceField):
    widget = forms.RadioSelect

    def __init__(self, *, mend: str = "", **options):
        messages = dict.fromkeys(("required", "invalid_choice"), mend)
        super().__init__(error_messages=messages, **options)


def line_attrs(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs=attrs)


def date_part(label: str, width: str) -> Line:
    attrs = {"inputmode": "numeric", "autocomplete": "off", "class": f"input input--{width}"}
    return Line(label=label, required=False, widget=line_attrs(**attrs))


class ContactForm(forms.Form):
    """Takes words that `typed_words` made harmless."""

    topic = Choice(
        label="What is your question about?",
        choices=Enquiry.Topic.choices,
        mend="Choose what your question is about.",
    )
    message = TextField(
        label="Your question",
        help_text="A few words are enough. Please leave out what we do not need to know, like "
        "other details about your health, your birth date or your Social Security number. "
        "What you leave out stays private.",
        when_empty="Write your question in the box.",
    )
    month, day, year = (
        date_part("Month", "short"),
        date_part("Day", "short"),
        date_part("Year", "year"),
    )
    name = Line(
        label="Your name",
        when_empty="Write your name.",
        widget=line_attrs(autocomplete="name", **{"class": "input input--medium"}),
    )
    reach = Choice(
        label="How can we reach you?",
        choices=Enquiry.Reach.choices,
        mend="Choose phone or email.",
    )
    phone = Line(
        label="Phone number",
        required=False,
        longest=reading.LONGEST_PHONE,
        widget=line_attrs(type="tel", autocomplete="tel", **{"class": "input input--medium"}),
    )
    best_time = Choice(
        label="When is the best time to call?",
        choices=Enquiry.BestTime.choices,
        initial=Enquiry.BestTime.ANY,
        required=False,
        mend="Choose a time to call.",
    )
    email = Line(
        label="Email address",
        required=False,
        longest=LONGEST_ADDRESS,
        widget=line_attrs(
            type="email", autocomplete="email", autocapitalize="none", spellcheck="false"
        ),
    )
    may_email = forms.BooleanField(label="It is all right to email me", required=False)
    safe_word = Line(
        label="Choose a safe word",
        help_text="You will need it to read our answer. Use 4 letters or more that you will "
        "remember. Do not use a password.",
        required=False,
        widget=line_attrs(
            autocomplete="off",
            autocapitalize="none",
            spellcheck="false",
            **{"class": "input input--medium"},
        ),
    )
    language = Choice(
        label="Which language should we use?",
        choices=Enquiry.Language.choices,
        initial=Enquiry.Language.ENGLISH,
        mend="Choose a language.",
    )

    def clean_name(self) -> str:
        if is_blank(self.cleaned_data["name"]):
            raise ValidationError("Write your name.")
        return self.cleaned_data["name"]

    def clean(self) -> dict:
        reach = self.cleaned_data.get("reach")
        self._leave_out_others(reach)
        if reach == Enquiry.Reach.PHONE:
            self._check("phone", reading.read_phone)
        elif reach == Enquiry.Reach.EMAIL:
            self._check("email", reading.read_email)
            self._check("may_email", is_agreed)
            self._check("safe_word", reading.read_safe_word)
        self._check_date()
        return self.cleaned_data

    def _leave_out_others(self, reach: str | None) -> None:
        """Fields that are not shown have nothing to mend."""
        for owner, names in BELONGS_TO.items():
            for name in names if owner != reach else ():
                self.errors.pop(name, None)

    def _check(self, name: str, read: Callable) -> None:
        if name not in self.cleaned_data:
            return  # it has an error already
        try:
            self.cleaned_data[name] = read(self.cleaned_data[name])
        except ValidationError as error:
            self.add_error(name, error)

    def _check_date(self) -> None:
        parts = [self.cleaned_data.get(name, "") for name in DATE_PARTS]
        self.cleaned_data["injection_date"] = None
        try:
            found = reading.read_date(*parts, timezone.localdate())
        except ValidationError as error:
            self.add_error(DATE_PARTS[0], error)
        else:
            self.cleaned_data["injection_date"] = found

    def words(self) -> dict:
        """What `handling.Words` takes. What belongs to the other way of reaching is left out."""
        told = self.cleaned_data
        names = ("topic", "message", "name", "reach", "language", "injection_date")
        words = {name: told[name] for name in names}
        if told["reach"] == Enquiry.Reach.PHONE:
            return words | {"contact": told["phone"], "best_time": told["best_time"] or "any"}
        return words | {
            "contact": told["email"],
            "may_email": True,
            "safe_word": told["safe_word"],
        }


def is_agreed(ticked: bool) -> bool:
    if not ticked:
        raise ValidationError(
            "Tick the box if we may email you. If not, choose Phone and give us a number."
        )
    return True


NAMES = (*ContactForm.base_fields, *CARRIED)
