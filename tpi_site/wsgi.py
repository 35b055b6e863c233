"""The entry point for any WSGI server: the page cache, and Django behind it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tpi_site.settings")
django_application = get_wsgi_application()

from tpi_site.backup import turns  # noqa: E402 - needs the settings and models
from tpi_site.health import process  # noqa: E402
from tpi_site.page_cache import PageCache, editions  # noqa: E402

turns.running()
application = process.page_cache = PageCache(django_application, editions())
