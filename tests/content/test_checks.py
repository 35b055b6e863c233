"""Start-up checks: each fails on the mistake that it is for."""

import sys
from types import ModuleType

import pytest
from django.core.checks import run_checks
from django.test import override_settings
from django.urls import include, path

from content.checks import markdownx_is_not_mounted


@pytest.fixture
def mounted_urls(monkeypatch):
    module = ModuleType("urls_with_markdownx")
    module.urlpatterns = [path("deep/", include([path("er/", include("markdownx.urls"))]))]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    with override_settings(ROOT_URLCONF=module.__name__):
        yield


def test_it_is_content_with_the_site_as_it_is():
    assert markdownx_is_not_mounted(None) == []


def test_it_refuses_to_start_with_the_stock_markdownx_addresses(mounted_urls):
    found = [error for error in run_checks(tags=["urls"]) if error.id == "tpi.E001"]
    assert len(found) == 2
    assert all(error.hint for error in found)
