"""The two addresses that the Markdown field calls, in place of markdownx's own."""

from django.urls import path

from content.admin import markdown

urlpatterns = [
    path("markdown/preview/", markdown.preview, name="markdown_preview"),
    path("markdown/upload/", markdown.upload, name="markdown_upload"),
]
