"""What staff say about a picture, and the files they send."""

from django import forms
from django.forms import ValidationError

from content.imaging import MAX_BYTES, ImageRefused, Upload, open_upload
from content.models import Picture
from staff_forms.meanwhile import MeanwhileForm

NEEDS_WORDS = (
    "Describe the picture for people who cannot see it, or tick that it is only decoration."
)
LABELS = {
    "alt": "Description",
    "is_decorative": "It is only decoration and tells nothing",
    "credit": "Credit",
    "licence": "Licence",
    "focal_x": "Percent from the left",
    "focal_y": "Percent from the top",
    "shows_person": "It shows a person who can be recognized",
    "consent_note": "Consent",
    "consent_until": "Last day of the consent",
}
ABOUT = [name for name in LABELS if not name.startswith("focal")]
WIDGETS = {
    "alt": forms.Textarea(attrs={"rows": 2}),
    "consent_note": forms.Textarea(attrs={"rows": 3}),
    "consent_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    "focal_x": forms.NumberInput(attrs={"min": 0, "max": 100}),
    "focal_y": forms.NumberInput(attrs={"min": 0, "max": 100}),
}


class PictureFile(forms.FileField):
    """A file that comes out as a checked and cleaned `Upload`."""

    widget = forms.FileInput(
        attrs={"accept": "image/jpeg,image/png,image/webp", "data-largest": MAX_BYTES}
    )

    def __init__(self, **kwargs):
        words = {"required": "Choose a picture.", "invalid": "Choose a picture."}
        super().__init__(
            label="Picture file",
            help_text="JPEG, PNG or WebP, up to 15 MB and 25 million pixels.",
            allow_empty_file=True,
            error_messages=words,
            **kwargs,
        )

    def clean(self, data, initial=None) -> Upload:
        file = super().clean(data, initial)
        try:
            return open_upload(file)
        except ImageRefused as reason:
            raise ValidationError(str(reason)) from None


class AboutForm(MeanwhileForm):
    """The words about a picture, and the consent of whoever is in it."""

    class Meta:
        model = Picture
        fields = [*ABOUT, "focal_x", "focal_y"]
        labels, widgets = LABELS, WIDGETS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["max_length"] = (
                "Shorten this to %(limit_value)d characters; it has %(show_value)d."
            )

    def clean(self) -> dict:
        about = super().clean()
        if not about.get("alt") and not about.get("is_decorative") and "alt" not in self.errors:
            self.add_error("alt", NEEDS_WORDS)
        return about


class AddForm(AboutForm):
    image = PictureFile()

    class Meta(AboutForm.Meta):
        fields = ABOUT

    field_order = ["image", *ABOUT]


class ReplaceForm(forms.Form):
    image = PictureFile()
    fits = forms.BooleanField(
        error_messages={
            "required": "Read what stands there. Change it first where the new picture needs other "
            "words, save, and then tick this."
        }
    )

    def __init__(self, *args, picture: Picture, **kwargs):
        # Apart from the fields of the form above it on the same screen.
        super().__init__(*args, auto_id="replace_%s", **kwargs)
        told = "description, credit, licence"
        told += " and consent" if picture.shows_person else ""
        self.fields["fits"].label = f"The {told} fit the new picture too"


def errors(*forms_: forms.BaseForm) -> dict:
    """What the summary on top of a form that came back needs."""
    found = [
        {"field_id": field.auto_id if field else "", "words": words}
        for form in forms_
        if form.is_bound
        for field in [None, *form]
        for words in (field.errors if field else form.non_field_errors())
    ]
    return {"has_errors": bool(found), "error_list": found}
