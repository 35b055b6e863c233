"""Two people have the same settings open: neither takes back what the other changed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from enquiries.models import AuditEvent, InboxSettings, PresetReply, RetentionPolicy
from tests import people
from tests.opened import opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _max(client):
    client.force_login(people.max_())


def address(thing) -> str:
    return reverse(f"admin:enquiries_{thing._meta.model_name}_change", args=[thing.pk])


def settings() -> InboxSettings:
    InboxSettings.current().save()
    return InboxSettings.objects.get()


def rule() -> RetentionPolicy:
    return RetentionPolicy.objects.get(category="spam")


def answer() -> PresetReply:
    due = timezone.localdate() + timedelta(days=90)
    return PresetReply.objects.create(title="Parking", text="Park behind us.", review_due=due)


@pytest.mark.parametrize(
    ("make", "theirs", "mine"),
    [
        (settings, {"closed_days": "2027-01-01"}, {"reply_days": 2}),
        (rule, {"days": 7}, {"reason": "nobody asked for it"}),
        (answer, {"text": "Park in front."}, {"title": "Where to park"}),
    ],
)
def test_it_leaves_alone_what_a_colleague_changed_meanwhile(client, make, theirs, mine):
    """Else a day on which the clinic is closed would be promised to patients again."""
    thing = make()
    typed = opened(client, address(thing), next(iter(mine)))
    type(thing).objects.filter(pk=thing.pk).update(**theirs)
    response = client.post(address(thing), typed | mine)
    assert response.status_code == 302, response.context["adminform"].form.errors
    thing.refresh_from_db()
    assert {name: getattr(thing, name) for name in theirs | mine} == theirs | mine


def test_it_asks_when_both_changed_the_same_rule_and_writes_down_one_change(client):
    typed = opened(client, address(rule()), "days") | {"days": 14}
    RetentionPolicy.objects.filter(category="spam").update(days=7)
    form = client.post(address(rule()), typed).context["adminform"].form
    assert "“7”" in form.errors["days"][0]
    assert (rule().days, AuditEvent.objects.count()) == (7, 0)
    again = typed | {"initial-days": form.data["initial-days"]}
    assert client.post(address(rule()), again).status_code == 302
    assert (rule().days, AuditEvent.objects.get().detail) == (14, "Spam: days")


@pytest.mark.parametrize("box", ["checked_by", "review_due"])
def test_it_puts_no_name_under_words_that_the_checker_never_saw(client, box):
    """Whoever checks an answer stands behind what was on the screen."""
    thing, max_ = answer(), people.get("max")
    later = thing.review_due + timedelta(days=365)
    mine = {"checked_by": max_.pk} if box == "checked_by" else {"review_due": later}
    typed = opened(client, address(thing), box) | mine
    PresetReply.objects.update(text="Park in front.")
    form = client.post(address(thing), typed).context["adminform"].form
    assert "“Park in front.”" in form.errors["text"][0]
    thing.refresh_from_db()
    assert (thing.checked_by, thing.review_due == later) == (None, False)
    again = typed | {"initial-text": form.data["initial-text"]}
    assert client.post(address(thing), again).status_code == 302
    thing.refresh_from_db()
    assert thing.text == "Park behind us."
    assert max_ == thing.checked_by or later == thing.review_due


def test_it_lets_no_new_words_slip_under_a_check_that_was_made_meanwhile(client):
    thing = answer()
    typed = opened(client, address(thing), "text") | {"text": "Park in front."}
    PresetReply.objects.update(checked_by=people.ben())
    form = client.post(address(thing), typed).context["adminform"].form
    assert "“ben”" in form.errors["checked_by"][0]
    again = typed | {"initial-checked_by": form.data["initial-checked_by"]}
    assert client.post(address(thing), again).status_code == 302
    thing.refresh_from_db()
    assert (thing.text, thing.checked_by) == ("Park in front.", None)
