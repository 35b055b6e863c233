"""What a process does before it starts others."""

from django.db import connections


def let_go() -> None:
    """Closes every connection of this process, so that programs it starts inherit none."""
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql":
            connection.close_pool()
