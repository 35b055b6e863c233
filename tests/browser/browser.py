"""Finds a Chromium on this machine and starts it without a window.

Needed around it: `with sync_playwright() as playwright`, then `launch(playwright)`. Playwright's
synchronous interface keeps an event loop running in its thread, so Django refuses to use the
database there. A test that wants both needs DJANGO_ALLOW_ASYNC_UNSAFE=true in the environment
before the first query; where the site runs in a process of its own, nothing is needed.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright

DEBIAN = "/usr/bin/chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class BrowserMissing(RuntimeError):
    """No browser was found; the text says what to install."""


def launch(playwright: Playwright, **options) -> Browser:
    """Start a headless Chromium; `options` go to Playwright. Raises BrowserMissing."""
    path = installed_browser() or playwrights_own(playwright.chromium.executable_path)
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS, **options)


def installed_browser() -> str | None:
    """Return the path in CHROMIUM, Debian's Chromium or the first one on PATH, if any.

    Raises BrowserMissing when CHROMIUM names something that cannot be run.
    """
    if wanted := os.environ.get("CHROMIUM"):
        if found := shutil.which(wanted):
            return found
        raise BrowserMissing(f"CHROMIUM names {wanted}, which is no program that can be run.")
    return next(filter(None, map(shutil.which, (DEBIAN, *NAMES))), None)


def playwrights_own(path: str) -> str:
    """Return `path`, where Playwright keeps its Chromium, after fetching it if it is not there.

    Raises BrowserMissing when that fails.
    """
    if not Path(path).exists():
        fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(fetch, check=False, capture_output=True)
    if not Path(path).exists():
        raise BrowserMissing(
            "No browser was found; install Chromium (on Debian: apt-get install chromium) "
            "or put the path of one into the environment variable CHROMIUM."
        )
    return path
