"""The cycle in which the plan that a case made must be reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.case.letter_days import as_told
from casework.people.parties import NOWHERE
from casework.processes import law_limits
from casework.processes.annual_review.limits import AFTER_TRANSFER, CYCLES
from casework.processes.plan_in_case import SENT
from casework.processes.process import ParentCase

_REVIEWED = ("review_decision", "amendment_notice")


def cycle_of(case: ParentCase) -> Mapping[str, Any]:
    """Return the days of the cycle and the setting of a plan, from the facts of its case, as JSON values."""
    events = as_told(case.events)
    last = max((event.on for event in events if event.on is not None), default=date.min)
    found = law_limits.owed(law_limits.obligations_of(events, None, last, CYCLES))
    named = [event.fields.get("setting") for event in events if event.event in SENT]
    reviewed = [event.on.isoformat() for event in events if event.event in _REVIEWED and event.on is not None]
    return {
        "cycle_began_on": found[-1].started_on.isoformat() if found else None,
        "cycle_ends_on": found[-1].due_on.isoformat() if found else None,
        "after_transfer": found[-1].role == AFTER_TRANSFER if found else False,
        "reviewed_before_on": found[-1].start.fields.get("last_reviewed_on") if found else None,
        "last_review_on": reviewed[-1] if reviewed else None,
        "setting": next((str(each) for each in reversed(named) if each), None),
        "attends_no_setting": bool(events) and events[0].fields.get("attends") == NOWHERE,
    }
