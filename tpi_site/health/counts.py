"""What this process counts. Each count has the name under which /metrics shows it."""

import threading
from collections import Counter
from functools import lru_cache

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)  # seconds

_lock = threading.Lock()
_counts: Counter[str] = Counter()


@lru_cache(maxsize=4096)
def key(name: str, **labels: str | float) -> str:
    """Like `name{route="x"}`. Labels come from lists of ours, so there are not too many."""
    inside = ",".join(f'{label}="{_escaped(str(value))}"' for label, value in labels.items())
    return f"{name}{{{inside}}}" if inside else name


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def add(amounts: dict[str, float]) -> None:
    with _lock:
        for each, amount in amounts.items():
            _counts[each] += amount


def answered(route: str, status: int, seconds: float) -> None:
    name = "guide_request_seconds"
    # Each bucket is there from the first time on, also with 0.
    buckets = {
        key(f"{name}_bucket", route=route, le=bound): float(seconds <= bound) for bound in BOUNDS
    }
    add(
        {key("guide_requests_total", route=route, status=f"{status // 100}xx"): 1}
        | buckets
        | {
            key(f"{name}_bucket", route=route, le="+Inf"): 1,
            key(f"{name}_sum", route=route): seconds,
            key(f"{name}_count", route=route): 1,
        }
    )


def slow_query(route: str) -> None:
    add({key("guide_slow_queries_total", route=route): 1})


def unhandled_error(route: str, kind: str) -> None:
    add({key("guide_unhandled_errors_total", route=route, kind=kind): 1})


def so_far() -> dict[str, float]:
    with _lock:
        return dict(_counts)


def forget() -> None:
    with _lock:
        _counts.clear()
