"""Registers the app and its start-up checks."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"
    verbose_name = "Guide"

    def ready(self) -> None:
        from content import checks  # noqa: F401 - importing it registers the checks
