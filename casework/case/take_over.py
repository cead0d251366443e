"""The acts that must have come before an act, in a case that is taken over part-way.

Everyday recording never uses this: there the missing act must be recorded. In a case that is taken over, or a scenario
that leaves acts out, missing acts are assumed to be done without a recorded date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from casework.case.actions import directions
from casework.case.acts import CATALOGUE, Act
from casework.case.case import Case, advice, after
from casework.case.guard import refusal
from casework.case.stages import ENDED, GATHERING, PLANNING, Stage

_AGAINST: Mapping[str, str] = {
    "refusal_to_assess": "assessment_refused",
    "refusal_to_issue": "plan_refused",
    "assess": "assessment_refused",
    "make_plan": "plan_refused",
}
_LONGEST = 12


def implied(case: Case, act: Act, earliest_final: date | None = None) -> tuple[Act, ...]:
    """The acts that must be assumed to be done before `act`, in order.

    Empty if nothing is missing, and also if no chain of acts would make the act possible: the guard then says why.
    """
    missing: list[Act] = []
    while len(missing) < _LONGEST and (name := _next(case, act, earliest_final)) is not None:
        of = act.of if name in ("advice_requested", "setting_consulted") else None
        filled = Act(name, None, of, {}, act.on)
        missing.append(filled)
        case = after(case, filled)
    return tuple(missing)


def why_not(case: Case, acts: Iterable[Act], today: date) -> str | None:
    """Why a case cannot be taken over with these earlier acts, in one sentence; None if it can."""
    found = first_refused(case, acts, today)
    return found[1] if found is not None else None


def first_refused(
    case: Case, acts: Iterable[Act], today: date, *, actor_known: bool = True
) -> tuple[Act, str] | None:
    """The first of these earlier acts that cannot have happened so, and why; None if all can."""
    return first_refused_of(case, ((act, actor_known) for act in acts), today)


def first_refused_of(case: Case, acts: Iterable[tuple[Act, bool]], today: date) -> tuple[Act, str] | None:
    """The same for acts that each say whether the person who acted is known."""
    for act, actor_known in acts:
        for missing in implied(case, act):
            case = after(case, missing)
        if (why := refusal(case, act, today, actor_known=actor_known)) is not None:
            return act, why
        case = after(case, act)
    return None


def _next(case: Case, act: Act, earliest_final: date | None) -> str | None:
    action = CATALOGUE.get(act.action)
    if action is None or case.stage in ENDED:
        return None
    if action.needs_decision and not case.decided:
        about_a_plan = {"to": "amend_plan"} if action.name == "tribunal_recommendation" else act.fields
        return _towards_a_decision(case, about_a_plan)
    if case.stage not in action.stages:
        return _towards(case.stage, action.stages)
    if (
        act.action in ("advice_received", "advice_partial", "appointment_missed")
        and act.of not in advice(case)[0]
    ):
        return "advice_requested"
    if act.action == "setting_responded" and not any(
        e.event == "setting_consulted" and e.of == act.of for e in case.events
    ):
        return "setting_consulted"
    if (
        act.action == "final_issued"
        and earliest_final is not None
        and act.on is not None
        and act.on < earliest_final
    ):
        refused = refusal(case, act, act.on, earliest_final)
        return (
            "representations_received"
            if refused and "representations_received" not in _since_draft(case)
            else None
        )
    return None


def _since_draft(case: Case) -> set[str]:
    names: set[str] = set()
    for event in case.events:
        names = set() if event.event == "draft_issued" else names | {event.event}
    return names


def _towards(stage: Stage, wanted: frozenset[Stage]) -> str | None:
    """The next act of the main path that leads towards a wanted stage, or None."""
    path = (
        Stage.RECEIVED,
        Stage.DECIDING_TO_ASSESS,
        Stage.ASSESSING,
        Stage.DECIDING_TO_ISSUE,
        Stage.DRAFTING,
        Stage.CONSULTING,
        Stage.FINALISING,
        Stage.PLAN_ISSUED,
    )
    if stage not in path:
        return None
    ahead = path[path.index(stage) + 1 :]
    if not any(each in wanted for each in ahead):
        return _by_refusal(stage, wanted)
    if stage in (Stage.RECEIVED, Stage.DECIDING_TO_ASSESS):
        return _by_refusal(stage, wanted) or "assessment_agreed"
    if stage in GATHERING:
        return _by_refusal(stage, wanted) or "plan_agreed"
    return "draft_issued" if stage is Stage.DRAFTING else "final_issued"


def _by_refusal(stage: Stage, wanted: frozenset[Stage]) -> str | None:
    """The refusal that fits the current stage, if only a refusal leads to a wanted stage; else None."""
    if Stage.ASSESSMENT_REFUSED not in wanted or wanted & (PLANNING | GATHERING):
        return None
    if stage in GATHERING:
        return "plan_refused"
    return "assessment_refused" if stage in (Stage.RECEIVED, Stage.DECIDING_TO_ASSESS) else None


def _towards_a_decision(case: Case, fields: Mapping[str, Any]) -> str | None:
    """The next act towards the decision that a dispute is about: the one its fields name, or the next of the stage."""
    about = [str(fields["against"])] if fields.get("against") else directions(fields)
    wanted = next((_AGAINST[each] for each in about if each in _AGAINST), None)
    stage = case.stage
    if case.asks_to_reassess:
        return "reassessment_refused"
    if stage in (Stage.RECEIVED, Stage.DECIDING_TO_ASSESS):
        if wanted in (None, "assessment_refused"):
            return (
                "assessment_refused"
                if wanted or ("against" not in fields and "to" not in fields)
                else "assessment_agreed"
            )
        return "assessment_agreed"
    if stage in GATHERING:
        if wanted == "plan_refused" or (wanted is None and "against" not in fields and "to" not in fields):
            return "plan_refused"
        return "plan_agreed"
    return "draft_issued" if stage is Stage.DRAFTING else "final_issued"
