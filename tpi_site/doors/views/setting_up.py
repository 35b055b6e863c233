"""Setting up the second factor, at the first sign-in that needs one or later by choice."""

import json
from base64 import b32encode
from contextlib import suppress
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_otp import login as otp_login

from content.models import current_guide
from enquiries import vault
from tpi_site.doors import changes, factors, sign_ins
from tpi_site.doors.forms import WRONG_CODE, CodeForm, KeptForm
from tpi_site.doors.half import half_of
from tpi_site.doors.rules import must_use_second_factor
from tpi_site.doors.views.screens import NEXT, for_both, go, next_page, show

# In the session, encrypted, until it was proved or ticked.
SECRET, CODES = "new_secret", "new_codes"


@require_safe
@for_both
def set_up(request: HttpRequest) -> HttpResponse:
    if refused := must_prove_first(request):
        return refused
    return show(
        request,
        "set_up",
        "Add a second step",
        must=must_use_second_factor(request.who),
        can_passkey=settings.PASSKEYS,
        has_any=factors.has_any(request.who),
    )


def must_prove_first(request: HttpRequest) -> HttpResponse | None:
    """Whoever has a factor shows it before adding another one: a password alone adds only the
    first."""
    if half_of(request) and factors.has_any(request.who):
        return go(request, "second_step")
    return None


@require_http_methods(["GET", "POST"])
@for_both
def add_app(request: HttpRequest) -> HttpResponse:
    if refused := must_prove_first(request):
        return refused
    secret = kept(request, SECRET) or keep(request, SECRET, factors.new_secret())
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if app := factors.add_app(request.who, secret, form.cleaned_data["code"]):
            request.session.pop(SECRET, None)
            return added(request, app, "An app that shows codes was added.")
        form.add_error("code", WRONG_CODE)
    scan = to_scan(request.who, secret)
    return show(request, "add_app", "Add an app that shows codes", form, **scan)


def to_scan(who, secret: str) -> dict:
    """The squares of the picture as one path, and the same to type."""
    plain = b32encode(bytes.fromhex(secret)).decode()
    issuer = (current_guide().clinic.name or "The guide").replace(":", " ")
    told = urlencode({"secret": plain, "issuer": issuer}, quote_via=quote)
    address = f"otpauth://totp/{quote(issuer)}:{quote(who.get_username())}?{told}"
    rows = segno.make(address, error="m", micro=False).matrix
    squares = [
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    ]
    groups = [plain[at : at + 4] for at in range(0, len(plain), 4)]
    return {"squares": "".join(squares), "size": len(rows), "groups": groups, "address": address}


def added(request: HttpRequest, factor, what: str) -> HttpResponse:
    """The first one also opens the site; recovery codes come next for whoever has none."""
    who, was_half = request.who, half_of(request)
    where = next_page(request)
    changes.second_factor(request, who, what)
    if was_half:
        sign_ins.begin(request, who, factor)
    elif not who.is_verified():
        # Whoever had none before has shown this one just now.
        otp_login(request, factor)
    messages.success(request, what)
    if not factors.recovery_codes_left(who):
        return HttpResponseRedirect(f"{reverse('admin:recovery_codes')}?{NEXT}={quote(where)}")
    return HttpResponseRedirect(reverse("admin:my_sign_ins"))


@require_http_methods(["GET", "POST"])
@for_both
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Shows them until they are ticked as kept, and never again."""
    if half_of(request) or not factors.has_any(request.who):
        return go(request, "set_up")
    codes = json.loads(kept(request, CODES) or "[]")
    form = KeptForm(request.POST if codes and request.method == "POST" else None)
    if codes and request.method == "POST" and form.is_valid():
        factors.keep_codes(request.who, codes)
        request.session.pop(CODES)
        changes.second_factor(request, request.who, "New recovery codes were made.")
        messages.success(request, "Your recovery codes are ready. Older ones do not work any more.")
        return HttpResponseRedirect(next_page(request))
    if not codes:
        codes = factors.new_codes()
        keep(request, CODES, json.dumps(codes))
    return show(
        request,
        "recovery_codes",
        "Your recovery codes",
        form,
        codes=codes,
        site=settings.SITE_URL,
        who=request.who,
    )


def keep(request: HttpRequest, name: str, value: str) -> str:
    request.session[name] = vault.encrypt(f"{request.who.pk} {value}")
    return value


def kept(request: HttpRequest, name: str) -> str:
    """What was kept for this person; "" for nothing, and for what no key opens any more."""
    with suppress(vault.Unreadable):
        owner, _, value = vault.decrypt(request.session.get(name, "")).partition(" ")
        if owner == str(request.who.pk):
            return value
    return ""
