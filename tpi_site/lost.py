"""Addresses that lead nowhere: staff stay in their own frame, everybody else sees the guide's."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from content import views
from tpi_site.idle import is_staffs


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Who is there is asked at addresses of staff alone: public pages stay without a cookie."""
    if not (is_staffs(request) and admin.site.has_permission(request)):
        return views.not_found(request, exception)
    context = admin.site.each_context(request) | {"title": "Nothing is at this address"}
    response = render(request, "admin/404.html", context, status=404)
    add_never_cache_headers(response)
    return response
