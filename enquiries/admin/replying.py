"""What stands around the box for a reply: who reads it, saved answers and links to put into it."""

from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Q

from enquiries import handling
from enquiries.admin.screen import enquiry_url
from enquiries.models import Enquiry, PresetReply, Reply
from enquiries.site import Clinic, PageLink, site


def box_of(enquiry: Enquiry, user) -> dict:
    return {
        "to": first_name(enquiry.name),
        "language": enquiry.get_language_display(),
        "lang": enquiry.language,
        "presets": presets_for(enquiry, user),
        "autosave_url": enquiry_url("autosave", enquiry.pk),
    }


def typed_before(draft: Reply | None) -> dict:
    return {"text": draft.text, "asks_back": draft.asks_back} if draft else {}


def why_no_mail(enquiry: Enquiry) -> str:
    """ "" when the patient can read an answer by mail and safe word."""
    if enquiry.reach == Enquiry.Reach.PHONE:
        return "This patient asked for a call."
    if not enquiry.may_email:
        return "This patient does not want mail from us."
    if not enquiry.safe_word:
        return "This patient chose no safe word, so nobody could open an answer."
    return ""


def first_name(name: str) -> str:
    return name.split()[0] if name.split() else ""


def presets_for(enquiry: Enquiry, user) -> list[dict]:
    """Those in the patient's language, about this topic or any."""
    chosen = PresetReply.objects.filter(
        Q(topic="") | Q(topic=enquiry.topic), language=enquiry.language
    )
    clinic = site().clinic()
    return [
        {
            "id": preset.pk,
            "title": preset.title,
            "text": _filled_in(preset, enquiry, user, clinic),
            "is_stale": preset.is_stale,
        }
        for preset in chosen
    ]


def _filled_in(preset: PresetReply, enquiry: Enquiry, user, clinic: Clinic) -> str:
    """ "" for one that must not be used."""
    return "" if preset.is_stale else handling.fill_in(preset, enquiry, by=user, clinic=clinic)


def as_link(page: PageLink) -> dict[str, str]:
    return {"title": page.title, "url": page.url, "text": link_text(page)}


def link_text(page: PageLink) -> str:
    return f"{page.title}: {urljoin(settings.SITE_URL, page.url)}"
