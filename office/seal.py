"""Sealing a case: only its officer and those named for it may see it."""

from __future__ import annotations

from datetime import UTC, datetime

from casework.access.permissions import Person, Right
from office.gate import Gate
from office.refusals import ActRefused
from records import access

_SHORTEST_REASON = 10


def seal(gate: Gate, person: Person, case_id: str, reason: str, named: frozenset[str] = frozenset()) -> None:
    """Seal a case, and name who may see it besides its officer. Raises NotAllowed or ActRefused."""
    gate.check(person, Right.SEAL, case_id)
    if len(reason.strip()) < _SHORTEST_REASON:
        raise ActRefused("Say why the case is sealed, in a sentence.")
    now = datetime.now(UTC)
    with gate.database.write() as session:
        access.seal(session, case_id, person.id, reason.strip(), now)
        for each in sorted(named):
            access.grant(session, case_id, each, "named", reason.strip(), person.id, now, None)
        access.log(session, gate.entry(person, Right.SEAL, case_id, True, f"sealed: {reason.strip()}"))


def unseal(gate: Gate, person: Person, case_id: str) -> None:
    """Take the seal from a case. Raises NotAllowed or NoSuchCase."""
    gate.check(person, Right.SEAL, case_id)
    with gate.database.write() as session:
        access.unseal(session, case_id)
        access.log(session, gate.entry(person, Right.SEAL, case_id, True, "unsealed"))


def end_grant(gate: Gate, person: Person, case_id: str, named: str) -> None:
    """End what a named person was let read of a case. Raises NotAllowed or NoSuchCase."""
    gate.check(person, Right.SEAL, case_id)
    with gate.database.write() as session:
        access.take_back(session, case_id, named, datetime.now(UTC))
        access.log(session, gate.entry(person, Right.SEAL, case_id, True, f"no longer named: {named}"))
