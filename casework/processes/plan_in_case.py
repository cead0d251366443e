"""Whether a case has a plan that is maintained, and why a process of a plan cannot begin in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from casework.processes.process import ParentCase
from statute.facts import Event
from statute.words import short_date

SENT = frozenset({"final_issued", "amended_final_issued", "plan_transferred_in"})
"""The facts with which a plan, or another version of it, is in force here."""
_IN_FORCE = SENT | {"released_plan_received"}
_OPENED_FOR_A_PLAN = frozenset(
    {"reassessment_requested", "reassessment_agreed", "reassessment_refused", "review_decision"}
)
_GONE = "plan_transferred_out"
_TRANSFERRED = "The plan was transferred to another authority."
_ENDED = {
    "died": "The child or young person has died.",
    "moved_away": "The child or young person has moved away, and another authority maintains the plan.",
    "aged_out": "The young person is beyond the age of a plan.",
    _GONE: _TRANSFERRED,
}
_CORRECT = "correct the date"


def has_plan(events: Iterable[Event]) -> bool:
    """Return whether a plan is maintained, by the facts of a case."""
    found = False
    for at, event in enumerate(events):
        if event.event in _IN_FORCE or (not at and event.event in _OPENED_FOR_A_PLAN):
            found = True
        elif event.event == _GONE:
            found = False
    return found


def why_over(case: ParentCase, ended: Mapping[str, str] = _ENDED) -> str | None:
    """Return why nothing can begin in a case, in one sentence; None if something can. `ended` holds the sentence for each fact."""
    found = (why for event in reversed(case.events) if (why := ended.get(event.event)) is not None)
    return next(found, None)


def before_case(case: ParentCase, on: date, instead: str = _CORRECT) -> str | None:
    """Return that a day is before the case was opened, and what to do instead; None if it is not."""
    opened_on = case.events[0].on if case.events else None
    if opened_on is None or on >= opened_on:
        return None
    return f"{short_date(on)} is before the case was opened on {short_date(opened_on)}; {instead}."


def why_no_plan(
    case: ParentCase, on: date, *, so: str = "", then: str = "", instead: str = _CORRECT
) -> str | None:
    """Return why there is no plan to act on in a case on a day; None if there is one.

    A kind can say more: `so` is what follows when there is no plan yet, `then` is what to do once another authority has the
    plan, and `instead` is what to do if the day is before the case.
    """
    if (why := why_over(case, {**_ENDED, _GONE: f"{_TRANSFERRED} {then}".rstrip()})) is not None:
        return why
    if not has_plan(case.events):
        follows = f", so {so}" if so else ""
        return f"There is no final plan in this case yet{follows}. Record the final plan first."
    return before_case(case, on, instead)
