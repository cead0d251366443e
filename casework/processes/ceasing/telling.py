"""What an ending reports to its case and to its plan."""

from __future__ import annotations

from functools import partial

from casework.case.actions import Act
from casework.processes.ceasing.ending import CEASE, KEEP, Ending
from casework.processes.decision_case import DecisionCase
from casework.processes.telling import ToCase, reported
from statute.facts import Event


def told(before: Ending, act: Act) -> tuple[ToCase, ...]:
    """Return what to report to the case about an act. The decision to cease is told by the case that it opens."""
    fields = act.fields
    setting = before.value("setting", "ask_views")

    fact = partial(reported, before.case, before.id, act.on)
    match act.action:
        case "ask_views":
            return fact(
                "ending_considered",
                proposal=fields["proposal"],
                reply_by=fields["reply_by"],
                setting=fields.get("setting"),
            )
        case "decide_ceasing" if fields["decision"] == KEEP:
            return fact("ending_decided_against", because=fields["because"], setting=setting)
        case "end_plan":
            return fact("plan_ended", ended_on=act.on.isoformat() if act.on else None, setting=setting)
    return ()


def to_plan(before: Ending, act: Act) -> tuple[Event, ...]:
    """Return the facts that an act adds to the life of the plan: the decision to cease, and the end."""
    if act.action == "decide_ceasing" and act.fields["decision"] == CEASE:
        return (Event("review_decision", act.on, None, {"decision": CEASE, "ending": before.id}),)
    if act.action == "end_plan":
        return (Event("plan_ended", act.on, None, {"reason": before.code}),)
    return ()


def opens_case(before: Ending, act: Act) -> DecisionCase | None:
    """Return the case in which the decision to cease can be disputed. It writes to the family, the setting and the health body."""
    if act.action != "decide_ceasing" or act.fields["decision"] != CEASE or act.on is None:
        return None
    return DecisionCase("ceasing", act.on, {"decision": CEASE, "reason": act.fields["because"]})
