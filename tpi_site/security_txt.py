"""/.well-known/security.txt (RFC 9116): where to report a hole in this site."""

from datetime import UTC, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

# Whoever kept a copy asks again after that.
GOOD_FOR = timedelta(days=30)


@csrf_exempt  # it only reads, and a wrong method is to hear that it is wrong
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    contacts = settings.SECURITY_CONTACT or contact_page()
    if not contacts:
        raise Http404
    lines = [f"Contact: {contact}" for contact in contacts]
    lines += [
        f"Expires: {expires()}",
        "Preferred-Languages: en, es",
        f"Canonical: {settings.SITE_URL}{request.path}",
    ]
    response = HttpResponse(
        "".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8"
    )
    response["Cache-Control"] = "public, max-age=86400"
    return response


def contact_page() -> list[str]:
    """The RFC allows no page without TLS."""
    return [settings.SITE_URL + reverse("enquiries:contact")] if settings.SECURE else []


def expires() -> str:
    """At midnight, so that everyone gets the same file for a day."""
    at = (timezone.now() + GOOD_FOR).astimezone(UTC)
    return at.strftime("%Y-%m-%dT00:00:00Z")
