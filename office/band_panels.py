"""Where a panel decided a band: the processes about several cases that had the case on their agenda."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from casework.processes.registry import BY_KIND, PROCESSES
from records import processes
from records.processes import ProcessRow

_OF_SEVERAL = tuple(one.kind for one in PROCESSES if not one.has_case)


@dataclass(frozen=True, slots=True)
class PanelHeld:
    """A process in which a panel met: its id, its heading without personal data, and the address of its page."""

    id: str
    heading: str
    address: str


def panels_of(session: Session, case_id: str, until: date) -> list[PanelHeld]:
    """Return the panels that had a case on their agenda, held up to a day, latest first."""
    rows = processes.select_processes(session, _OF_SEVERAL, case_id=case_id, by_day=True)
    return [_held(row) for row in rows if row.due_on is None or row.due_on <= until]


def panels_named(session: Session, ids: Iterable[str]) -> dict[str, PanelHeld]:
    """Return some panels by their id, without those that the records no longer hold."""
    found = (processes.find(session, one) for one in sorted(set(ids)))
    return {row.process_id: _held(row) for row in found if row is not None}


def _held(row: ProcessRow) -> PanelHeld:
    process = BY_KIND[row.kind]
    return PanelHeld(
        row.process_id, process.heading(row.content), f"{process.group.shown.address}/{row.process_id}"
    )
