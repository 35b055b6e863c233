"""Who had a hand in the words of a revision. Nobody signs what they wrote themselves, be it that a
colleague saved it once more, restored it or copied it to another page."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q

from content.editorial.corrections import change_size, is_small
from content.models import Review, Revision

FIELDS = ("pk", "number", "created_by", "restored_from", "created_at", "discarded_at")


@dataclass(frozen=True)
class Step:
    """One revision on the way to the words. `signed_by` holds the keys of who signed it."""

    pk: int
    number: int
    writer: int | None
    restored_from: int | None
    created_at: datetime
    discarded_at: datetime | None
    signed_by: frozenset[int]


class Writers:
    """Asked about one revision, for one person or for many."""

    def __init__(self, revision: Revision):
        self.revision = revision

    def part_of(self, person: AbstractBaseUser) -> str:
        """A sentence that says what this person wrote of the words, or nothing."""
        if self.revision.created_by_id == person.pk:
            return "You wrote these words. A second clinician has to read and sign them."
        if step := self.step_of(person):
            return (
                f"You wrote part of these words, as revision {step.number}, and nobody else has "
                "signed them since. A second clinician has to read and sign them."
            )
        if self.has_copied(person):
            return (
                "You wrote these words for another page. A second clinician has to read and sign "
                "them."
            )
        return ""

    def step_of(self, person: AbstractBaseUser) -> Step | None:
        """Their newest revision that these words come from, back to what somebody else signed. A
        small correction, as of a spelling, is no part of the words."""
        for place, step in enumerate(self.steps):
            if step.signed_by - {person.pk}:
                return None
            if step.writer == person.pk and not self.is_small(place):
                return step
        return None

    def is_small(self, place: int) -> bool:
        both = [step.pk for step in self.steps[place : place + 2]]
        if len(both) == 1:
            return False
        words = Revision.objects.in_bulk(both)
        return is_small(change_size(words[both[1]], words[both[0]]))

    def has_copied(self, person: AbstractBaseUser) -> bool:
        others = Review.objects.exclude(reviewer=person)
        unsigned = ~Exists(others.filter(revision=OuterRef("pk")))
        theirs = Revision.objects.filter(unsigned, created_by=person, body=self.revision.body)
        return theirs.exclude(Q(article=self.revision.article_id) | Q(body="")).exists()

    @cached_property
    def steps(self) -> list[Step]:
        """From the words themselves to the first ones, over what was restored and not over what
        had been thrown away by then."""
        found, last, at = [], self.revision.number, None
        for step in all_steps(self.revision.article_id):
            was_gone = at and step.discarded_at and step.discarded_at <= at
            if step.number > last or was_gone:
                continue
            found.append(step)
            is_restored = step.restored_from is not None
            last = step.restored_from if is_restored else step.number - 1
            at = None if is_restored else step.created_at
        return found


def all_steps(article: int) -> Iterator[Step]:
    """Newest first."""
    signed = defaultdict(set)
    for revision, reviewer in Review.objects.filter(revision__article=article).values_list(
        "revision", "reviewer"
    ):
        signed[revision].add(reviewer)
    rows = Revision.objects.filter(article=article).order_by("-number").values_list(*FIELDS)
    return (Step(*row, signed_by=frozenset(signed[row[0]])) for row in rows)
