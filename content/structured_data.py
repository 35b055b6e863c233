"""schema.org descriptions of pages for search engines, as JSON-LD. It claims only what is true:
a review is named only when the words on the page are the words that were signed."""

from collections.abc import Sequence
from urllib.parse import urljoin

from django.conf import settings

from content.models import ArticleEntry, Guide, Review, Revision

CONTEXT = "https://schema.org"


def absolute(path: str) -> str:
    return urljoin(f"{settings.SITE_URL}/", path)


def clinic(guide: Guide) -> dict:
    details = guide.clinic
    data = {
        "@context": CONTEXT,
        "@type": "MedicalClinic",
        "@id": absolute("/#clinic"),
        "name": details.name,
        "url": absolute("/"),
        "telephone": details.phone,
        "address": ", ".join(details.address_lines),
        "openingHours": details.opening_hours,
        "medicalSpecialty": "Musculoskeletal",
    }
    return {name: value for name, value in data.items() if value}


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> dict:
    """`steps` are (name, path) from the home page to this one."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": absolute(path)}
            for number, (name, path) in enumerate(steps, start=1)
        ],
    }


def medical_page(
    guide: Guide,
    entry: ArticleEntry,
    revision: Revision,
    review: Review | None,
    *,
    description: str,
) -> dict:
    data = {
        "@context": CONTEXT,
        "@type": "MedicalWebPage",
        "@id": absolute(entry.url),
        "url": absolute(entry.url),
        "name": revision.title,
        "description": description,
        "inLanguage": revision.article.language,
        "dateModified": revision.published_at.isoformat(),
        "audience": {"@type": "PeopleAudience", "audienceType": "Patient"},
        "isPartOf": {"@type": "WebSite", "name": "Trigger point guide", "url": absolute("/")},
        "publisher": {"@id": absolute("/#clinic"), "@type": "MedicalClinic",
                      "name": guide.clinic.name},
    }  # fmt: skip
    if review:
        data["lastReviewed"] = review.signed_at.date().isoformat()
        data["reviewedBy"] = {
            "@type": "Person",
            "name": review.name,
            "honorificSuffix": review.credentials,
            "jobTitle": review.role,
        }
    return data
