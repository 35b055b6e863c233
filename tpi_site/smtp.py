"""Mail by SMTP, with patience for a server that has got a mail and still looks at it."""

import smtplib

from django.core.mail.backends import smtp

# Seconds. Whoever hangs up before the server has taken a mail sends it once more later, and the
# patient gets it twice (RFC 5321, 4.5.3.2.6). Everything else is answered at once or not at all.
TO_TAKE_IT = 5 * 60


class Patient:
    """Before smtplib.SMTP among the parents."""

    def data(self, msg: str | bytes) -> tuple[int, bytes]:
        self.sock.settimeout(TO_TAKE_IT)
        try:
            return super().data(msg)
        finally:
            if self.sock:
                self.sock.settimeout(self.timeout)


class PatientSMTP(Patient, smtplib.SMTP):
    pass


class PatientSMTPOverTLS(Patient, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return PatientSMTPOverTLS if self.use_ssl else PatientSMTP
