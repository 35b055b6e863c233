"""Writes the figures of a run as a page: when and where they were taken, how, and which goals were
missed."""

import os
import platform
import re
import shutil
import sqlite3
import subprocess
from datetime import date
from pathlib import Path

from tests import postgres
from tests.bench.figures import Book, Figure
from tests.nginx import NGINX

HEAD = """# Benchmarks

The figures of one run of `make bench`, written by the run itself on {day}; nobody edits them.
`make bench RECORD=docs/benchmarks.md` writes them anew, and takes about ten minutes. They are those
of this machine, on which the programs that ask share the processors with the server that answers.

| | |
|---|---|
{machine}
"""


def write(book: Book, path: Path, about: dict[str, str], day: date) -> None:
    path.write_text(page(book, about, day), encoding="utf-8")


def page(book: Book, about: dict[str, str], day: date) -> str:
    machine = "\n".join(f"| {name} | {value} |" for name, value in about.items())
    parts = [HEAD.format(day=f"{day:%B} {day.day}, {day.year}", machine=machine), in_short(book)]
    for section in book.sections:
        rows = [row(figure) for figure in section.figures]
        table = "\n".join(["| what | figure | goal | |", "|---|---|---|---|", *rows])
        parts.append(f"## {section.title}\n\n{section.how}\n\n{table}\n")
    return "\n".join(parts)


def in_short(book: Book) -> str:
    missed = [figure for figure in book.goals if not figure.met]
    lines = [f"## In short\n\n{len(book.goals) - len(missed)} of {len(book.goals)} goals are met."]
    if missed:
        lines.append("\n**Missed:**\n")
        lines += [f"- {one.name}: {one.value}; the goal is {one.goal}" for one in missed]
    return "\n".join(lines) + "\n"


def row(figure: Figure) -> str:
    word = {True: "met", False: "**missed**", None: ""}[figure.met]
    return f"| {figure.name} | {figure.value} | {figure.goal} | {word} |"


def machine() -> dict[str, str]:
    """What the figures depend on. Names of machines and folders are nobody's business."""
    import django

    return {
        "Processors": f"{os.cpu_count()} × {processor()}",
        "Memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.1f} GB",
        "Python": platform.python_version(),
        "Django": django.__version__,
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": said([str((postgres.find_programs() or Path()) / "postgres"), "--version"]),
        "nginx": said([NGINX or "nginx", "-v"]),
        "wrk": "yes" if shutil.which("wrk") else "none",
        "Load before the run": f"{os.getloadavg()[0]:.1f} waiting or running on average",
    }


def processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.machine()
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1] if found else platform.machine()


def said(command: list[str]) -> str:
    """The version that a program says it has."""
    try:
        done = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        return "none"
    found = re.search(r"\d+\.[\d.]+", done.stdout + done.stderr)
    return found[0] if found else "none"
