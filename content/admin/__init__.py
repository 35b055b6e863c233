"""The staff's door: the Django admin, with screens of our own for pages and pictures. All save
through the publishing verbs."""

from django.contrib import admin
from django.contrib.redirects.models import Redirect
from django.contrib.sites.models import Site

from content.admin import articles, pictures, shared, sources

admin.site.site_header = admin.site.site_title = "Trigger point guide: staff"
admin.site.index_title = "What would you like to do?"
# The address of the site comes from SITE_URL; a second place for it could only be wrong.
admin.site.unregister(Site)
# The verbs write redirects and see to it that none leads in a circle or away from the site.
admin.site.unregister(Redirect)

__all__ = ["articles", "pictures", "shared", "sources"]
