"""Retention: what is due, what is held, what remains."""

from datetime import date, datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from enquiries.handling import NeedsReason, Refused, erasing, read, retention
from enquiries.handling.contents import contents_of
from enquiries.models import AuditEvent, Enquiry, ErasureReceipt, RetentionPolicy
from tests import people
from tests.enquiries import make

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    """A time of the clinic's."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Los_Angeles"))


def is_due(enquiry: Enquiry, now: datetime | None = None) -> bool:
    return erasing.due(now).filter(pk=enquiry.pk).exists()


def whole_enquiry() -> Enquiry:
    """One with a row of everything that can hang on an enquiry."""
    enquiry = make.closed(days_ago=200, contact=make.EMAIL)
    make.note(enquiry)
    make.call(enquiry)
    make.mail(enquiry)
    sent = make.reply(enquiry, token="a token")
    make.answer(sent)
    make.mail(enquiry, reply=sent, payload="a token")
    make.viewing(enquiry, people.person("nina"))
    return enquiry


class TestHowLongItIsKept:
    def test_it_tells_the_day_and_the_reason(self):
        enquiry = make.closed(closed_at=at("2126-12-03 10:00"))
        assert retention.kept_until(enquiry).sentence == (
            "Will be erased on March 3, 2127, because: question about a visit, "
            "90 days after it was answered."
        )

    def test_it_counts_from_the_answer_while_it_is_open(self):
        assert retention.kept_until(make.enquiry()).sentence == (
            "Will be erased 90 days after it is answered, because: question about a visit."
        )

    def test_it_counts_days_of_the_clinic(self):
        late = make.closed(closed_at=at("2126-12-03 23:30"))
        assert retention.kept_until(late).on == date(2127, 3, 3)

    def test_it_keeps_spam_by_the_rule_for_spam(self):
        kept = retention.kept_until(make.spam(closed_at=at("2126-12-03 10:00")))
        assert kept.on == date(2127, 1, 2)
        assert "because: spam, 30 days after it was marked as spam." in kept.sentence

    def test_it_says_that_the_next_run_takes_it(self):
        assert retention.kept_until(make.closed(days_ago=90)).sentence.startswith(
            "Will be erased with the next run, because: "
        )

    def test_it_tells_a_hold_and_what_comes_after_it(self):
        enquiry = make.closed(
            closed_at=at("2126-12-03 10:00"),
            hold_until=date(2127, 6, 1),
            hold_reason="A lawyer asked.",
        )
        assert retention.kept_until(enquiry).sentence == (
            "Held back until June 1, 2127, because: A lawyer asked. "
            "Will be erased on June 2, 2127, because: question about a visit, "
            "90 days after it was answered."
        )

    def test_it_forgets_a_hold_that_is_over(self):
        enquiry = make.closed(hold_until=timezone.localdate() - timedelta(days=1), hold_reason="x")
        assert "Held" not in retention.kept_until(enquiry).sentence

    def test_it_says_one_day(self):
        RetentionPolicy.objects.filter(category="visit").update(days=1)
        assert "1 day after" in retention.kept_until(make.enquiry()).sentence

    def test_it_admits_that_there_is_no_rule(self):
        RetentionPolicy.objects.all().delete()
        assert "no retention rule" in retention.kept_until(make.closed(days_ago=900)).sentence

    def test_it_reads_the_rules_once_for_many(self, django_assert_num_queries):
        enquiries = [make.closed() for _ in range(3)]
        rules = retention.rules_by_category()
        with django_assert_num_queries(0):
            [retention.kept_until(enquiry, rules) for enquiry in enquiries]


class TestWhatIsDue:
    @pytest.mark.parametrize(
        ("topic", "days"), [("visit", 90), ("after", 180), ("maybe", 90), ("else", 90)]
    )
    def test_it_is_due_on_the_day_that_was_told(self, topic, days):
        enquiry = make.closed(topic=topic, closed_at=at("2026-01-05 23:59"))
        day = retention.kept_until(enquiry).on
        assert day == date(2026, 1, 5) + timedelta(days=days)
        assert is_due(enquiry, at(f"{day} 00:00"))
        assert not is_due(enquiry, at(f"{day} 00:00") - timedelta(seconds=1))

    def test_it_judges_spam_by_its_own_rule(self):
        assert is_due(make.spam(topic="after", days_ago=30))
        assert not is_due(make.closed(topic="after", days_ago=30))

    @pytest.mark.parametrize("status", ["new", "waiting"])
    def test_it_never_takes_an_open_one(self, status):
        assert not is_due(make.enquiry(status=status, received_at=at("2020-01-05 12:00")))

    def test_it_leaves_what_is_held_up_to_the_last_day(self):
        today = timezone.localdate()
        held = make.closed(days_ago=200, hold_until=today)
        assert not is_due(held)
        assert is_due(held, timezone.now() + timedelta(days=1))
        assert retention.held_past_their_day().get() == held

    def test_it_takes_nothing_when_there_are_no_rules(self):
        make.closed(days_ago=900)
        RetentionPolicy.objects.all().delete()
        assert not erasing.due().exists()
        assert erasing.erase_due().total() == 0

    def test_it_finds_what_is_due_by_an_index(self):
        for _ in range(3):
            make.closed(days_ago=200)
        plan = erasing.due().order_by().explain()
        if connection.vendor == "sqlite":
            assert "enquiry_retention" in plan
            assert "SCAN enquiries_enquiry" not in plan


class TestDryRun:
    def test_it_lists_and_changes_nothing(self):
        oldest = make.closed(days_ago=300)
        make.closed(days_ago=200)
        make.spam(days_ago=31)
        make.enquiry()
        make.closed(days_ago=200, hold_until=timezone.localdate())
        run = erasing.dry_run()
        assert run.counts == {"visit": 2, "spam": 1}
        assert (run.total, run.held) == (3, 1)
        assert run.rows[0].reference == oldest.reference
        assert run.rows[0].category == "My visit"
        assert run.rows[0].why == "question about a visit, 90 days after it was answered"
        assert Enquiry.objects.count() == 5
        assert not AuditEvent.objects.exists()

    def test_it_shows_a_page_at_a_time(self, monkeypatch, django_assert_max_num_queries):
        monkeypatch.setattr(retention, "PAGE_SIZE", 2)
        for _ in range(5):
            make.closed(days_ago=200)
        with django_assert_max_num_queries(4):
            run = erasing.dry_run(number=3)
        assert (len(run.rows), run.page.paginator.num_pages) == (1, 3)


class TestErasing:
    def test_it_leaves_no_row_of_it(self):
        erasing.erase(whole_enquiry(), by=None, why="asked")
        kept = {"ErasureReceipt", "AuditEvent", "AuditHead", "RetentionPolicy", "InboxSettings"}
        left = {
            model.__name__
            for model in apps.get_app_config("enquiries").get_models()
            if model.objects.exists()
        }
        assert left <= kept

    def test_it_writes_a_numbered_receipt_without_words(self):
        enquiry = whole_enquiry()
        before = erasing.contents_hash(contents_of(enquiry))
        receipt = erasing.erase(enquiry, by=people.olga(), why="asked")
        assert (receipt.reference, receipt.category) == (enquiry.reference, "visit")
        assert receipt.received_on == timezone.localdate(enquiry.received_at)
        assert receipt.closed_on == timezone.localdate(enquiry.closed_at)
        assert (receipt.by_name, receipt.why) == ("olga", "The patient asked for it")
        assert receipt.hash == before
        event = AuditEvent.objects.get(action="erased")
        assert (event.reference, event.detail) == (receipt.reference, f"Receipt {receipt.number}")
        assert receipt.number == ErasureReceipt.objects.get().number

    def test_it_makes_another_hash_of_other_words_and_another_key(self, settings):
        contents = contents_of(make.enquiry())
        one = erasing.contents_hash(contents)
        assert one != erasing.contents_hash(contents | {"message": "other"})
        settings.ENQUIRY_KEYS = ["X" * 43 + "="]
        assert one != erasing.contents_hash(contents)

    def test_it_erases_what_no_key_opens_any_more(self, settings):
        enquiry = whole_enquiry()
        settings.ENQUIRY_KEYS = ["X" * 43 + "="]
        assert erasing.erase(enquiry, by=None, why="asked").hash == ""
        assert not Enquiry.objects.exists()

    def test_it_erases_the_readable_ones_beside_it(self, settings):
        make.closed(days_ago=201)
        readable = settings.ENQUIRY_KEYS
        settings.ENQUIRY_KEYS = ["X" * 43 + "="]
        lost = make.closed(days_ago=200)
        settings.ENQUIRY_KEYS = readable
        make.closed(days_ago=202)
        assert erasing.erase_due().total() == 3
        assert ErasureReceipt.objects.get(hash="").reference == lost.reference

    def test_it_reads_many_with_few_queries(self, django_assert_max_num_queries):
        for _ in range(20):
            make.note(make.closed(days_ago=200))
        with django_assert_max_num_queries(40):
            erasing.erase_due()

    def test_it_asks_for_the_right(self):
        enquiry = make.enquiry()
        for by in (people.carla(), people.ana(), people.stranger()):
            with pytest.raises(PermissionDenied):
                erasing.erase(enquiry, by=by, why="asked")
        assert Enquiry.objects.exists()

    def test_it_refuses_what_is_held(self):
        enquiry = make.enquiry(hold_until=date(2127, 6, 1))
        with pytest.raises(Refused, match=r"held back until June 1, 2127\. End the hold first"):
            erasing.erase(enquiry, by=people.olga(), why="asked")
        assert not ErasureReceipt.objects.exists()

    def test_it_asks_for_a_reason_before_it_erases_ones_own(self):
        olga, own = people.olga(last_name="Patient"), make.enquiry()
        with pytest.raises(NeedsReason):
            erasing.erase(own, by=olga, why="asked")
        assert Enquiry.objects.exists()
        read(own.pk, olga, "asked")
        assert erasing.erase(own, by=olga, why="asked")

    def test_it_believes_the_database_and_not_the_copy_in_hand(self):
        enquiry = make.enquiry()
        Enquiry.objects.update(hold_until=date(2127, 6, 1))
        with pytest.raises(Refused):
            erasing.erase(enquiry, by=None, why="asked")

    def test_it_says_that_it_is_gone(self):
        enquiry = make.enquiry()
        erasing.erase(enquiry, by=None, why="asked")
        with pytest.raises(Refused, match="erased meanwhile"):
            erasing.erase(enquiry, by=None, why="asked")
        assert ErasureReceipt.objects.count() == 1

    def test_it_wants_to_know_why(self):
        with pytest.raises(Refused, match="why"):
            erasing.erase(make.enquiry(), by=None, why="  ")

    def test_it_erases_all_or_nothing(self):
        two = [make.enquiry(), make.enquiry()]
        with mock.patch("enquiries.handling.trail.record_all", side_effect=RuntimeError):  # noqa: SIM117
            with pytest.raises(RuntimeError):
                erasing.erase_all(two, by=None, why="asked")
        assert Enquiry.objects.count() == 2
        assert not ErasureReceipt.objects.exists()


class TestTheRun:
    def test_it_erases_what_is_due_and_nothing_else(self):
        for _ in range(3):
            make.closed(days_ago=100)
        make.spam(days_ago=40)
        stays = [
            make.enquiry(received_at=at("2020-01-05 12:00")),
            make.closed(days_ago=10),
            make.closed(days_ago=200, hold_until=timezone.localdate()),
        ]
        assert erasing.erase_due() == {"visit": 3, "spam": 1}
        assert set(Enquiry.objects.all()) == set(stays)
        receipt = ErasureReceipt.objects.filter(category="visit").first()
        assert receipt.why == "question about a visit, 90 days after it was answered"
        assert receipt.by_name == "the site"
        assert AuditEvent.objects.filter(action="erased", actor=None).count() == 4

    def test_it_stops_at_the_limit_and_takes_the_oldest_first(self, monkeypatch):
        monkeypatch.setattr(erasing, "BATCH", 2)
        ages = [make.closed(days_ago=100 + age) for age in range(6)]
        assert erasing.erase_due(limit=5).total() == 5
        assert Enquiry.objects.get() == ages[0]

    def test_it_spares_one_that_is_reopened_in_the_middle(self, monkeypatch):
        """Between two batches; inside one, the row is locked."""
        monkeypatch.setattr(erasing, "BATCH", 1)
        first, second = make.closed(days_ago=300), make.closed(days_ago=200)
        erase_some = erasing._erase_some

        def reopening(now, number):
            done = erase_some(now, number)
            Enquiry.objects.filter(pk=second.pk).update(status="new", closed_at=None)
            return done

        monkeypatch.setattr(erasing, "_erase_some", reopening)
        assert erasing.erase_due() == {"visit": 1}
        assert Enquiry.objects.get() == second
        assert ErasureReceipt.objects.get().reference == first.reference

    def test_it_locks_what_it_erases(self, django_assert_max_num_queries):
        if not connection.features.has_select_for_update_skip_locked:
            pytest.skip("SQLite has one writer at a time")
        make.closed(days_ago=200)
        with django_assert_max_num_queries(40) as queries:
            erasing.erase_due()
        assert any("FOR UPDATE SKIP LOCKED" in query["sql"] for query in queries)


class TestHolding:
    def test_it_holds_with_a_reason_and_an_end(self):
        olga = people.olga()
        until = timezone.localdate() + timedelta(days=30)
        held = erasing.hold(make.closed(days_ago=200), until, "Letter of Rosa’s lawyer", by=olga)
        held.refresh_from_db()
        assert (held.hold_until, held.hold_by) == (until, olga)
        assert held.hold_reason == "Letter of Rosa’s lawyer"
        event = AuditEvent.objects.get()
        assert (event.action, event.detail) == ("held", f"Until {until}")
        assert erasing.erase_due().total() == 0

    def test_it_can_be_ended(self):
        olga = people.olga()
        enquiry = make.closed(days_ago=200, hold_until=timezone.localdate(), hold_reason="x")
        freed = erasing.release(enquiry, by=olga)
        assert (freed.hold_until, freed.hold_reason, freed.hold_by) == (None, "", None)
        assert [event.action for event in AuditEvent.objects.all()] == ["released"]
        assert erasing.erase_due().total() == 1

    def test_it_ends_nothing_twice(self):
        erasing.release(make.enquiry(), by=people.olga())
        assert not AuditEvent.objects.exists()

    @pytest.mark.parametrize("days", [-1, 0, 4000])
    def test_it_refuses_a_day_that_makes_no_sense(self, days):
        until = timezone.localdate() + timedelta(days=days)
        with pytest.raises(Refused, match="from tomorrow on"):
            erasing.hold(make.enquiry(), until, "A lawyer asked", by=people.olga())

    def test_it_refuses_a_hold_without_a_reason(self):
        until = timezone.localdate() + timedelta(days=3)
        with pytest.raises(Refused, match="why it must be kept"):
            erasing.hold(make.enquiry(), until, " ", by=people.olga())

    def test_it_asks_for_the_right(self):
        enquiry, carla = make.enquiry(), people.carla()
        with pytest.raises(PermissionDenied):
            erasing.hold(enquiry, timezone.localdate() + timedelta(days=3), "why", by=carla)
        with pytest.raises(PermissionDenied):
            erasing.release(enquiry, by=carla)

    def test_it_cannot_hold_what_is_gone(self):
        enquiry = make.enquiry()
        Enquiry.objects.all().delete()
        with pytest.raises(Refused, match="erased meanwhile"):
            erasing.hold(enquiry, timezone.localdate() + timedelta(days=3), "x", by=None)


class TestTheCommand:
    def test_it_tells_what_it_would_erase(self, capsys):
        due = make.closed(days_ago=200)
        call_command("erase_due_enquiries", dry_run=True)
        said = capsys.readouterr().out
        assert f"{due.reference}  My visit  closed " in said
        assert "1 enquiry would be erased, 0 are held back." in said
        assert Enquiry.objects.exists()

    def test_it_erases_and_counts(self, capsys):
        make.closed(days_ago=200)
        make.spam(days_ago=200)
        call_command("erase_due_enquiries")
        assert capsys.readouterr().out == "Erased 2 enquiries: 1 My visit, 1 Spam.\n"
        assert not Enquiry.objects.exists()

    def test_it_says_when_nothing_is_due(self, capsys):
        call_command("erase_due_enquiries")
        assert capsys.readouterr().out == "Nothing is due.\n"


def test_it_keeps_an_answer_longer_than_its_link_lives():
    rule = RetentionPolicy(category="visit", days=14, reason="question")
    with pytest.raises(ValidationError, match="open an answer for 14 days"):
        rule.clean()
    rule.days = 15
    rule.clean()
    RetentionPolicy(category="spam", days=1, reason="spam").clean()
