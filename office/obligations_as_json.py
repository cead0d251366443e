"""The stored obligations of a case as JSON, with their status on a given day."""

from __future__ import annotations

from datetime import date
from typing import Any

from records.cases import ObligationRow


def obligation_as_json(row: ObligationRow, day: date) -> dict[str, Any]:
    """Return an obligation as JSON with its status on a day. The keys of the contract come first."""

    def iso(on: date | None) -> str | None:
        return None if on is None else on.isoformat()

    told = row.on(day)
    return {
        "rule": row.rule,
        "citation": row.citation,
        "of": row.of,
        "started_on": iso(row.started_on),
        "due_on": iso(row.due_on),
        "met_on": iso(row.met_on),
        "status": told.status,
        "days_late": told.days_late,
        "because": told.because,
        "role": row.role,
        "title": row.title,
        "kind": row.kind,
        "duty_holder": row.duty_holder,
        "verified": row.verified,
        "excused_by": told.excused_by,
        "safe_on": iso(row.safe_on),
        "earliest_final": iso(row.earliest_final),
        "raw_due_on": iso(row.raw_due_on),
        "closed_on": iso(row.closed_on),
    }
