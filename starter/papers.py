"""The papers that an act names: a list or a plan of this very case, and fit to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from records import lists


def why_not(session: Session, case_id: str, action: str, fields: Mapping[str, Any]) -> str | None:
    """Why the paper that an act names cannot be sent, in one sentence; None where it can, or where it names none."""
    if action == "tailored_list_sent" and (list_id := fields.get("list")) is not None:
        return _the_list(session, case_id, str(list_id))
    return None


def _the_list(session: Session, case_id: str, list_id: str) -> str | None:
    kept = lists.find_list(session, list_id)
    if kept is None or kept.case_id != case_id:
        return f"There is no list {list_id!r} of this case; make one with `ehcp list make {case_id}`."
    return None
