"""The page after sending: what happens next and by when. It shows nothing of what was written."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from enquiries import handling, hours
from enquiries.models import Enquiry
from enquiries.site import PageLink, site
from enquiries.views import trouble
from enquiries.views.guarding import guarded

MOST_LINKS = 3


@guarded
def sent(request: HttpRequest, token: str) -> HttpResponse:
    enquiry = handling.read_sent_token(token)
    if enquiry is None:
        return trouble.link_ended(request)
    now = timezone.now()
    return site().answer_page(
        request,
        "enquiries/sent.html",
        title="We got your question",
        description="What happens next.",
        path=request.path,
        reference=enquiry.reference,
        is_urgent=enquiry.is_urgent,
        by_email=enquiry.reach == Enquiry.Reach.EMAIL,
        is_spanish=enquiry.language == Enquiry.Language.SPANISH,
        answer_day=hours.spoken(enquiry.reply_by, now),
        answer_time=hours.clock_time(enquiry.reply_by),
        links=first_of_each_topic(site().pages())[:MOST_LINKS],
        home=site().page_url("home"),
    )


def first_of_each_topic(pages: list[PageLink]) -> list[PageLink]:
    firsts: dict[str, PageLink] = {}
    for page in pages:
        firsts.setdefault(page.topic, page)
    return list(firsts.values())
