"""A mail server that takes its time gets a mail once."""

import smtplib

import pytest
from django.core import mail

from tests.mail_server import MailServer
from tpi_site import mail_address, smtp


@pytest.fixture
def slow(settings):
    with MailServer(1) as server:
        settings.EMAIL_BACKEND = mail_address.SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        settings.EMAIL_TIMEOUT = 0.2
        yield server


def send() -> int:
    return mail.EmailMessage("Subject", "Words", "guide@clinic.example", ["rosa@x.org"]).send()


def test_it_waits_until_the_server_has_taken_the_mail(slow):
    assert send() == 1
    assert len(slow.got) == 1


def test_it_does_not_wait_for_ever(slow, monkeypatch):
    monkeypatch.setattr(smtp, "TO_TAKE_IT", 0.2)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        send()


@pytest.mark.filterwarnings("ignore:Directly creating EmailBackend")
@pytest.mark.parametrize(("over_tls", "port"), [(True, 465), (False, 25)])
def test_it_is_as_patient_over_tls(over_tls, port):
    backend = smtp.EmailBackend("mail.example", port, use_ssl=over_tls, use_tls=False)
    assert issubclass(backend.connection_class, smtp.Patient)
