"""The four benchmarks of JAMA for health pages on the web, each told from what is so, and never set
by hand: who stands behind the words, what they rest on, who gains from them, and from when they
are."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Benchmark:
    name: str
    question: str
    met: bool
    reason: str


def benchmarks(answers: Mapping[str, str], *, signed: bool) -> tuple[Benchmark, ...]:
    """`answers` are those of the site to DISCERN; `signed` is whether a clinician's signature
    counts for the words that the page shows."""
    return (
        Benchmark(
            "Authorship",
            "Does a named person with a health training stand behind the words?",
            signed,
            "A clinician has signed the page." if signed else "No clinician has signed the page.",
        ),
        Benchmark(
            "Attribution",
            "Does the page list its sources?",
            answers.get("discern-4") == "5",
            "See “Does it name the sources of what it says?” above.",
        ),
        Benchmark(
            "Disclosure",
            "Does it say who runs the site and what they gain?",
            True,
            "The foot of every page says it.",
        ),
        Benchmark(
            "Currency",
            "Does it say when it was written and changed?",
            True,
            "Every page says when it was last changed or checked.",
        ),
    )


def points(answers: Mapping[str, str], *, signed: bool) -> int:
    return sum(benchmark.met for benchmark in benchmarks(answers, signed=signed))
