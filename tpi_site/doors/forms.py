"""The forms at the doors. Nothing stops pasting or a password manager (WCAG 2.2, 3.3.8)."""

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import (
    AdminUserCreationForm,
    PasswordChangeForm,
    SetPasswordForm,
    UsernameField,
)
from django.core.exceptions import ValidationError

from tpi_site.doors import invitations, links, throttle

# Codes go by the clock: on a phone that is minutes wrong, the next one is no better.
WRONG_CODE = "This code is not right. Check the clock of your phone, then try the next code."
NOT_IT = "This is not your password. Write the one you log in with."


class SignInForm(AdminAuthenticationForm):
    """Name and password; a try counts as wrong until it was right."""

    def clean(self) -> dict:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not name or not password:
            return self.cleaned_data
        limits = throttle.for_password(self.request, name)
        try:
            throttle.take(limits)
        except throttle.TooMany as wait:
            raise ValidationError(str(wait), code="too_many") from None
        cleaned = super().clean()
        throttle.give_back(limits)
        return cleaned


class Steady(forms.Form):
    required_css_class = "required"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **({"auto_id": "id_%s"} | kwargs))


class CodeForm(Steady):
    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="The 6 digits that your app shows now.",
        error_messages={"required": "Write the code from your app."},
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )

    def clean_code(self) -> str:
        """As apps show them, with a gap, and as phones may paste them."""
        return "".join(self.cleaned_data["code"].replace("-", " ").split())


class RecoveryForm(Steady):
    code = forms.CharField(
        label="Recovery code",
        max_length=40,
        help_text="One of those that you printed or wrote down. Each works once.",
        error_messages={"required": "Write one of your recovery codes."},
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "size": 20,
                "autofocus": True,
            }
        ),
    )


class PasswordAgainForm(Steady):
    password = forms.CharField(
        label="Your password",
        strip=False,
        max_length=4096,
        error_messages={"required": "Write your password."},
        widget=forms.PasswordInput({"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, user, *args, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        check_again(self.user, self.cleaned_data["password"])
        return ""


def check_again(user, password: str) -> None:
    """Raises ValidationError for a wrong one, or when there were too many."""
    try:
        is_right = throttle.is_password(user, password)
    except throttle.TooMany as wait:
        raise ValidationError(str(wait), code="too_many") from None
    if not is_right:
        raise ValidationError(NOT_IT, code="wrong")


class KeptForm(Steady):
    kept = forms.BooleanField(
        label="I printed these codes or wrote them down",
        error_messages={"required": "Keep the codes first, then tick the box."},
    )


class ForgottenForm(Steady):
    name = UsernameField(
        label="Username or mail address",
        max_length=254,
        error_messages={"required": "Write your username or your mail address."},
        widget=forms.TextInput({"autofocus": True}),
    )


class FactorNameForm(Steady):
    """How a person calls an app or a passkey; `others` are the names of their other ones."""

    name = forms.CharField(
        label="Name",
        max_length=64,  # of django-otp
        help_text="Something by which you know it, like “My phone” or “The key on my ring”.",
        error_messages={"required": "Write a name."},
        widget=forms.TextInput({"autocomplete": "off", "autofocus": True}),
    )

    def __init__(self, others: list[str], *args, **kwargs):
        self.others = {name.casefold() for name in others}
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if name.casefold() in self.others:
            raise ValidationError("You have another one of this name.", code="taken")
        return name


class FirstPasswordForm(SetPasswordForm):
    """Django's, in our words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "New password"
        self.fields[
            "new_password1"
        ].help_text = (
            "12 letters or more. A sentence of four or five words is good, and easy to type."
        )
        self.fields["new_password2"].label = "New password once more"
        self.fields["new_password2"].help_text = ""


class NewPasswordForm(FirstPasswordForm, PasswordChangeForm):
    """With the limit on guessing the old one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Your password until now"

    def clean_old_password(self) -> str:
        check_again(self.user, self.cleaned_data["old_password"])
        return self.cleaned_data["old_password"]


class NewAccountForm(AdminUserCreationForm):
    """An account whose owner sets the first password, or, where no mail gets to them, with one that
    is handed over. Django's choice of an account without a password has no use here and becomes
    the choice between the two."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mailed = links.reach_people()
        first = self.fields["usable_password"]
        first.label = "The first password"
        first.choices = {
            "false": "Invite them by mail: they set it themselves",
            "true": "Type it here and hand it over",
        }
        first.initial = "false" if mailed else "true"
        first.help_text = (
            f"The link in the mail works once and for {invitations.tokens.lasts_in_words()}."
            if mailed
            else f"This site sends no mail: an invitation lies in {settings.MAIL_GOES_TO}."
        )
        self.fields["email"].help_text = "Where the invitation and mails about the account go."

    def clean(self) -> dict:
        super().clean()
        if self.is_invited() and not self.cleaned_data.get("email") and "email" not in self.errors:
            self.add_error(
                "email", "Write where the invitation goes, or type the first password yourself."
            )
        return self.cleaned_data

    def is_invited(self) -> bool:
        return not self.cleaned_data["set_usable_password"]
