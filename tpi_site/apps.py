"""Apps of Django's own, told what is different here."""

from django.contrib.admin import apps as admin
from django.contrib.staticfiles.apps import StaticFilesConfig


class StaffAdmin(admin.AdminConfig):
    default = False  # it stands for the admin, not for this package
    default_site = "tpi_site.staff.StaffSite"


class StaticFiles(StaticFilesConfig):
    """Our files of sources are not served."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "css/src*/*", "js/src/*"]
