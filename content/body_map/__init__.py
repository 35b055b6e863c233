"""Where does it hurt? What the public pages about muscles say together: which muscle can send pain
to which place, and what somebody means who types a place."""

from content.body_map.finding import Target, find, named, targets
from content.body_map.places import (
    Group,
    PlacePage,
    Sender,
    group_called,
    groups,
    nearby,
    ornaments,
    page_of,
    place_url,
    showing,
    warnings,
)

__all__ = [
    "Group",
    "PlacePage",
    "Sender",
    "Target",
    "find",
    "group_called",
    "groups",
    "named",
    "nearby",
    "ornaments",
    "page_of",
    "place_url",
    "showing",
    "targets",
    "warnings",
]
