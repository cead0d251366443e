"""Lines of a case's ledger, and the facts and moments read from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from casework.case.law_pin import PIN_FIELDS
from casework.case.moment import Key
from statute.facts import Event
from statute.local_time import london_date
from statute.words import short_date

_OF_THE_RECORD = frozenset({*PIN_FIELDS, "officer", "team"})
"""Fields of an opening that are not facts: the pin, the officer and the team."""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the ledger.

    `seq` is the number of the transition that wrote it; several lines may share one. `on` is the local day it took
    effect, or None for an act that is assumed to be done. `recorded_at` is the instant on the case's clock. `number`
    (from 1 in each case) and `hash` are set when the line is appended.
    """

    seq: int
    kind: str
    event: str
    on: date | None
    recorded_at: datetime
    stage: str
    text: str
    of: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    not_after: date | None = None
    by: str | None = None
    late: bool = False
    request_id: str | None = None
    number: int = 0
    hash: str = ""


def events_of(lines: Iterable[LedgerLine]) -> tuple[Event, ...]:
    """The facts of a case, in the order of recording."""
    return tuple(
        Event(line.event, line.on, line.of, _particulars(line), line.not_after)
        for line in lines
        if line.kind in ("opening", "act")
    )


def _particulars(line: LedgerLine) -> dict[str, object]:
    kept_apart = _OF_THE_RECORD if line.kind == "opening" else frozenset()
    return {name: value for name, value in line.fields.items() if name not in kept_apart}


def moments_done(lines: Iterable[LedgerLine]) -> frozenset[Key]:
    """The keys of the recorded moments."""
    return frozenset(
        (
            str(line.fields["rule"]),
            line.of,
            date.fromisoformat(str(line.fields["due_on"])),
            line.event,
            int(str(line.fields["step"])),
        )
        for line in lines
        if line.kind == "moment"
    )


def late_note(line: LedgerLine) -> str:
    """The note in a list for a line that was recorded after its day, or ""."""
    return f"recorded late, on {short_date(london_date(line.recorded_at))}" if line.late else ""
