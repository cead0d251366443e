"""How a case begins: with a request for an assessment, or later for a plan that is already maintained.

A plan lasts for years, and the case that made it has closed. A request to re-assess (SEND Regulations 2014 regs 23 to
27) or a decision to cease to maintain the plan (CFA 2014 s.45, reg 31) opens a new case for the same child. That case has
its own limits, and the refusal or the decision to cease can be disputed in it. A plan that another authority transfers, and a
child who moves in while another authority assesses, begin a case too: what the other authority decided is not copied. If a request
to re-assess is recorded as a process of the plan, the decision on it opens the case. If a family disputes a decision to keep, amend or
not amend a plan, that decision opens the case in which mediation and appeal run. A plan in force that is taken over from another
system begins with the day on which it was first sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

REQUESTS = frozenset({"request_received", "authority_responsible"})
"""The facts that start the 20 weeks."""
OPENINGS: Mapping[str, str] = {
    "request_received": "the request was received",
    "authority_responsible": "the authority became responsible",
    "reassessment_requested": "a re-assessment of a plan that is maintained was asked for",
    "review_decision": "the family was told that the plan will cease",
    "plan_transferred_in": "the plan was transferred from another authority",
    "final_issued": "the final plan was sent",
    "amended_final_issued": "the amended plan was sent",
    "amendment_not_made": "the family was told that the plan will not be amended",
    "reassessment_agreed": "the family was told that there will be a re-assessment",
    "reassessment_refused": "the family was told that there will be no re-assessment",
}
"""The facts that open a case, each as a clause."""
_KEPT = "the family was told that the plan stays as it is"


@dataclass(frozen=True, slots=True)
class Beginning:
    """A way in which a case begins: the fact, its fields, a short label for its day, and whether someone asks for it.

    `by_hand` is whether people open such a case. The others are opened from a plan, by a decision or when a family disputes one, or by
    the take-over of a plan in force.
    """

    event: str
    on: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    is_asked: bool = True
    by_hand: bool = True


BEGINNINGS: Mapping[str, Beginning] = {
    "assessment": Beginning("request_received", "Received"),
    "reassessment": Beginning("reassessment_requested", "Re-assessment asked for"),
    "ceasing": Beginning(
        "review_decision", "Family told the plan will end", {"decision": "cease"}, is_asked=False
    ),
    "moved_in": Beginning("plan_transferred_in", "Plan transferred to us", is_asked=False),
    "moved_in_request": Beginning("authority_responsible", "We became responsible", is_asked=False),
    "plan_in_force": Beginning("final_issued", "First plan sent", is_asked=False, by_hand=False),
    "kept": Beginning(
        "review_decision",
        "Family told the plan stays as it is",
        {"decision": "maintain"},
        is_asked=False,
        by_hand=False,
    ),
    "amended": Beginning("amended_final_issued", "Amended plan sent", is_asked=False, by_hand=False),
    "not_amended": Beginning(
        "amendment_not_made", "Family told the plan is not amended", is_asked=False, by_hand=False
    ),
    "reassessment_agreed": Beginning(
        "reassessment_agreed", "Re-assessment agreed", is_asked=False, by_hand=False
    ),
    "reassessment_refused": Beginning(
        "reassessment_refused", "Re-assessment refused", is_asked=False, by_hand=False
    ),
}
"""What a case is opened for, by the word for it in a file, on a page and in the API."""
BY_HAND: tuple[str, ...] = tuple(word for word, one in BEGINNINGS.items() if one.by_hand)
"""Those that people open."""


def opens_for(event: str, fields: Mapping[str, Any] | None = None) -> str:
    """The word for what a case was opened for, from the fact that opened it and its fields."""
    given = fields or {}
    for word, one in BEGINNINGS.items():
        if one.event == event and given.get("decision", one.fields.get("decision")) == one.fields.get(
            "decision"
        ):
            return word
    return "assessment"


def opening_clause(event: str, fields: Mapping[str, Any]) -> str:
    """The fact that opened a case as a clause, such as "the request was received"."""
    return _KEPT if opens_for(event, fields) == "kept" else OPENINGS[event]
