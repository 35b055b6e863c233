"""Gives the enquiries app what it needs of the guide: clinic, frame, list of pages, letters."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from content.models import current_guide, last_known_clinic
from content.models.guide import Clinic
from content.pages import GUIDE_NAME, Page, answer_page
from enquiries.site import PageLink, TooManyTries
from tpi_site import desk_mail
from tpi_site.doors import throttle


class GuideSite:
    """Has the shape of enquiries.site.Site."""

    def clinic(self) -> Clinic:
        return current_guide().clinic

    def remembered_clinic(self) -> Clinic | None:
        return last_known_clinic()

    def pages(self) -> list[PageLink]:
        return [
            PageLink(entry.title, entry.url, entry.topic.title)
            for entry in current_guide().articles()
        ]

    def page_url(self, name: str) -> str:
        return reverse(f"content:{name}")

    def letter(self, payload: str) -> tuple[str, str] | None:
        return desk_mail.words(payload)

    def is_password(self, request: HttpRequest, password: str) -> bool:
        try:
            return throttle.is_password(request.user, password)
        except throttle.TooMany as wait:
            raise TooManyTries(str(wait)) from None

    def answer_page(
        self,
        request: HttpRequest,
        template: str,
        *,
        title: str,
        description: str,
        path: str,
        status: int = 200,
        **context,
    ) -> HttpResponse:
        page = Page(
            f"{title} – {GUIDE_NAME}",
            description,
            path,
            robots="" if path == reverse("enquiries:contact") else "noindex",
        )
        return answer_page(request, template, page, current_guide(), status=status, **context)
