"""The text that Prometheus reads. Everything in it is listed here."""

from collections.abc import Iterator

from tpi_site.health import process
from tpi_site.health.counts import key
from tpi_site.health.part import Part, State

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# (kind, help)
KNOWN = {
    "guide_requests_total": ("counter", "Answers by Django, by route and class of status."),
    "guide_request_seconds": ("histogram", "How long those answers took."),
    "guide_slow_queries_total": ("counter", "Queries that took SLOW_QUERY_MS or longer."),
    "guide_unhandled_errors_total": ("counter", "Errors that ended in the page for errors."),
    "guide_page_cache_hits_total": ("counter", "Pages given from memory, before Django."),
    "guide_page_cache_misses_total": ("counter", "Requests that memory passed on to Django."),
    "guide_page_cache_bytes": ("gauge", "What the pages in memory weigh, by process."),
    "guide_page_cache_pages": ("gauge", "Pages in memory, by process."),
    "guide_process_memory_bytes": ("gauge", "Resident memory, by server process."),
    "guide_part_state": ("gauge", "0 is good, 1 amber, 2 bad."),
    "guide_database_bytes": ("gauge", "Size of the database."),
    "guide_database_answer_seconds": ("gauge", "How long it took to ask for that."),
    "guide_migrations_missing": ("gauge", "Changes of tables that were not made yet."),
    "guide_disk_free_bytes": ("gauge", "What is left on the fullest disk of the site."),
    "guide_clock_skew_seconds": ("gauge", "Between this machine and the database."),
    "guide_due_work_last_run_timestamp_seconds": ("gauge", "When a duty was last done."),
    "guide_due_work_last_failure_timestamp_seconds": ("gauge", "When a duty last failed."),
    "guide_due_work_failing": ("gauge", "1 when it failed the last time."),
    "guide_due_work_late": ("gauge", "1 when it is behind its time."),
    "guide_outbox_waiting": ("gauge", "Mails that wait."),
    "guide_outbox_stuck": ("gauge", "Mails that should have left half an hour ago."),
    "guide_outbox_failed": ("gauge", "Mails that were given up."),
    "guide_outbox_last_sent_timestamp_seconds": ("gauge", "When a mail last left."),
    "guide_backup_last_made_timestamp_seconds": ("gauge", "When the last backup was made."),
    "guide_backup_last_proven_timestamp_seconds": ("gauge", "When one was last restored whole."),
}
SUFFIXES = ("_bucket", "_count", "_sum")
LEVELS = {State.GOOD: 0, State.AMBER: 1, State.BAD: 2}


def text(parts: list[Part]) -> str:
    counted, levels = process.shared().all()
    figures = counted | levels | figures_of(parts)
    return "".join(f"{line}\n" for line in lines(figures))


def figures_of(parts: list[Part]) -> dict[str, float]:
    figures = {key("guide_part_state", part=part.name): LEVELS[part.state] for part in parts}
    for part in parts:
        figures |= part.figures
    return figures


def lines(figures: dict[str, float]) -> Iterator[str]:
    """Those of one name together, under what it means."""
    by_name: dict[str, list[str]] = {}
    for full, value in figures.items():
        by_name.setdefault(family(full), []).append(f"{full} {value:.12g}")
    for name, (kind, meaning) in KNOWN.items():
        if found := by_name.get(name):
            yield f"# HELP {name} {meaning}"
            yield f"# TYPE {name} {kind}"
            yield from found


def family(full: str) -> str:
    """The name that HELP and TYPE are about."""
    name = full.partition("{")[0]
    for suffix in SUFFIXES:
        if KNOWN.get(name.removesuffix(suffix), ("", ""))[0] == "histogram":
            return name.removesuffix(suffix)
    return name
