"""The officer and the team of a case, read from its ledger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from casework.case.casework_acts import ASSIGNMENTS
from casework.case.ledger_line import LedgerLine


class Assignment(NamedTuple):
    """The officer and the team of a case; None where the case has none."""

    officer: str | None
    team: str | None


def assignment(lines: Iterable[LedgerLine]) -> Assignment:
    """The officer and the team after these ledger lines."""
    officer: str | None = None
    team: str | None = None
    for line in lines:
        if line.kind == "opening" or line.event in ASSIGNMENTS:
            is_unassigned = line.event == "officer_unassigned"
            officer = None if is_unassigned else line.fields.get("officer") or officer
            team = line.fields.get("team") or team
    return Assignment(officer, team)
