"""How a case begins: with a request for an assessment, or later, for a plan that is maintained already.

A plan lasts for years, and the case of its making has closed. A request to re-assess (SEND Regulations 2014 regs 23 to
27) and a decision to cease to maintain the plan (CFA 2014 s.45, reg 31) begin a case of their own for the same child, with
their own limits, so that a refusal or the ceasing can be disputed in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

REQUESTS = frozenset({"request_received", "authority_responsible"})
"""The facts with which the twenty weeks begin."""
OPENINGS: Mapping[str, str] = {
    "request_received": "the request was received",
    "authority_responsible": "the authority became responsible",
    "reassessment_requested": "a re-assessment of a plan that is maintained was asked for",
    "review_decision": "the family was told that the plan will cease",
}
"""The facts that open a case."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """A way in which a case begins: the fact, with its own particulars, and its day in a few words."""

    event: str
    on: str
    fields: Mapping[str, Any] = field(default_factory=dict)


BEGINNINGS: Mapping[str, Beginning] = {
    "assessment": Beginning("request_received", "Received"),
    "reassessment": Beginning("reassessment_requested", "Re-assessment asked for"),
    "ceasing": Beginning("review_decision", "Family told of the ceasing", {"decision": "cease"}),
}
"""What somebody opens a case for, by the word for it in a file, on a page and in the API."""


def opens_for(event: str) -> str:
    """The word for what a case was opened for, by the fact that opened it."""
    return next((word for word, one in BEGINNINGS.items() if one.event == event), "assessment")
