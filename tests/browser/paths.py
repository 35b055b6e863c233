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
    "/where-does-it-hurt/",
    "/where-does-it-hurt/front/",
    "/where-does-it-hurt/close/head-and-neck/",
    "/where-does-it-hurt/close/hip-and-leg/",
    "/where-does-it-hurt/?q=tempel",
    "/where-does-it-hurt/moon/",
    "/no-such-page/",
]


# With the longest words, with the most muscles, and with one.
PLACES = [f"/where-does-it-hurt/{name}/" for name in ("hand", "buttock", "chest")]


def topics_and_articles(site: str) -> list[str]:
    """From the sitemap, so that a new article is tested without a word here. The pages of places
    are made from articles by one template, so a few stand for all."""
    return [path for path in listed(site) if path not in OWN and not is_like_another(path)]


def listed(site: str) -> list[str]:
    """Every path of the sitemap."""
    with urlopen(f"{site}/sitemap.xml") as response:
        addresses = re.findall(r"<loc>([^<]+)</loc>", response.read().decode())
    return [address.removeprefix(site) for address in addresses]


def is_like_another(path: str) -> bool:
    return path.startswith("/where-does-it-hurt/") and path not in PLACES


def one_of_each(site: str) -> list[str]:
    return [
        *OWN,
        *PLACES,
        "/trigger-points/upper-trapezius/",
        "/recovery/",
        "/injection/step-by-step-on-the-day/",
        "/recovery/day-by-day/",
        "/recovery/the-first-day/",
        "/injection/benefits-and-risks/",
        "/recovery/the-first-day/print/",
        "/recovery/the-first-day/large-print/",
    ]
