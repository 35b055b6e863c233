"""The networks of caches that can be told to drop our pages, and how each is told.

Every page carries the key "guide" (content.pages.FOR_EVERYONE), so one call drops all of
them. Pictures and static files stay: their names never come again.
"""

import http.client
import json
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from tpi_site import environment

KEY = "guide"
FASTLY, CLOUDFLARE = "https://api.fastly.com", "https://api.cloudflare.com"
PATIENCE = 10  # seconds
ANSWER = 65_536  # bytes that are read of an answer
ID = re.compile(r"[A-Za-z0-9]{10,64}")
TOKEN = re.compile(r"[!-~]{8,500}")
KINDS = "fastly:SERVICE_ID, cloudflare:ZONE_ID or varnish:http://host:port"


@dataclass(frozen=True)
class Call:
    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    body: bytes = b""


class NotPurged(Exception):
    """The kind of failure, without a word of the answer: it may quote what we sent."""


def configured() -> list[Call]:
    """From CDN and CDN_TOKEN; empty when there is nothing in front that keeps pages."""
    value, token = environment.text("CDN"), environment.text("CDN_TOKEN")
    if not value:
        if token:
            raise ImproperlyConfigured(f"CDN_TOKEN is set, but CDN is not. Set CDN to {KINDS}.")
        return []
    kind, _, what = value.partition(":")
    makers = {"fastly": fastly, "cloudflare": cloudflare, "varnish": varnish}
    if kind not in makers:
        raise ImproperlyConfigured(f"CDN is “{value}”. Write {KINDS}.")
    if not TOKEN.fullmatch(token):
        raise ImproperlyConfigured(
            "CDN_TOKEN is missing or cannot be used. Set it to the token with which pages may be "
            "purged (for Varnish, the word that its VCL asks for; 8 characters or more)."
        )
    return makers[kind](what, token)


def fastly(service: str, token: str) -> list[Call]:
    url = f"{FASTLY}/service/{_id(service, 'fastly:SERVICE_ID')}/purge/{KEY}"
    return [Call("POST", url, {"Fastly-Key": token, "Accept": "application/json"})]


def cloudflare(zone: str, token: str) -> list[Call]:
    url = f"{CLOUDFLARE}/client/v4/zones/{_id(zone, 'cloudflare:ZONE_ID')}/purge_cache"
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return [Call("POST", url, headers, json.dumps({"tags": [KEY]}).encode())]


def varnish(addresses: str, token: str) -> list[Call]:
    """A call to each cache; they know nothing of each other."""
    headers = {"Surrogate-Key": KEY, "X-Purge-Token": token}
    return [Call("PURGE", f"{_address(one)}/", headers) for one in addresses.split(",")]


def _id(value: str, example: str) -> str:
    if ID.fullmatch(value):
        return value
    raise ImproperlyConfigured(f"CDN cannot be used. Write {example}, with letters and digits.")


def _address(value: str) -> str:
    value = value.strip().rstrip("/")
    parts = urlsplit(value)
    is_whole = value in {f"http://{parts.netloc}", f"https://{parts.netloc}"}
    if is_whole and environment.PLAIN_HOST.fullmatch(parts.netloc):
        return value
    raise ImproperlyConfigured(
        "CDN cannot be used. Write varnish:http://host:port; with several caches, the addresses "
        "with commas between: varnish:http://10.0.0.1:6081,http://10.0.0.2:6081"
    )


def tell(call: Call) -> None:
    """Follows no redirect, which would take the token elsewhere. Raises NotPurged."""
    parts = urlsplit(call.url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=PATIENCE)
    try:
        connection.request(call.method, parts.path, call.body, call.headers)
        answer = connection.getresponse()
        body = answer.read(ANSWER)
    except (OSError, http.client.HTTPException) as error:
        raise NotPurged(type(error).__name__) from None
    finally:
        connection.close()
    if answer.status != 200 or says_no(body):
        raise NotPurged(f"Answer{answer.status}")


def says_no(body: bytes) -> bool:
    """Cloudflare may say so with a status of 200."""
    try:
        said = json.loads(body)
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("success") is False
