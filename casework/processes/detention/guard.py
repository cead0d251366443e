"""Whether an act may be recorded in a detention: None if it may, otherwise one sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casework.case.actions import Act, Action
from casework.case.particulars import malformed
from casework.processes.authority_numbers import wrong_number
from casework.processes.detention.detention import (
    ACTS,
    CALLS,
    CLOSES,
    ELSEWHERE,
    MOVES,
    PASSES_ON,
    SENDS,
    Detention,
)
from casework.processes.plan_changed import PLAN_CHANGED
from casework.processes.recorded_facts import misdated

_ORDER: Mapping[str, str] = {CALLS: "the detention", MOVES: "the move to other youth accommodation"}


def refusal(state: Detention, act: Act, today: date) -> str | None:
    """Return why an act may not be recorded today, in one sentence; None if it may."""
    if (why := malformed("detention", ACTS, act)) is not None:
        return why
    if act.action == PLAN_CHANGED.name:
        return "This record is closed." if state.is_over else misdated(state, act, today, {})
    return not_now(state, act.action) or misdated(state, act, today, _ORDER) or _not_so(state, act)


def allowed(state: Detention) -> tuple[Action, ...]:
    """Return the acts that may be recorded now, in display order."""
    return tuple(
        action
        for name, action in ACTS.items()
        if name not in (CALLS, PLAN_CHANGED.name) and not_now(state, name) is None
    )


def not_now(state: Detention, action: str) -> str | None:
    """Return why an act may not be recorded at this stage, or None."""
    if state.is_over:
        return "This record is closed. Record a new detention if they are detained again."
    if action == CALLS:
        return "The detention is already recorded." if state.facts else None
    if action == PASSES_ON:
        return _not_to_pass_on(state)
    if action == CLOSES:
        return None
    if state.released_on is not None:
        return "The release is already recorded."
    if action == SENDS and state.is_plan_sent:
        return "The plan was already sent to those responsible there."
    return None


def _not_to_pass_on(state: Detention) -> str | None:
    if state.to != ELSEWHERE:
        return "Record first that they are released to another authority. If they return to this area, you keep the plan."
    return "The new authority was already sent the plan." if state.last(PASSES_ON) is not None else None


def _not_so(state: Detention, act: Act) -> str | None:
    match act.action:
        case "record_detention" if _before(act.fields.get("aware_on"), act.on):
            return "You cannot have learned of the detention before it began; correct one of the dates."
        case "learn_of_release" if _before(act.fields["releases_on"], state.detained_on):
            return "The release cannot be before the detention; correct the day of the release."
        case "record_plan_passed_on":
            return wrong_number(act.fields["new_authority"], "new")
        case "record_release" if act.fields["to"] != ELSEWHERE and state.last(PASSES_ON) is not None:
            return "The plan was sent to another authority, so they are released to its area; choose that, or close this record as a mistake."
    return None


def _before(written: object, day: date | None) -> bool:
    return bool(written) and day is not None and date.fromisoformat(str(written)) < day
