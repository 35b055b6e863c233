"""Log lines that say what failed and where, and nothing that a person typed."""

import logging
import traceback


class PrivateFormatter(logging.Formatter):
    """Leaves out exception messages: a database error may quote a whole row."""

    def formatException(self, exc_info) -> str:  # noqa: N802 - the name is logging's
        kind, _, trace = exc_info
        name = kind.__name__ if kind else "Exception"
        return "".join(traceback.format_tb(trace)) + name
