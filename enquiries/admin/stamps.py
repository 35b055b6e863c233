"""What the page of an enquiry was made from, sent along with each of its forms."""

from typing import NamedTuple

from django.http import HttpRequest

from enquiries import handling
from enquiries.models import Enquiry


class Stamp(NamedTuple):
    """`mark` is of what was said, `who` the key of whoever replies, "0" for nobody; each is "" when
    the page did not say."""

    mark: str = ""
    status: str = ""
    who: str = ""

    @classmethod
    def of(cls, enquiry: Enquiry) -> "Stamp":
        return cls(handling.newest_mark(enquiry), enquiry.status, str(enquiry.assigned_to_id or 0))

    @classmethod
    def sent_with(cls, request: HttpRequest) -> "Stamp":
        return cls(*request.POST.get("seen", "").split("~")[:3])

    def __str__(self) -> str:
        return "~".join(self)
