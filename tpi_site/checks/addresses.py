"""Whether the public address, the hosts, the proxy and https fit together."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.http.request import validate_host

THIS_MACHINE = ("127.", "localhost", "[::1]", "::1")


@register(Tags.security)
def addresses_fit(app_configs, **kwargs) -> list[CheckMessage]:
    return [*hosts(), *https(), *reachable()]


def hosts() -> Iterator[CheckMessage]:
    host = urlsplit(settings.SITE_URL).hostname
    bracketed = f"[{host}]" if ":" in host else host
    if not validate_host(bracketed, settings.ALLOWED_HOSTS):
        yield Error(
            f"Visitors of SITE_URL are refused: {host} is not in ALLOWED_HOSTS.",
            hint="Add the host of SITE_URL to ALLOWED_HOSTS.",
            id="tpi.E002",
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Warning(
            "ALLOWED_HOSTS takes any name, so a stranger can choose the one that links have.",
            hint="Name the hosts of this site and take away the *.",
            id="tpi.W001",
        )


def https() -> Iterator[CheckMessage]:
    if settings.DEBUG and settings.SECURE:
        yield Error(
            "DEBUG is on and SITE_URL is https: every error would show the site's insides.",
            hint="Take DEBUG away.",
            id="tpi.E003",
        )
    if settings.BEHIND_PROXY and not settings.SECURE:
        yield Warning(
            "BEHIND_PROXY is true and SITE_URL is http: passwords and messages travel unencrypted.",
            hint="Give the proxy a certificate and set SITE_URL=https://…",
            id="tpi.W002",
        )
    if settings.SECURE and not settings.BEHIND_PROXY:
        yield Warning(
            "SITE_URL is https and BEHIND_PROXY is not set: behind a proxy every page would send "
            "its reader to itself, for ever.",
            hint="Set BEHIND_PROXY=true, or let the server itself speak TLS.",
            id="tpi.W003",
        )


def reachable() -> Iterator[CheckMessage]:
    is_local = urlsplit(settings.SITE_URL).hostname.startswith(THIS_MACHINE)
    listens_elsewhere = not settings.HOST.startswith(THIS_MACHINE)
    if is_local and (settings.BEHIND_PROXY or listens_elsewhere):
        yield Warning(
            f"Links in mails lead to {settings.SITE_URL}, which only this machine can open.",
            hint="Set SITE_URL to the address that visitors type.",
            id="tpi.W004",
        )
