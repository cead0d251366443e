"""The case in which a family disputes a decision on its plan: mediation and appeal run in it, and the plan hears them.

A decision to cease opens its case by itself, because that case writes to the family. Any other decision after a review is
rarely disputed, so people open its case when a family does.
"""

from __future__ import annotations

from casework.case.disputable_decisions import ceases
from casework.case.openings import opens_for
from casework.processes.decision_case import DecisionCase
from casework.processes.maintained_plan.plan import Plan, last_decision, mark_of

_IN_ITS_OWN_CASE = frozenset({"final_issued"})
_KEPT_FIELDS = ("decision", "setting", "document")


def why_no_dispute(plan: Plan) -> str | None:
    """Why no case can be opened for the last decision about a plan, in one sentence; None if one can."""
    decision = last_decision(plan)
    if decision is None:
        return "No decision about this plan is recorded that a family can dispute. Record the decision in the review first."
    if decision.event in _IN_ITS_OWN_CASE:
        return "The last decision is the first plan. Record the dispute in the case that made the plan."
    if ceases(decision):
        return "A case was opened with the decision to end the plan. Record the dispute there."
    if mark_of(decision) in plan.disputed_facts:
        return "A case is open for this decision already. Record the dispute there."
    return None


def case_for_dispute(plan: Plan) -> DecisionCase | None:
    """The case for a dispute about the last decision. The family has the letter with the decision already."""
    decision = last_decision(plan)
    if decision is None or decision.on is None:
        return None
    fields = {name: decision.fields[name] for name in _KEPT_FIELDS if name in decision.fields}
    return DecisionCase(opens_for(decision.event, decision.fields), decision.on, fields, told_before=True)
