"""Whether a case has a plan that is maintained, and why a process of a plan cannot begin in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.processes.process import ParentCase
from statute.facts import Event
from statute.words import short_date

_SENT = frozenset({"final_issued", "amended_final_issued", "plan_transferred_in", "released_plan_received"})
_OPENED_FOR_A_PLAN = frozenset({"reassessment_requested", "review_decision"})
_ENDED = {
    "died": "The child or young person has died.",
    "moved_away": "The child or young person has moved away, and another authority maintains the plan.",
    "aged_out": "The young person is beyond the age of a plan.",
    "plan_transferred_out": "The plan was transferred to another authority.",
}


def has_plan(events: Iterable[Event]) -> bool:
    """Return whether a plan is maintained, by the facts of a case."""
    found = tuple(events)
    opened_for_a_plan = bool(found) and found[0].event in _OPENED_FOR_A_PLAN
    return opened_for_a_plan or any(event.event in _SENT for event in found)


def why_over(case: ParentCase) -> str | None:
    """Return why the authority has no more duties in a case, in one sentence; None if it has."""
    found = (why for event in reversed(case.events) if (why := _ENDED.get(event.event)) is not None)
    return next(found, None)


def before_case(case: ParentCase, on: date) -> str | None:
    """Return that a day is before the case was opened; None if it is not."""
    opened_on = case.events[0].on if case.events else None
    if opened_on is None or on >= opened_on:
        return None
    return f"{short_date(on)} is before the case was opened on {short_date(opened_on)}; correct the date."


def why_no_plan(case: ParentCase, on: date) -> str | None:
    """Return why there is no plan to act on in a case on a day, in one sentence; None if there is one."""
    if (why := why_over(case)) is not None:
        return why
    if not has_plan(case.events):
        return "There is no final plan in this case yet. Record the final plan first."
    return before_case(case, on)
