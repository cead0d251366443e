"""Who has a case: its officer and its team, as its ledger tells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from casework.case.casework_acts import ASSIGNMENTS
from casework.case.ledger_line import LedgerLine


class Assignment(NamedTuple):
    """The officer and the team of a case; None where there is none."""

    officer: str | None
    team: str | None


def assignment(lines: Iterable[LedgerLine]) -> Assignment:
    """Who has the case after these lines."""
    officer: str | None = None
    team: str | None = None
    for line in lines:
        if line.kind == "opening" or line.event in ASSIGNMENTS:
            is_unassigned = line.event == "officer_unassigned"
            officer = None if is_unassigned else line.fields.get("officer") or officer
            team = line.fields.get("team") or team
    return Assignment(officer, team)
