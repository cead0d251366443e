"""The block of the page Today with the re-screens that local policy asks for."""

from __future__ import annotations

from collections.abc import Iterable

from casework.access.permissions import Right, scope_of
from office.early_support import DueRescreen, due_rescreens
from records import cases
from records.cases import CaseRow
from starter.console.views.today_blocks import MOST, Block, Desk, Entry


def rescreens(desk: Desk) -> Iterable[Block]:
    """Yield the re-screens that are due in the person's open cases, and for a team also how many have no case."""
    if scope_of(desk.person, Right.OPEN_CASE) is None:
        return
    found = due_rescreens(desk.session, desk.person, desk.today)
    rows = cases.those(desk.session, [one.case_id for one in found if one.case_id])
    own = [(one, rows[one.case_id]) for one in found if one.case_id and _is_own(desk, rows[one.case_id])]
    entries = [_entry(desk, one, row) for one, row in own[:MOST]]
    others = sum(one.case_id is None for one in found)
    if others and not desk.owns:
        said = "1 child without a case" if others == 1 else f"{others} children without a case"
        entries.append(Entry(f"Ask the settings of {said} for a re-screen", "/early-support"))
    total = len(own) + (others if not desk.owns else 0)
    yield Block(
        "rescreens",
        "Re-screens due by local policy",
        tuple(entries),
        total,
        ("/early-support", "See them all"),
    )


def _is_own(desk: Desk, row: CaseRow) -> bool:
    within = desk.within
    mine = row.officer == desk.person.id if desk.owns else within.teams is None or row.team in within.teams
    return mine and row.closed_on is None


def _entry(desk: Desk, one: DueRescreen, row: CaseRow) -> Entry:
    href = f"/cases/{row.case_id}/early-support"
    days = (one.due_on - desk.today).days
    return Entry(
        "Ask for a re-screen", href, row.case_id, f"The last result was {one.colour}", one.due_on, days
    )
