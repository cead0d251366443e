"""The decisions of a case, each with what happened to it later. A later change never overwrites a decision.

The SEN2 return keeps the first outcome and its date, with one flag for mediation and one for the Tribunal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from casework.case.actions import directions
from casework.case.disputable_decisions import CEASE, is_decision
from statute.facts import Event

_AGREED = frozenset({"assessment_agreed", "plan_agreed", "reassessment_agreed"})
_CHANGED_BY: Mapping[str, str] = {
    "mediation_agreement": "mediation",
    "tribunal_order": "tribunal",
    "appeal_unopposed": "conceded",
    "decision_reversed": "authority",
}
_LEAVES_IT = frozenset({"other", "continue_plan", "cease_plan"})
"""Outcomes that do not change the disputed decision. Continuing a plan changes only a decision to cease it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as the family was told it, and who changed it later and when.

    `outcome` is the decision after a review: to maintain the plan as it is, or to cease it.
    """

    decision: str
    on: date | None
    outcome: str | None = None
    mediation: bool = False
    tribunal: bool = False
    changed_by: str | None = None
    changed_on: date | None = None


def decides(event: Event) -> bool:
    """Whether a fact is a decision of the authority."""
    return is_decision(event) or event.event in _AGREED


def decisions(events: Iterable[Event]) -> tuple[Decision, ...]:
    """Every decision in order. A dispute is about the last decision that can be disputed."""
    found: list[Decision] = []
    disputed: int | None = None
    for event in events:
        if decides(event):
            found.append(Decision(event.event, event.on, event.fields.get("decision")))
            disputed = len(found) - 1 if is_decision(event) else disputed
        elif disputed is not None:
            found[disputed] = _after(found[disputed], event)
    return tuple(found)


def _after(decision: Decision, event: Event) -> Decision:
    match event.event:
        case "mediation_held":
            return replace(decision, mediation=True)
        case "appeal_registered":
            return replace(decision, tribunal=True)
    by = _CHANGED_BY.get(event.event)
    leaving = _LEAVES_IT - {"continue_plan"} if decision.outcome == CEASE else _LEAVES_IT
    to = directions(event.fields)
    leaves_it = bool(to) and leaving.issuperset(to)
    if by is None or decision.changed_by is not None or leaves_it:
        return decision
    return replace(decision, changed_by=by, changed_on=event.on)
