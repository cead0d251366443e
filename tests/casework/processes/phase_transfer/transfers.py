"""Transfers for tests: begun by a plan or by people, with acts by their days."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.processes.phase_transfer import guard
from casework.processes.phase_transfer.transfer import Transfer, after, begun

CASE = "case-abcdefghijkl"
SECONDARY = {"from_phase": "primary", "to_phase": "secondary", "year": 2027, "setting": "urn-900001"}


def day(written: str) -> date:
    return date.fromisoformat(written)


def transfer(**fields: Any) -> Transfer:
    """A transfer that a plan began on 1 September 2026."""
    return begun(
        "transfer-abcdefghijkl-2027", {"case": CASE, "began_on": "2026-09-01", **SECONDARY, **fields}, None
    )


def done(state: Transfer, *acts: tuple[str, str] | tuple[str, str, dict[str, Any]]) -> Transfer:
    """The transfer after acts, each a name, a day and perhaps its fields; none may be refused."""
    for name, on, *fields in acts:
        act = Act(name, day(on), None, fields[0] if fields else {})
        assert guard.refusal(state, act, day(on)) is None, guard.refusal(state, act, day(on))
        state = after(state, act)
    return state
