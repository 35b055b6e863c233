"""Every kind of public page, for tests that ask all of them the same thing."""

import re
from urllib.request import urlopen

OWN = [
    "/",
    "/words-to-know/",
    "/search/",
    "/search/?q=can+i+drive",
    "/search/?q=triger+point",
    "/search/?q=zzzzqqq",
    "/questions/",
    "/about/",
    "/our-numbers/",
    "/not-yet-checked/",
    "/privacy/",
    "/accessibility/",
    "/contact/",
    "/es/",
    "/no-such-page/",
]


def topics_and_articles(site: str) -> list[str]:
    """From the sitemap, so that a new article is tested without a word here."""
    with urlopen(f"{site}/sitemap.xml") as response:
        addresses = re.findall(r"<loc>([^<]+)</loc>", response.read().decode())
    paths = [address.removeprefix(site) for address in addresses]
    return [path for path in paths if path not in OWN]


def one_of_each(site: str) -> list[str]:
    return [
        *OWN,
        "/recovery/",
        "/injection/step-by-step-on-the-day/",
        "/recovery/day-by-day/",
        "/recovery/the-first-day/",
        "/injection/benefits-and-risks/",
        "/recovery/the-first-day/print/",
        "/recovery/the-first-day/large-print/",
    ]
