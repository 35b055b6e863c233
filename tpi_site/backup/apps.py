"""Registers the app."""

from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "tpi_site.backup"
    label = "backup"
    default_auto_field = "django.db.models.BigAutoField"
