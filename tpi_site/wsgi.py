"""The entry point for any WSGI server: the page cache, and Django behind it."""

import os
import tempfile
from contextlib import suppress

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tpi_site.settings")
django_application = get_wsgi_application()

from django.core.signals import request_finished  # noqa: E402

from tpi_site.backup import turns  # noqa: E402 - needs the settings and models
from tpi_site.freed_memory import GiveBack  # noqa: E402
from tpi_site.health import process  # noqa: E402
from tpi_site.page_cache import Later, PageCache, editions  # noqa: E402

with suppress(OSError):
    # Looked for now: later, on a full disk, the look itself would fail, and not with those words.
    tempfile.gettempdir()
turns.running()
give_back = GiveBack()
request_finished.connect(give_back)
application = process.page_cache = PageCache(django_application, editions(), later=Later())
