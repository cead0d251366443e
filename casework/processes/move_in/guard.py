"""Whether an act may be recorded in a move in: None if it may, otherwise one sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casework.case.actions import Act, Action
from casework.case.particulars import malformed
from casework.processes.authority_numbers import wrong_number
from casework.processes.move_in.limits import REVIEW, last_day
from casework.processes.move_in.move import ACTS, CALLS, HEARD, MoveIn
from casework.processes.recorded_facts import misdated
from statute.words import short_date

_ORDER: Mapping[str, str] = {CALLS: "the transfer"}


def refusal(move: MoveIn, act: Act, today: date) -> str | None:
    """Return why an act may not be recorded today, in one sentence; None if it may."""
    if (why := malformed("move", ACTS, act)) is not None:
        return why
    if act.action in HEARD:
        return "This move is closed." if move.is_over else misdated(move, act, today, {})
    return not_now(move, act.action) or misdated(move, act, today, _ORDER) or _not_so(move, act)


def allowed(move: MoveIn) -> tuple[Action, ...]:
    """Return the acts that may be recorded now, in display order."""
    return tuple(
        action
        for name, action in ACTS.items()
        if name != CALLS and name not in HEARD and not_now(move, name) is None
    )


def not_now(move: MoveIn, action: str) -> str | None:
    """Return why an act may not be recorded at this stage, or None."""
    if move.is_over:
        return "This move is closed. Record a new one if the plan is transferred again."
    if action == CALLS:
        return "The plan is already recorded as received." if move.facts else None
    if action == "tell_family" and move.told_on is not None:
        return "The family was already told."
    if action == "record_first_review" and move.reviewed_on is not None:
        return "The first review is already recorded."
    return None


def _not_so(move: MoveIn, act: Act) -> str | None:
    if act.action == CALLS and act.on is not None:
        in_case = move.transfer_in_case
        if in_case is not None and act.on != in_case:
            return f"The case says that the plan was transferred on {short_date(in_case)}, and both limits begin on that day; enter it."
        if (why := wrong_number(act.fields["old_authority"], "old")) is not None:
            return why
        if date.fromisoformat(str(act.fields["last_reviewed_on"])) > act.on:
            return "The plan cannot have been reviewed by the old authority after the transfer; correct one of the dates."
    if act.action == "tell_family":
        review_on, by = date.fromisoformat(str(act.fields["review_on"])), last_day(move, REVIEW)
        if by is not None and review_on > by:
            return f"The plan must be reviewed by {short_date(by)} (SEND Regulations 2014, regulation 15(5)); choose that day or an earlier one."
        if act.on is not None and review_on < act.on:
            return "The day of the review cannot be before the day you tell the family; enter a later day."
    return None
