"""What goes in the envelope of a letter: the plan that the act names, or the tailored list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.case.statutory_acts import FINAL_PLANS
from casework.letters.dispatch import Dispatch
from casework.letters.letter_file import LetterFile, Line
from casework.letters.letter_ledger import draft_sent_before, fact_told, line_of
from casework.letters.paper import Paper
from casework.letters.recipients import CONSULTATION
from casework.letters.tailored_list_paper import list_paper
from casework.plans.plan import plan_of
from casework.plans.plan_identity import wrong_child
from casework.plans.plan_paper import plan_paper
from casework.settings.list_identity import wrong_age

_IN_FORCE = frozenset({*FINAL_PLANS, "plan_sent_to_accommodation"})
"""The facts with which a plan in force is sent, so that it is not printed as a draft."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The ids of the documents that go with a letter."""

    plan: str | None = None
    tailored_list: str | None = None


def documents_of(dispatch: Dispatch, lines: Sequence[Line]) -> Documents:
    """The documents that the act of a letter names; a consultation goes with the draft that the family was sent."""
    line = line_of(dispatch, lines)
    if line is None:
        return Documents()
    drafted = draft_sent_before(line, lines) if dispatch.kind == CONSULTATION else None
    plan = drafted or line.fields.get("document")
    made = line.fields.get("list")
    return Documents(str(plan) if plan else None, str(made) if made else None)


def enclosed(dispatch: Dispatch, file: LetterFile) -> dict[str, Paper]:
    """The papers that go in the envelope of a letter, by their names."""
    found: dict[str, Paper] = {}
    if file.plan is not None:
        is_final = fact_told(dispatch, file.lines) in _IN_FORCE
        found["plan"] = plan_paper(plan_of(file.plan.content), dispatch.case_id, file.plan.version, is_final)
    if file.tailored_list is not None:
        asked = {line.of for line in file.lines if line.event == "setting_consulted" and line.of}
        found["list"] = list_paper(file.tailored_list, asked)
    return found


def wrong_enclosures(file: LetterFile, on: date) -> tuple[str, ...]:
    """What a letter of a day is missing because its plan or list is not this child's; nothing for the right papers."""
    if file.tailored_list is not None and wrong_age(file.tailored_list, file.born_on, on) is not None:
        return (f"a list for this child: it was made for age {file.tailored_list['made_for']['age']}",)
    if file.plan is None or file.identity is None:
        return ()
    plan = file.plan
    return wrong_child(plan_of(plan.content), plan.version, file.identity, plan.confirmed)
