"""Early support in a scenario: what stood beside the request, and at the end. It moves nothing in the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.early_support.policy import SHIPPED
from casework.early_support.rescreen import rescreen_of
from casework.early_support.summary import asks_for, line_of, status_of
from casework.early_support.support_record import KINDS, SupportRecord, WrongField, record_of
from statute.errors import BadFacts
from statute.written_date import read_day

KEY = "early_support"
"""The key of a scenario under which it has records of early support."""


@dataclass(frozen=True, slots=True)
class PlannedSupport:
    """The records of a scenario, in order of their days."""

    records: tuple[SupportRecord, ...]

    def as_json(self, requested_on: date, until: date) -> dict[str, Any]:
        """Return how it stood on the day of the request and at the end, and whose advice it proposes."""
        before = [one for one in self.records if one.on <= requested_on]
        known = [one for one in self.records if one.on <= until]
        waits = rescreen_of(known, SHIPPED)
        return {
            "at_request": line_of(before, SHIPPED, requested_on),
            "at_end": line_of(known, SHIPPED, until),
            "status": status_of(known, SHIPPED, until),
            "rescreen_due_on": waits.due_on.isoformat() if waits is not None and waits.due_on else None,
            "early": [one.on.isoformat() for one in waits.early] if waits is not None else [],
            "proposes": list(asks_for(before)),
            "records": [{"kind": one.kind, "on": one.on.isoformat(), **one.as_json()} for one in known],
        }


def planned_support(rows: Any) -> PlannedSupport:
    """Return the records of a scenario from their rows. Raises BadFacts with one sentence."""
    if not isinstance(rows, list):
        raise BadFacts(
            '"early_support" is not a list of records; write each as an object with a kind and a date.'
        )
    records = [_record(place, row) for place, row in enumerate(rows, start=1)]
    order = list(KINDS)
    return PlannedSupport(tuple(sorted(records, key=lambda one: (one.on, order.index(one.kind)))))


def _record(place: int, row: Any) -> SupportRecord:
    where = f"Record {place} of early support"
    if not isinstance(row, Mapping) or not isinstance(row.get("on"), str):
        raise BadFacts(
            f'{where} needs a kind and a date; write it as {{"kind": "screen", "on": "2026-02-03"}}.'
        )
    answers = {name: value for name, value in row.items() if name not in ("kind", "on")}
    try:
        on = read_day(row["on"])
    except ValueError as fault:
        raise BadFacts(f"{where}: {row['on']!r} {fault}.") from None
    try:
        return record_of(str(row.get("kind")), on, answers, None, date.max)
    except WrongField as fault:
        raise BadFacts(f"{where}: {fault}") from None
