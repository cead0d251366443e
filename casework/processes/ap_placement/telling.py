"""What a placement reports to its case."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from casework.case.actions import Act
from casework.processes.ap_placement.acts import PROVIDER
from casework.processes.ap_placement.limits import owed
from casework.processes.ap_placement.placement import Placement, after
from casework.processes.telling import ToCase, reported

_HOW = {"record_return": "returned", "move_on": "moved_on", "end_early": "ended_early"}


def told(before: Placement, act: Act) -> tuple[ToCase, ...]:
    """Return what to report to the case about an act, if there is a case; `before` is the placement before it."""
    fields, case = act.fields, before.case
    if case is None:
        return ()

    fact = partial(reported, case, before.id, act.on)
    match act.action:
        case "refer_placement":
            return fact("placement_referred", tier=fields["tier"], reason=fields["reason"])
        case "decide_placement":
            return fact("placement_decided", decision=fields["decision"], reason=fields["reason"])
        case "decide_education":
            again = _look_again_on(after(before, act), act)
            return fact(
                "education_decided",
                education=fields["education"],
                reason=fields["reason"],
                look_again_on=again,
            )
        case "early_review" if fields["outcome"] == "offered":
            return fact("placement_review_offered")
        case "start_placement":
            plan = {
                name: before.in_last(name, "agree_objectives") for name in ("objectives", "return_criteria")
            }
            match = {name: before.matched(name) for name in ("sessions", "planned_end")}
            return fact("placement_started", tier=before.tier, **match, **plan)
        case "extend_placement":
            return fact("placement_lengthened", until=fields["until"], reason=fields["reason"])
        case "plan_return":
            return fact("placement_return_planned", timetable=fields["timetable"])
        case "give_as_evidence":
            started = before.started_on.isoformat() if before.started_on else None
            return fact("placement_evidence", tier=before.tier, started_on=started, summary=fields["summary"])
        case name if name in _HOW:
            return fact("placement_ended", how=_HOW[name], reason=fields.get("reason"))
        case name if name == PROVIDER:
            return _checks(before, case, act)
    return ()


def _look_again_on(placement: Placement, act: Act) -> str | None:
    if act.on is None or not placement.waits_to_look_again:
        return None
    return next((one.due_on.isoformat() for one in owed(placement, act.on) if one.role == "look_again"), None)


def _checks(before: Placement, case: str, act: Act) -> tuple[ToCase, ...]:
    """Return the report that a check runs out soon, while the pupil is with the provider."""
    until = act.fields.get("checked_until")
    if before.stage_code not in ("started", "returning") or not until or act.on is None:
        return ()
    if date.fromisoformat(str(until)) - act.on > timedelta(days=before.policy["provider_check_days"]):
        return ()
    return (ToCase(case, "placement_checks_end", {"day": str(until)}, on=act.on, of=before.id),)
