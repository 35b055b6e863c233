"""Finds a Chromium on this machine and starts it without a window.

Needed around it: `with sync_playwright() as playwright`, then `launch(playwright)`. Playwright's
synchronous interface keeps an event loop running in its thread, so Django refuses to use the
database there. A test that wants both needs DJANGO_ALLOW_ASYNC_UNSAFE=true in the environment
before the first query; where the site runs in a process of its own, nothing is needed.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Error, Playwright

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
# Windows that Chromium opens for its address bar, which nobody sees here: half of the work of a
# new context.
ADDRESS_BAR = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")


class BrowserMissing(RuntimeError):
    """No browser was found; the text says what to install."""


def launch(playwright: Playwright, **options) -> Browser:
    """Start a headless Chromium; `options` go to Playwright. Raises BrowserMissing."""
    path = installed_browser() or playwrights_own(playwright.chromium.executable_path)
    off = ",".join((*features_off(playwright), *ADDRESS_BAR))
    arguments = [*ARGUMENTS, f"--disable-features={off}"]
    return playwright.chromium.launch(executable_path=path, args=arguments, **options)


def features_off(playwright: Playwright) -> list[str]:
    """Return what Playwright itself turns off. Chromium hears only the last such list, and
    Playwright tells its own to no one but a browser, here one that ends at once."""
    try:
        playwright.chromium.launch(executable_path=shutil.which("true"))
    except Error as failure:
        return re.search(r"--disable-features=(\S+)", failure.message)[1].split(",")
    raise RuntimeError("“true” was taken for a browser.")


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
