"""The rows that machines share about themselves."""

from django.apps import AppConfig


class Machines(AppConfig):
    name = "tpi_site.machines"
    label = "machines"
