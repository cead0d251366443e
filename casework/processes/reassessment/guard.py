"""Whether an act may be recorded in a re-assessment: None if it may, otherwise one sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casework.case.actions import Act, Action
from casework.case.particulars import malformed
from casework.processes.plan_changed import PLAN_CHANGED
from casework.processes.reassessment.reassessment import (
    ACTS,
    AGREE,
    AUTHORITY,
    CALLS,
    CLOSES,
    DECIDES,
    RECENT,
    REFUSE,
    SENDS,
    UNCHANGED,
    WITHDRAWN,
    Reassessment,
)
from casework.processes.recorded_facts import misdated
from statute.rights import reassessment_bar_ends, reassessment_may_be_refused
from statute.words import short_date

_ORDER: Mapping[str, str] = {CALLS: "the request", DECIDES: "the decision"}


def refusal(state: Reassessment, act: Act, today: date) -> str | None:
    """Return why an act may not be recorded today, in one sentence; None if it may."""
    if (why := malformed("re-assessment", ACTS, act)) is not None:
        return why
    if act.action == PLAN_CHANGED.name:
        return "This re-assessment is over." if state.is_over else misdated(state, act, today, {})
    return not_now(state, act.action) or misdated(state, act, today, _ORDER) or _not_so(state, act)


def allowed(state: Reassessment) -> tuple[Action, ...]:
    """Return the acts that may be recorded now, in display order."""
    return tuple(
        action
        for name, action in ACTS.items()
        if name not in (CALLS, PLAN_CHANGED.name) and not_now(state, name) is None
    )


def not_now(state: Reassessment, action: str) -> str | None:
    """Return why an act may not be recorded at this stage, or None."""
    if state.is_over:
        return "This re-assessment is over. Record a new request if another one is asked for."
    if action == CALLS:
        return "The request is already recorded." if state.facts else None
    if action == DECIDES and state.decision is not None:
        return "The decision is already recorded."
    if action == SENDS and state.decision != AGREE:
        return "Decide first whether to re-assess."
    return None


def _not_so(state: Reassessment, act: Act) -> str | None:
    if act.action == DECIDES and act.fields["decision"] == REFUSE:
        return cannot_refuse(state, act)
    if act.action == CLOSES and act.fields["why"] == WITHDRAWN and state.decision is not None:
        return "A request can be withdrawn only before the decision. Record the plan after the re-assessment, or that the plan is unchanged."
    if act.action == CLOSES and act.fields["why"] == UNCHANGED and state.decision is None:
        return "Decide first whether to re-assess; only a re-assessment can leave the plan unchanged."
    return None


def cannot_refuse(state: Reassessment, act: Act) -> str | None:
    """Return why a refusal does not fit a ground of regulation 24 or has no reasons, or None."""
    if state.asked_by == AUTHORITY:
        return "No one asked for this re-assessment, so there is no request to refuse. Close this record if the authority does not go on."
    if not act.fields.get("ground"):
        return (
            "Choose the ground of the refusal: the law has only two (SEND Regulations 2014, regulation 24)."
        )
    if not act.fields.get("reason"):
        return "A refusal must give its reasons. Enter them: the letter gives them to the family."
    if act.fields["ground"] != RECENT or state.requested_on is None:
        return None
    if not act.fields.get("last_assessed_on"):
        return "Enter the day of the last assessment: this ground needs one within the six months before the request (regulation 24)."
    last = date.fromisoformat(str(act.fields["last_assessed_on"]))
    if last > state.requested_on:
        return "The last assessment cannot be after the request; correct one of the dates."
    if not reassessment_may_be_refused(last, state.requested_on):
        return (
            f"An assessment on {short_date(last)} is a ground only for a request before {short_date(reassessment_bar_ends(last))} "
            f"(regulation 24). Decide whether another assessment is necessary."
        )
    return None
