"""The questions that no machine can answer, as they stand in the form of the desk: an answer and a
reason for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from content.editorial import checklist
from content.editorial.checklist import Item
from content.models import Revision

# Every name of the sheet begins with the first; reasons go on with the second.
SHEET = "checklist-"
WHY = "why-"
LABELS = {"yes": "Yes", "no": "No", "na": "Not for this page", "1": "1 – no", "5": "5 – yes"}


@dataclass(frozen=True)
class TypedSheet:
    """By the id of the item, as typed; `worth_saving` is what may be kept of it."""

    answers: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)

    def worth_saving(self) -> dict[str, dict[str, str]]:
        """As the fields of a revision."""
        answers = checklist.valid(self.answers)
        reasons = checklist.valid_reasons(self.reasons, answers)
        return {"checklist": answers, "checklist_reasons": reasons}

    def differs(self, newest: Revision | None) -> bool:
        if newest is None:
            return False
        return any(value != getattr(newest, name) for name, value in self.worth_saving().items())

    def rows(self) -> list[dict]:
        return [
            {
                "id": item.id,
                "question": item.question,
                "instrument": item.instrument,
                "value": self.answers.get(item.id, ""),
                "reason": self.reasons.get(item.id, ""),
                "choices": choices(item),
            }
            for item in checklist.for_people()
        ]


def typed_sheet(fields: Mapping[str, str], newest: Revision | None = None) -> TypedSheet:
    """What stands in the form; where it holds nothing of a sheet, what was saved last."""
    found = {n.removeprefix(SHEET): value for n, value in fields.items() if n.startswith(SHEET)}
    if not found and newest:
        return TypedSheet(newest.checklist, newest.checklist_reasons)
    reasons = {n.removeprefix(WHY): value for n, value in found.items() if n.startswith(WHY)}
    return TypedSheet({n: v for n, v in found.items() if not n.startswith(WHY)}, reasons)


def choices(item: Item) -> list[dict[str, str]]:
    return [{"value": answer, "label": LABELS.get(answer, answer)} for answer in item.answers]
