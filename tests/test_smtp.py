"""A mail server that takes its time gets a mail once."""

import smtplib
import socket
import threading
import time

import pytest
from django.core import mail

from tpi_site import mail_address, smtp

AT_ONCE = {"DATA": b"354 go on\r\n", "QUIT": b"221 bye\r\n"}


class SlowServer(threading.Thread):
    """Hangs up or says “taken” so many seconds after it got a mail; keeps what it got."""

    def __init__(self, seconds: float):
        super().__init__(daemon=True)
        self.seconds, self.got = seconds, []
        self.door = socket.create_server(("127.0.0.1", 0))

    def run(self) -> None:
        caller, _ = self.door.accept()
        with caller, caller.makefile("rb") as lines:
            caller.sendall(b"220 slow\r\n")
            for line in lines:
                word = line.decode().strip().upper()
                caller.sendall(AT_ONCE.get(word, b"250 so be it\r\n"))
                if word == "DATA":
                    self.got.append(b"".join(iter(lines.readline, b".\r\n")))
                    time.sleep(self.seconds)
                    caller.sendall(b"250 taken\r\n")


@pytest.fixture
def slow(settings):
    server = SlowServer(1)
    settings.EMAIL_BACKEND = mail_address.SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.door.getsockname()
    settings.EMAIL_TIMEOUT = 0.2
    server.start()
    yield server
    server.join(5)
    server.door.close()


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
