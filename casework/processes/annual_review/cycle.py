"""The plan that a case made: whether it is in force, and the cycle in which it must be reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.case.letter_days import as_told
from casework.people.parties import NOWHERE
from casework.processes import law_limits
from casework.processes.annual_review.limits import CYCLE
from casework.processes.process import ParentCase
from statute.words import short_date

_SENT = frozenset({"final_issued", "amended_final_issued", "plan_transferred_in"})
_OPENED_FOR_A_PLAN = frozenset({"reassessment_requested", "review_decision"})
_REVIEWED = ("review_decision", "amendment_notice")
_ENDED = {
    "died": "The child or young person has died.",
    "moved_away": "The child or young person has moved away, and another authority maintains the plan.",
    "aged_out": "The young person is beyond the age of a plan.",
    "plan_transferred_out": "The plan was transferred to another authority, which reviews it.",
}


def no_plan(case: ParentCase, on: date) -> str | None:
    """Return why there is no plan to review in a case, in one sentence; None if there is one."""
    events = case.events
    for event in reversed(events):
        if (why := _ENDED.get(event.event)) is not None:
            return why
    opened_for_a_plan = bool(events) and events[0].event in _OPENED_FOR_A_PLAN
    if not opened_for_a_plan and not any(event.event in _SENT for event in events):
        return "There is no final plan in this case yet, so there is nothing to review. Record the final plan first."
    began_on = events[0].on
    if began_on is not None and on < began_on:
        return f"{short_date(on)} is before the case was opened on {short_date(began_on)}; review the plan in its own case."
    return None


def cycle_of(case: ParentCase) -> Mapping[str, Any]:
    """Return the days of the cycle and the setting of a plan, from the facts of its case, as JSON values."""
    events = as_told(case.events)
    last = max((event.on for event in events if event.on is not None), default=date.min)
    found = law_limits.owed(law_limits.obligations_of(events, None, last, (CYCLE,)))
    named = [event.fields.get("setting") for event in events if event.event in _SENT]
    reviewed = [event.on.isoformat() for event in events if event.event in _REVIEWED and event.on is not None]
    return {
        "cycle_began_on": found[-1].started_on.isoformat() if found else None,
        "cycle_ends_on": found[-1].due_on.isoformat() if found else None,
        "last_review_on": reviewed[-1] if reviewed else None,
        "setting": next((str(each) for each in reversed(named) if each), None),
        "attends_no_setting": bool(events) and events[0].fields.get("attends") == NOWHERE,
    }
