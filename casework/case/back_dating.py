"""The day from which an act that tells a person counts: an earlier day only with evidence. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.case.actions import CLAIMED_ON, TOLD_EVIDENCE, TOLD_HOW, Action, is_told_elsewhere


def counted_from(action: Action | None, on: date, fields: Mapping[str, Any], today: date) -> date:
    """The day from which an act counts. Without evidence, an act that tells a person counts from today."""
    is_claim = action is not None and action.tells and on < today and not is_told_elsewhere(fields)
    return today if is_claim else on


def with_claim(on: date, counted: date) -> dict[str, str]:
    """The field that keeps the day that a person entered, if the act counts from another."""
    return {CLAIMED_ON: on.isoformat()} if counted != on else {}


def wrong_evidence(fields: Mapping[str, Any]) -> str | None:
    """Why the evidence of telling is not whole, in one sentence; None if it is, or if none is given."""
    if CLAIMED_ON in fields:
        return f"The service adds {CLAIMED_ON} itself; leave it out."
    if bool(fields.get(TOLD_HOW)) == bool(fields.get(TOLD_EVIDENCE)):
        return None
    return f"An earlier day needs both how you told them ({TOLD_HOW}) and the document that shows it ({TOLD_EVIDENCE})."
