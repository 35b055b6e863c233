"""What this server process says of itself, and how it begins to say it."""

import logging
import os
import threading
from pathlib import Path

from django.conf import settings

from tpi_site.health.counts import key
from tpi_site.health.shared_counts import Figures, SharedCounts, folder

logger = logging.getLogger(__name__)

_lock = threading.Lock()
_shared: SharedCounts | None = None
page_cache = None  # set by tpi_site.wsgi


def begin() -> None:
    """With the first request: a server may have forked after it loaded us. Where nobody may ask
    for counts, none are written."""
    if settings.METRICS_TOKEN and (_shared is None or not _is_ours(_shared)):
        shared()


def shared() -> SharedCounts:
    global _shared
    with _lock:
        if _shared is None or not _is_ours(_shared):
            _shared = SharedCounts(folder())
            _shared.more, _shared.levels = of_the_page_cache, levels
            try:
                _shared.begin()
            except OSError as error:
                # Pages matter more. What this process counts it still tells.
                logger.error("Counts cannot be shared: %s", type(error).__name__)
        return _shared


def _is_ours(shared: SharedCounts) -> bool:
    return shared.name.startswith(f"{os.getpid()}-")


def of_the_page_cache() -> Figures:
    if page_cache is None:
        return {}
    name = "guide_page_cache"
    return {f"{name}_hits_total": page_cache.hits, f"{name}_misses_total": page_cache.misses}


def levels() -> Figures:
    pid = os.getpid()
    kept = (page_cache.weight, len(page_cache.pages)) if page_cache else (0, 0)
    return {
        key("guide_process_memory_bytes", pid=pid): memory(),
        key("guide_page_cache_bytes", pid=pid): kept[0],
        key("guide_page_cache_pages", pid=pid): kept[1],
    }


def memory() -> int:
    """Of this process, as the system counts it; 0 where it does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
