"""Whether the child of a case has a plan, and why no pupil can be referred in a case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.processes.process import ParentCase
from statute.facts import Event
from statute.words import short_date

_MADE = frozenset({"final_issued", "amended_final_issued", "plan_transferred_in", "reassessment_requested"})
_GONE = frozenset({"plan_transferred_out"})
_ENDED = {
    "died": "The child or young person has died.",
    "moved_away": "The child or young person has moved away. The authority of their new area arranges their education.",
    "aged_out": "The young person is beyond the age of alternative provision.",
}


def has_plan(events: Iterable[Event]) -> bool:
    """Return whether a plan is maintained for the child, by the facts of the case."""
    found = False
    for event in events:
        if event.event in _MADE or (
            event.event == "review_decision" and event.fields.get("decision") != "cease"
        ):
            found = True
        elif event.event in _GONE:
            found = False
    return found


def not_for(case: ParentCase, on: date) -> str | None:
    """Return why no pupil can be referred in a case on a day, in one sentence; None if one can."""
    for event in case.events:
        if (why := _ENDED.get(event.event)) is not None:
            return why
    opened_on = case.events[0].on if case.events else None
    if opened_on is not None and on < opened_on:
        return f"{short_date(on)} is before the case was opened on {short_date(opened_on)}; correct the date."
    return None
