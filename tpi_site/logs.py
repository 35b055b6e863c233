"""Log lines that say what failed and where, and nothing that a person typed."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

from tpi_site.health.asked import Asked, current

# What stands after these words in an address opens a page to whoever holds it.
KEYS = re.compile(
    r"(/(?:contact/(?:answer|sent)|shared|admin/(?:invitation|new-password))/)[^/\s]+"
)
# How Django ends a line about a request.
PATH_AT_THE_END = re.compile(r": /\S*$")


class PrivateFormatter(logging.Formatter):
    """Leaves out exception messages: a database error may quote a whole row. Ends a line about a
    request with its number."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        line, asked = super().formatMessage(record), asked_of(record)
        return f"{line} [{asked.id}]" if asked else line

    def formatException(self, exc_info) -> str:  # noqa: N802
        kind, _, trace = exc_info
        return "".join(traceback.format_tb(trace)) + _name(kind)


class JSONLines(PrivateFormatter):
    """One JSON object a line. A request is told by number, method and route; paths stay out."""

    def format(self, record: logging.LogRecord) -> str:
        row = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.words(record),
        }
        if asked := asked_of(record):
            row |= {"request_id": asked.id, "method": asked.method, "route": asked.route}
        for name in ("status", "seconds"):
            if hasattr(record, name):
                row[name] = getattr(record, name)
        if record.exc_info:
            row |= {
                "error": _name(record.exc_info[0]),
                "trace": self.formatException(record.exc_info),
            }
        return json.dumps(row, ensure_ascii=False)

    def words(self, record: logging.LogRecord) -> str:
        return PATH_AT_THE_END.sub("", record.getMessage())


def asked_of(record: logging.LogRecord) -> Asked | None:
    """Django says some things of a request when it is over; then the record brings it along."""
    return current.get() or getattr(getattr(record, "request", None), "asked", None)


def _name(kind: type | None) -> str:
    return kind.__name__ if kind else "Exception"


class WithoutKeys(logging.Filter):
    """Takes the tokens out of the addresses that Django names when it refuses a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if KEYS.search(message):
            record.msg, record.args = KEYS.sub(r"\1…", message), None
        return True
