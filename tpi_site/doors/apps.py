"""The app that keeps wrong tries, sign-ins and known devices."""

from django.apps import AppConfig


class Doors(AppConfig):
    name = "tpi_site.doors"
    label = "doors"
    default_auto_field = "django.db.models.BigAutoField"
