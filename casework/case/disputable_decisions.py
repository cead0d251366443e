"""Which decisions a family can dispute, which one a dispute is about, and which outcomes fit it.

Sources: CFA 2014 s.51(2) (what can be appealed), s.53 (what can be mediated), s.45 (decision to cease); SI 2017/1306
reg 4 (recommendations on health and social care, which an appeal about a refusal to assess does not allow).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from casework.case.actions import directions
from statute.facts import Event, is_appealable

DECISIONS = frozenset(
    {
        "assessment_refused",
        "plan_refused",
        "final_issued",
        "amended_final_issued",
        "amendment_not_made",
        "reassessment_refused",
        "review_decision",
    }
)
"""The acts that tell a family of a decision that it may take to mediation or appeal. A review decision counts where it
keeps the plan as it is or ends it."""
CEASE = "cease"
_PLAN = frozenset({"final_issued", "amended_final_issued"})
_AGAINST: Mapping[str, frozenset[str]] = {
    "refusal_to_assess": frozenset({"assessment_refused"}),
    "refusal_to_issue": frozenset({"plan_refused"}),
    "contents": _PLAN,
    "section_i": _PLAN,
    "refusal_to_amend": frozenset({"amendment_not_made", "review_decision"}),
    "refusal_to_reassess": frozenset({"reassessment_refused"}),
    "cease": frozenset({"review_decision"}),
}
_NAMES: Mapping[str, str] = {
    "assessment_refused": "refusal to assess",
    "plan_refused": "refusal to make a plan",
    "final_issued": "contents of the plan",
    "amended_final_issued": "contents of the amended plan",
    "amendment_not_made": "decision not to amend the plan",
    "reassessment_refused": "refusal to re-assess",
    "review_decision": "decision after a review",
}
_AFTER_REVIEW: Mapping[str, str] = {
    CEASE: "decision to cease the plan",
    "maintain": "decision to keep the plan as it is",
}
_OF_A_PLAN = frozenset({"amend_plan", "name_setting"})
_OF_CEASING = frozenset({"continue_plan", "cease_plan"})
_NO_ASSESSMENT, _NO_PLAN = "assessment_refused", "plan_refused"
_DIRECTING = frozenset({"mediation_agreement", "appeal_unopposed", "tribunal_order"})


def is_decision(event: Event) -> bool:
    """Whether a fact is a decision that a family can dispute."""
    return event.event in DECISIONS and is_appealable(event)


def ceases(event: Event) -> bool:
    """Whether a fact is a decision to cease to maintain the plan (s.45). The plan goes on while an appeal may be brought."""
    return event.event == "review_decision" and event.fields.get("decision") == CEASE


def disputed(events: Sequence[Event], against: Any = None) -> int | None:
    """The index of the decision that a dispute is about: the last one it can be `against`, or the last of all."""
    places = [place for place, event in enumerate(events) if is_decision(event)]
    fitting = [place for place in places if against is None or _is_against(events[place], str(against))]
    return fitting[-1] if fitting else None


def decision_name(event: str, decided: Any = None) -> str:
    """The name of a decision, such as "refusal to assess". `decided` is the decision after a review."""
    return _AFTER_REVIEW.get(str(decided)) or _NAMES[event]


def unfitting(events: Sequence[Event], action: str, fields: Mapping[str, Any]) -> str | None:
    """Why an act does not fit the decisions of a case, in one sentence; None if it fits."""
    if action == "appeal_registered" and (against := fields.get("against")) is not None:
        if disputed(events, against) is None:
            kind = str(against).replace("_", " ")
            return f"No recorded decision fits an appeal against {kind}; choose a decision that was made."
        return None
    decided = _in_dispute(events)
    if decided is None:
        return None
    return unfitting_about(decided.event, action, fields)


def unfitting_about(about: str, action: str, fields: Mapping[str, Any]) -> str | None:
    """Why an act cannot result from a dispute about one decision, in one sentence; None if it can."""
    if action == "tribunal_recommendation" and about == _NO_ASSESSMENT:
        return "The Tribunal makes no recommendations in an appeal about a refusal to assess (SI 2017/1306)."
    if action not in _DIRECTING:
        return None
    return next((why for to in directions(fields) if (why := _unfitting_to(about, to)) is not None), None)


def _unfitting_to(about: str, to: str) -> str | None:
    if about == _NO_ASSESSMENT and to in _OF_A_PLAN | _OF_CEASING | {"make_plan"}:
        return (
            f"to={to} cannot follow a refusal to assess, because there has been no assessment; choose assess."
        )
    if about == _NO_PLAN and to in _OF_A_PLAN | _OF_CEASING:
        return (
            f"to={to} cannot follow a refusal to make a plan, because there is no plan yet; choose make_plan."
        )
    if about not in (_NO_ASSESSMENT, _NO_PLAN) and to == "make_plan":
        return "to=make_plan cannot follow a decision about a plan, because there is one; choose amend_plan or name_setting."
    return None


def _in_dispute(events: Sequence[Event]) -> Event | None:
    """The decision that the last appeal is about, if it is still running; otherwise the last decision."""
    against = None
    for event in events:
        if event.event == "appeal_registered":
            against = event.fields.get("against")
        elif event.event in _DIRECTING or event.event == "appeal_ended":
            against = None
    place = disputed(events, against)
    return events[place] if place is not None else None


def _is_against(event: Event, against: str) -> bool:
    if event.event not in _AGAINST.get(against, frozenset()):
        return False
    return event.event != "review_decision" or ceases(event) == (against == CEASE)
