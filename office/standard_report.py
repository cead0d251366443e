"""The report on standards, the same for every reader, so that two readers cannot work out a hidden number together."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from casework.people.census import in_words
from casework.small_numbers.suppression import SMALLEST_SHOWN, PublishedTable
from casework.standards.report import Report, report
from records import standards
from records.caseload import Seen

_EVERYONE: Final = Seen("", None)
"""All cases that are not sealed, whoever reads."""


def report_of(session: Session) -> Report:
    """Return the tables of the report, with small numbers hidden."""
    names = {}
    for one in standards.versions(session):
        kept = standards.find(session, one.catalogue, one.version)
        for each in kept.standards if kept else ():
            names[one.catalogue, each.id] = f"{each.id} {each.statement.rstrip('.')}"
    needs = {
        case_id: in_words("primary_need", code) for case_id, code in standards.needs_above(session).items()
    }
    return report((asdict(one) for one in standards.counted(session, _EVERYONE)), names, needs)


def as_json(found: Report, as_at: date) -> dict[str, Any]:
    """Return the report as JSON. A number that is hidden is null."""
    return {
        "as_at": as_at.isoformat(),
        "hidden_below": SMALLEST_SHOWN,
        "not_tried": _table(found.not_tried),
        "above_the_catalogue": _table(found.above),
    }


def _table(one: PublishedTable) -> dict[str, Any]:
    return {
        "settings": list(one.columns),
        "rows": [
            {"row": row, "cases": {column: one.cells[row, column] for column in one.columns}, "all": one.row_totals[row]}
            for row in one.rows
        ],
        "all": {**one.column_totals},
        "total": one.total,
    }  # fmt: skip
