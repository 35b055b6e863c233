"""Changing the key: everything moves to the newest one, whatever happens meanwhile."""

from base64 import urlsafe_b64encode

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction

from enquiries import vault
from enquiries.handling import keys, trail
from enquiries.models import AuditEvent, Enquiry, Note, OutboxMessage, contact_hash
from tests.enquiries import make

pytestmark = pytest.mark.django_db


def key(letter: str) -> str:
    return urlsafe_b64encode(letter.encode() * 32).decode()


OLD, NEW, OTHER = key("o"), key("n"), key("x")


@pytest.fixture(autouse=True)
def _old_key(settings):
    settings.ENQUIRY_KEYS = [OLD]
    trail.AuditHead.objects.update(seal=trail._seal(trail.AuditHead()))


@pytest.fixture
def stored():
    """A value in every encrypted column, under the old key."""
    enquiry = make.urgent(
        contact=make.EMAIL, injection_date="2026-07-01", hold_reason="A lawyer asked"
    )
    make.note(enquiry)
    make.call(enquiry)
    reply = make.reply(enquiry, token="a token")
    make.answer(reply, flags="chest_pain")
    make.mail(enquiry, reply=reply, payload="a token")
    with transaction.atomic():
        trail.record(None, trail.Action.OPENED, enquiry.reference)
    return enquiry


def tokens() -> list[str]:
    return [token for row in keys._rows() for token in row.tokens.values()]


def reencrypt(capsys, **options) -> str:
    call_command("reencrypt", **options)
    return capsys.readouterr().out


def test_it_fills_every_encrypted_column(stored):
    """Or the tests below would prove nothing about the one that is empty."""
    assert all(tokens())
    assert len(tokens()) == sum(len(names) for names in keys.encrypted_models().values())


def test_it_knows_every_keyed_hash():
    """What is left out: hashes of random tokens, of what is gone, and under the secret key."""
    known = {(model, name) for model, name, _, _ in keys.HASHES}
    others = {"token_hash", "words_hash"}
    found = {
        (model, field.name)
        for model in apps.get_app_config("enquiries").get_models()
        for field in model._meta.fields
        if field.name.endswith("_hash") and field.name not in others
    }
    assert found == known


def test_it_moves_everything_to_the_newest_key(stored, settings, capsys):
    settings.ENQUIRY_KEYS = [NEW, OLD]
    said = reencrypt(capsys)
    assert "6 rows, 6 of them need an older key.\n  enquiries: 1\n" in said
    assert "The site no longer needs key 2." in said
    settings.ENQUIRY_KEYS = [NEW]
    enquiry = Enquiry.objects.get(contact_hash=contact_hash(make.EMAIL))
    assert (enquiry.name, enquiry.contact) == (stored.name, stored.contact)
    assert enquiry.notes.get().text == "She asked the same last week."
    assert OutboxMessage.objects.get().to_hash == contact_hash(make.EMAIL)
    assert trail.verify().is_whole
    assert AuditEvent.objects.last().action == "keys"


def test_it_changes_nothing_the_second_time(stored, settings, capsys):
    settings.ENQUIRY_KEYS = [NEW, OLD]
    reencrypt(capsys)
    before, rows = tokens(), AuditEvent.objects.count()
    assert "6 rows, 0 of them need an older key." in reencrypt(capsys)
    assert tokens() == before
    assert AuditEvent.objects.count() == rows


def test_it_leaves_the_time_of_the_last_change_alone(stored, settings, capsys):
    settings.ENQUIRY_KEYS = [NEW, OLD]
    reencrypt(capsys)
    assert Enquiry.objects.get().changed_at == stored.changed_at


def test_it_says_nothing_of_older_keys_when_there_is_one(stored, capsys):
    assert reencrypt(capsys).endswith("Everything is under the newest key.\n")


def test_it_counts_and_changes_nothing_on_a_dry_run(stored, settings, capsys):
    before = tokens()
    settings.ENQUIRY_KEYS = [NEW, OLD]
    assert "6 of them" in reencrypt(capsys, dry_run=True)
    assert tokens() == before
    assert not trail.has_newest_seal()


def test_it_goes_on_where_it_was_stopped(stored, settings, capsys, monkeypatch):
    for _ in range(5):
        make.enquiry()
    settings.ENQUIRY_KEYS = [NEW, OLD]
    monkeypatch.setattr(keys, "BATCH", 2)
    renew, batches = keys._renew, []

    def killed(rows):
        if len(batches) == 2:
            raise KeyboardInterrupt
        batches.append(rows)
        renew(rows)

    monkeypatch.setattr(keys, "_renew", killed)
    with pytest.raises(KeyboardInterrupt):
        call_command("reencrypt")
    assert keys.survey().older == {"enquiries": 2, "notes": 1, "call attempts": 1,
                                   "replies": 1, "patient answers": 1, "mails": 1}  # fmt: skip
    monkeypatch.setattr(keys, "_renew", renew)
    assert "Everything is under the newest key." in reencrypt(capsys)


def test_it_overwrites_nothing_that_was_written_meanwhile(stored, settings, capsys, monkeypatch):
    settings.ENQUIRY_KEYS = [NEW, OLD]
    renew = keys._renew

    def overtaken(rows):
        """Somebody with a program that was not restarted, once; then it is the next pass."""
        settings.ENQUIRY_KEYS = [OLD]
        Note.objects.update(text="She called again.")
        Enquiry.objects.update(message="Another message")
        settings.ENQUIRY_KEYS = [NEW, OLD]
        monkeypatch.setattr(keys, "_renew", renew)
        renew(rows)

    monkeypatch.setattr(keys, "_renew", overtaken)
    assert "Everything is under the newest key." in reencrypt(capsys)
    settings.ENQUIRY_KEYS = [NEW]
    assert Note.objects.get().text == "She called again."
    assert Enquiry.objects.get().message == "Another message"


def test_it_admits_when_the_site_still_writes_with_an_older_key(stored, settings, monkeypatch):
    settings.ENQUIRY_KEYS = [NEW, OLD]
    monkeypatch.setattr(keys, "_renew", lambda rows: None)
    with pytest.raises(CommandError, match=r"6 rows still need an older key.*restarted"):
        call_command("reencrypt")


def test_it_skips_a_row_that_was_erased_meanwhile(stored, settings, capsys, monkeypatch):
    settings.ENQUIRY_KEYS = [NEW, OLD]
    renew = keys._renew

    def erased(rows):
        Enquiry.objects.all().delete()
        renew(rows)

    monkeypatch.setattr(keys, "_renew", erased)
    reencrypt(capsys)
    assert not Enquiry.objects.exists()


def test_it_changes_nothing_while_a_key_is_missing(stored, settings):
    settings.ENQUIRY_KEYS = [OTHER]
    other = make.note(make.enquiry())
    before = tokens()
    settings.ENQUIRY_KEYS = [NEW, OLD]
    sentence = rf"No key opens enquiry {other.enquiry_id}, note {other.pk}\. Put the missing key"
    with pytest.raises(CommandError, match=sentence) as failure:
        call_command("reencrypt")
    assert failure.value.returncode == 1
    assert tokens() == before


def test_it_names_rows_by_number_only(settings):
    for _ in range(25):
        make.enquiry()
    settings.ENQUIRY_KEYS = [NEW]
    with pytest.raises(CommandError, match="and 5 more") as failure:
        call_command("reencrypt")
    assert "Q-" not in str(failure.value)
    assert "Rosa" not in str(failure.value)


def test_it_names_a_value_that_was_damaged(stored, settings):
    with transaction.atomic():
        connection = transaction.get_connection()
        connection.cursor().execute("UPDATE enquiries_note SET text = 'damaged'")
    with pytest.raises(CommandError, match=f"No key opens note {stored.notes.only('pk').get().pk}"):
        call_command("reencrypt")


def test_it_leaves_what_is_damaged_for_good(stored, settings, capsys):
    damaged = make.note(stored)
    transaction.get_connection().cursor().execute(
        "UPDATE enquiries_note SET text = 'damaged' WHERE id = %s", [damaged.pk]
    )
    settings.ENQUIRY_KEYS = [NEW, OLD]
    said = reencrypt(capsys, leave_unreadable=True)
    assert said.endswith(f"All but these, which stay: note {damaged.pk}.\n")
    settings.ENQUIRY_KEYS = [NEW]
    assert Enquiry.objects.get().name == stored.name
    assert Note.objects.exclude(pk=damaged.pk).get().text == "She asked the same last week."


def test_it_does_not_seal_a_trail_that_was_changed(stored, settings):
    settings.ENQUIRY_KEYS = [NEW, OLD]
    transaction.get_connection().cursor().execute(
        "UPDATE enquiries_auditevent SET detail = 'Nothing'"
    )
    with pytest.raises(CommandError, match=r"trail is not whole\. Row 1 was changed"):
        call_command("reencrypt")
    assert not trail.has_newest_seal()


def test_it_finds_rows_under_both_keys_meanwhile(stored, settings):
    """Until the command has run, the old hash is found, too."""
    settings.ENQUIRY_KEYS = [NEW, OLD]
    newer = make.enquiry(contact=make.EMAIL)
    found = Enquiry.objects.filter(contact_hash__in=vault.keyed_hashes("contact", make.EMAIL))
    assert set(found) == {stored, newer}


def test_it_reads_in_batches_of_any_size(stored, monkeypatch):
    monkeypatch.setattr(keys, "BATCH", 1)
    for _ in range(3):
        make.mail(stored)
    assert keys.survey().rows == 9


def test_it_notices_at_the_start_that_the_key_was_lost(settings):
    assert keys.fit()
    make.enquiry()
    assert keys.fit()
    settings.ENQUIRY_KEYS = [NEW]
    assert not keys.fit()
    settings.ENQUIRY_KEYS = [NEW, OLD]
    assert keys.fit()
