"""Log lines that say what failed and where, and nothing that a person typed."""

import logging
import re
import traceback

# What stands after these words in an address opens a page to whoever holds it.
KEYS = re.compile(r"(/(?:contact/(?:answer|sent)|shared)/)[^/\s]+")


class PrivateFormatter(logging.Formatter):
    """Leaves out exception messages: a database error may quote a whole row."""

    def formatException(self, exc_info) -> str:  # noqa: N802 - the name is logging's
        kind, _, trace = exc_info
        name = kind.__name__ if kind else "Exception"
        return "".join(traceback.format_tb(trace)) + name


class WithoutKeys(logging.Filter):
    """Takes the tokens out of the addresses that Django names when it refuses a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if KEYS.search(message):
            record.msg, record.args = KEYS.sub(r"\1…", message), None
        return True
