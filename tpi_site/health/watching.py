"""Counts slow queries and unhandled errors, by route and without their words."""

import logging
import sys
import time

from django.conf import settings

from tpi_site.health import counts
from tpi_site.health.asked import NO_ROUTE, current

logger = logging.getLogger(__name__)


def watch_queries(connection, **kwargs) -> None:
    """Hears of each new connection to a database."""
    if time_query not in connection.execute_wrappers:
        connection.execute_wrappers.append(time_query)


def time_query(execute, sql, params, many, context):
    begun = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = time.perf_counter() - begun
        if seconds * 1000 >= settings.SLOW_QUERY_MS:
            note_slow(seconds)


def note_slow(seconds: float) -> None:
    route = _route()
    counts.slow_query(route)
    logger.warning("A query of %s took %d ms", route, seconds * 1000)


def count_error(request, **kwargs) -> None:
    """Hears of each error that no view has dealt with; the log has the place."""
    kind = sys.exc_info()[0]
    counts.unhandled_error(_route(), kind.__name__ if kind else "Exception")


def _route() -> str:
    one = current.get()
    return one.route if one else NO_ROUTE
