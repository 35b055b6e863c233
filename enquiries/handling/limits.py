"""Counts messages by network and in total for ten minutes at a time, without keeping addresses."""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils import timezone

from enquiries import vault
from enquiries.models import NetworkCount

WINDOW = timedelta(minutes=10)
EVERYONE = "all"
# A household has one address of version 4, and a whole block of version 6.
BLOCK_OF_VERSION_6 = 64


class TooMany(Exception):
    """Nothing was stored: too many messages came from here, or altogether."""


def count_submission(network: str) -> None:
    """Raises TooMany. Belongs into the transaction that stores the message."""
    window = this_window(timezone.now())
    limits = {
        network_key(network, window): settings.ENQUIRIES_PER_NETWORK,
        EVERYONE: settings.ENQUIRIES_IN_TOTAL,
    }
    rows = NetworkCount.objects.filter(network__in=limits, window=window)
    counts = locked(rows)
    if len(counts) < len(limits):
        missing = sorted(limits.keys() - counts.keys())
        new = [NetworkCount(network=name, window=window) for name in missing]
        NetworkCount.objects.bulk_create(new, ignore_conflicts=True)
        counts = locked(rows)
    if any(counts[name] >= most for name, most in limits.items()):
        raise TooMany
    rows.update(count=F("count") + 1)


def locked(rows: QuerySet[NetworkCount]) -> dict[str, int]:
    """Until the transaction ends, so that two machines never let the last one in twice."""
    return dict(rows.select_for_update().order_by("network").values_list("network", "count"))


def this_window(at: datetime) -> datetime:
    return at - (at - datetime.min.replace(tzinfo=at.tzinfo)) % WINDOW


def network_key(address: str, at: datetime) -> str:
    """A hash that is another one tomorrow."""
    return vault.keyed_hash(f"network.{at:%Y-%m-%d}", household(address))


def household(address: str) -> str:
    try:
        ip = ip_address(address)
    except ValueError:
        return ""
    if ip.version == 4:
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ip_network((ip, BLOCK_OF_VERSION_6), strict=False))


def forget_counts(before: datetime) -> int:
    return NetworkCount.objects.filter(window__lt=before).delete()[0]
