"""Passkeys: what the script of the screens asks for and sends back. The library does the proof."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods
from django_otp_webauthn import exceptions
from django_otp_webauthn import views as library
from webauthn.helpers.exceptions import WebAuthnException

from tpi_site.doors import devices, factors
from tpi_site.doors.half import half_of, is_fresh
from tpi_site.doors.views.screens import for_both, next_page, person, show
from tpi_site.doors.views.setting_up import added, must_prove_first
from tpi_site.doors.views.steps import let_in

SIGN_IN_AGAIN = "Too much time has passed. Load the page again and start anew."


# What the library meets when it takes apart something that no browser sends.
MALFORMED = (
    WebAuthnException,
    TypeError,
    ValueError,
    KeyError,
    AttributeError,
    RecursionError,
)


class Refused(exceptions.OTPWebAuthnApiError):
    status_code = 403
    default_code = "refused"
    default_detail = SIGN_IN_AGAIN


class Ours:
    """A short answer for the script, whatever was sent; nobody is led to the page to log in."""

    http_method_names = ["post"]

    def initial(self, request: HttpRequest, *args, **kwargs) -> None:
        request.who = self.get_user()
        if not settings.PASSKEYS or request.who is None or not self.may():
            raise Refused
        if not isinstance(request.data, dict):
            raise exceptions.MalformedRequest

    def get_user(self):
        return half_of(self.request)

    def may(self) -> bool:
        return True

    def handle_exception(self, exc: Exception) -> HttpResponse:
        if isinstance(exc, MALFORMED):
            exc = exceptions.UnprocessableEntity("This passkey could not be used. Try again.")
        return super().handle_exception(exc)


class ForSetUp(Ours):
    def get_user(self):
        return person(self.request)

    def may(self) -> bool:
        is_second = half_of(self.request) and factors.has_any(self.request.who)
        return is_fresh(self.request) and not is_second


class BeginSignIn(Ours, library.BeginCredentialAuthenticationView):
    pass


class CompleteSignIn(Ours, library.CompleteCredentialAuthenticationView):
    def complete_auth(self, device) -> None:
        let_in(self.request, device)

    def get_success_url(self) -> str:
        return next_page(self.request)


class BeginSetUp(ForSetUp, library.BeginCredentialRegistrationView):
    pass


class CompleteSetUp(ForSetUp, library.CompleteCredentialRegistrationView):
    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        state = self.get_state()
        with library.rewrite_exceptions():
            key = self.get_helper().register_complete(request.who, state, request.data)
        key.name = f"Passkey made with {devices.in_words(request)}"[:64]
        key.save(update_fields=["name"])
        response = added(request, key, "A passkey was added.")
        return JsonResponse({"id": key.pk, "redirect_url": response.url}, status=HTTPStatus.OK)


@require_http_methods(["GET"])
@for_both
def add_passkey(request: HttpRequest) -> HttpResponse:
    if refused := must_prove_first(request):
        return refused
    return show(
        request,
        "add_passkey",
        "Add a passkey",
        can_passkey=settings.PASSKEYS,
        site_url=settings.SITE_URL,
    )
