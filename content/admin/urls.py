"""The addresses that the script of the desk calls, in place of markdownx's own."""

from django.urls import include, path

from content.admin import markdown
from content.admin.desk.autosave import autosave
from content.admin.desk.findings import findings
from content.admin.desk.pickers import pick
from content.admin.desk.preview import preview

desk = [
    path("pick/<slug:shelf>/", pick, name="pick"),
    path("new/preview/", preview, name="new_preview"),
    path("new/findings/", findings, name="new_findings"),
    path("new/autosave/", autosave, name="new_autosave"),
    path("<int:pk>/preview/", preview, name="preview"),
    path("<int:pk>/findings/", findings, name="findings"),
    path("<int:pk>/autosave/", autosave, name="autosave"),
]
urlpatterns = [
    path("markdown/upload/", markdown.upload, name="markdown_upload"),
    path("desk/", include((desk, "desk"))),
]
