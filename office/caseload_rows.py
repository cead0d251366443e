"""A case as a row of a list, as JSON. It needs none of the parts that show a whole case, so a list starts quickly."""

from __future__ import annotations

from datetime import date
from typing import Any

from records.cases import CaseRow


def row_as_json(row: CaseRow) -> dict[str, Any]:
    """Return a case as a row of a list."""
    return {
        "case": row.case_id,
        "stage": row.stage,
        "rag": row.rag,
        "breached": row.breached,
        "officer": row.officer,
        "team": row.team,
        "received_on": _iso(row.received_on),
        "next_due_on": _iso(row.next_due_on),
        "next_due": row.next_due_title,
        "next_due_rule": row.next_due_rule,
        "closed_on": _iso(row.closed_on),
        "sequence": row.seq,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
