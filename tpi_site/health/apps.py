"""Registers the app: it has no tables, and hears of new connections and of errors."""

from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "tpi_site.health"
    label = "health"

    def ready(self) -> None:
        from django.core.signals import got_request_exception
        from django.db.backends.signals import connection_created

        from tpi_site import checks  # noqa: F401 - importing it registers the checks
        from tpi_site.health import watching

        connection_created.connect(watching.watch_queries)
        got_request_exception.connect(watching.count_error)
