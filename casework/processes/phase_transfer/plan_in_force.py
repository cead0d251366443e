"""Whether a case has a plan that is maintained: only then is there a plan to amend before a move."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.processes.process import ParentCase
from statute.facts import Event
from statute.words import short_date

_SENT = frozenset({"final_issued", "amended_final_issued", "plan_transferred_in"})
_OPENED_FOR_A_PLAN = frozenset({"reassessment_requested", "review_decision"})
_ENDED = {
    "died": "The child or young person has died.",
    "moved_away": "The child or young person has moved away, and another authority maintains the plan.",
    "aged_out": "The young person is beyond the age of a plan.",
    "plan_transferred_out": "The plan was transferred to another authority. That authority plans the move.",
}


def no_plan(case: ParentCase, on: date) -> str | None:
    """Return why no transfer can begin in a case on a day, in one sentence; None if it can."""
    for event in reversed(case.events):
        if (why := _ENDED.get(event.event)) is not None:
            return why
    if not _has_plan(case.events):
        return "There is no final plan in this case yet, so there is no plan to amend. Record the final plan first."
    opened_on = case.events[0].on
    if opened_on is not None and on < opened_on:
        return f"{short_date(on)} is before the case was opened on {short_date(opened_on)}; begin the transfer in the case of the plan."
    return None


def _has_plan(events: Iterable[Event]) -> bool:
    found = tuple(events)
    opened_for_a_plan = bool(found) and found[0].event in _OPENED_FOR_A_PLAN
    return opened_for_a_plan or any(event.event in _SENT for event in found)
