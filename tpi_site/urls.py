"""Wires the addresses of the site."""

from django.contrib import admin
from django.urls import include, path, re_path

from tpi_site.icons import FAVICON, TOUCH_ICON, TOUCH_PATHS, icon
from tpi_site.security_txt import security_txt

urlpatterns = [
    path("admin/", admin.site.urls),
    path("staff/", include("content.admin.urls")),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("favicon.ico", icon, {"name": FAVICON}),
    re_path(TOUCH_PATHS, icon, {"name": TOUCH_ICON}),
    # First, because a topic of the guide may have any other name.
    path("", include("enquiries.urls")),
    path("", include("content.urls")),
]

handler400 = "content.views.bad_request"
handler403 = "content.views.forbidden"
handler404 = "tpi_site.lost.not_found"
handler500 = "content.views.server_error"
