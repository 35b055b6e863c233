"""The clinic's hours: taken only as they can be read, since patients are told by them when we
answer."""

import pytest
from django.core.exceptions import ValidationError

from content.models import ClinicDetails
from enquiries.hours import OpeningHours
from tests import people

pytestmark = pytest.mark.django_db
CHANGE = "/admin/content/clinicdetails/1/change/"
RIGHT = [
    "Mo-Fr 08:00-17:00",
    "Mo-Th 08:00-17:00, Fr 08:00-12:00",
    "Mo,We,Fr 08:00-12:00,13:00-17:30",
    "Mo-Tu,Th 09:00-17:00",
    "Mo-Su 00:00-24:00",
]
WRONG = [
    "foo", "closed", "Mo-Fr", "08:00-17:00", "Mo-Fr 8-25", "Mo-Fr 8 am to 5 pm",
    "Mo-Fr 17:00-08:00", "Mo-Fr 08:00-08:00", "Mo-Fr 08:00-24:30", "Mo-Xx 08:00-17:00",
    "Mo-Fr 08:00-17:00,", "٠٨:٠٠",
]  # fmt: skip


@pytest.mark.parametrize("hours", RIGHT)
def test_it_takes_hours_by_which_an_answer_can_be_promised(hours):
    ClinicDetails(phone="(503) 555-0142", opening_hours=hours).clean()
    assert OpeningHours.parse(hours)


@pytest.mark.parametrize("hours", WRONG)
def test_it_refuses_hours_that_nobody_can_read(hours):
    with pytest.raises(ValidationError, match="24 hours, like: Mo-Th"):
        ClinicDetails(phone="(503) 555-0142", opening_hours=hours).clean()


def test_it_says_so_on_the_screen(client, starter_guide):
    client.force_login(people.petra())
    before = ClinicDetails.objects.get().opening_hours
    typed = {"name": "A", "phone": "(503) 555-0142", "after_hours": "Call 911.", "address": "A"}
    page = client.post(CHANGE, typed | {"hours": "Mo", "opening_hours": "Mo-Fr 8-25"})
    assert "Write days and times of 24 hours" in page.content.decode()
    assert ClinicDetails.objects.get().opening_hours == before
