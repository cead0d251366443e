"""List the demo cases that wait for the panel to the coming sittings, as their officers would today."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Final

from casework.processes.registry import BY_KIND
from office.demo.planned import PlannedCase
from office.demo.sittings import CHAIR, LISTS, MEMBERS, PANEL, sitting_id
from office.office import Office
from office.process_acts import act_in, call
from records import cases, processes
from records.database import Database
from statute.local_time import london_date
from workflows.messages import ActMessage

_ABOUT: Final = "plan"
"""What the panel is asked."""


async def list_to_coming(office: Office, planned: Sequence[PlannedCase]) -> int:
    """Call each coming sitting and list the open cases that wait for it. Returns how many cases are listed to one.

    A second call changes nothing. A sitting whose day has passed since the caseload was made is left out.
    """
    today = london_date(datetime.now(UTC))
    by_day: dict[date, list[PlannedCase]] = {}
    for one in planned:
        if one.waits_for is not None and one.waits_for >= today:
            by_day.setdefault(one.waits_for, []).append(one)
    count = 0
    for day, waiting in sorted(by_day.items()):
        count += await _list(office, day, await asyncio.to_thread(_open, office.database, waiting), today)
    return count


async def _list(office: Office, day: date, waiting: Sequence[PlannedCase], today: date) -> int:
    if not waiting:
        return 0
    its_id = sitting_id(day)
    known = await asyncio.to_thread(_agenda, office.database, its_id)
    if known is None:
        members = [{"id": one, "role": role} for one, role in MEMBERS]
        asked = {"sits_on": day.isoformat(), "chair": CHAIR, "members": members}
        await call(office, PANEL.kind, asked, CHAIR, process_id=its_id)
    for one in waiting:
        if one.case_id not in (known or ()):
            message = ActMessage(
                action=LISTS,
                on=today,
                of=one.case_id,
                fields={"about": _ABOUT},
                by=one.officer,
                request_id=f"{its_id}-{one.case_id}",
            )
            await act_in(office, its_id, message)
    return len(waiting)


def _open(database: Database, waiting: Iterable[PlannedCase]) -> list[PlannedCase]:
    """Return the cases that are still open."""
    found = list(waiting)
    with database.read() as session:
        rows = cases.those(session, [one.case_id for one in found])
    return [one for one in found if one.case_id in rows and rows[one.case_id].closed_on is None]


def _agenda(database: Database, its_id: str) -> frozenset[str] | None:
    """Return the cases on the agenda of a sitting; None if it was not called yet."""
    with database.read() as session:
        row = processes.find(session, its_id)
    return (
        frozenset(BY_KIND[row.kind].cases(BY_KIND[row.kind].state(row.content))) if row is not None else None
    )
