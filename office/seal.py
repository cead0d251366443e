"""Seal a case, or a child with every case, so that only the case's officer and named people may see it."""

from __future__ import annotations

from datetime import UTC, datetime

from casework.access.permissions import Person, Right
from casework.access.reasons import says_something
from office.gate import Gate
from office.refusals import ActRefused, no_such_child
from records import access, children


def seal(gate: Gate, person: Person, case_id: str, reason: str, named: frozenset[str] = frozenset()) -> None:
    """Seal a case, and name who may see it besides its officer. Raises NotAllowed or ActRefused."""
    gate.check(person, Right.SEAL, case_id)
    if not says_something(reason):
        raise ActRefused("Enter the reason for sealing the case, in a sentence.")
    now = datetime.now(UTC)
    with gate.database.write() as session:
        access.seal(session, case_id, person.id, reason.strip(), now)
        for each in sorted(named):
            access.grant_to_named(session, case_id, each, reason=reason.strip(), by=person.id, at=now)
        access.log(session, gate.entry(person, Right.SEAL, case_id, True, f"sealed: {reason.strip()}"))


def unseal(gate: Gate, person: Person, case_id: str) -> None:
    """Remove the seal from a case. Raises NotAllowed or NoSuchCase."""
    gate.check(person, Right.SEAL, case_id)
    with gate.database.write() as session:
        access.unseal(session, case_id)
        access.log(session, gate.entry(person, Right.SEAL, case_id, True, "unsealed"))


def seal_child(gate: Gate, person: Person, child_id: str, reason: str) -> None:
    """Seal every case of a child, including future ones. Raises NotAllowed or ActRefused."""
    gate.check(person, Right.SEAL)
    if not says_something(reason):
        raise ActRefused("Enter the reason for sealing the child's record, in a sentence.")
    with gate.database.write() as session:
        if (survivor := children.surviving(session, child_id)) is None:
            raise no_such_child(child_id)
        access.seal_child(session, survivor, person.id, reason.strip(), datetime.now(UTC))
        access.log(session, gate.entry(person, Right.SEAL, survivor, True, f"sealed: {reason.strip()}"))


def unseal_child(gate: Gate, person: Person, child_id: str) -> None:
    """Remove the seal from a child. A case with its own seal stays sealed. Raises NotAllowed or NoSuchChild."""
    gate.check(person, Right.SEAL)
    with gate.database.write() as session:
        if (survivor := children.surviving(session, child_id)) is None:
            raise no_such_child(child_id)
        access.unseal_child(session, children.group(session, survivor))
        access.log(session, gate.entry(person, Right.SEAL, survivor, True, "unsealed"))


def end_grant(gate: Gate, person: Person, case_id: str, named: str) -> None:
    """End a named person's access to a sealed case. Raises NotAllowed or NoSuchCase."""
    gate.check(person, Right.SEAL, case_id)
    with gate.database.write() as session:
        access.end_grants(session, case_id, named, datetime.now(UTC))
        access.log(session, gate.entry(person, Right.SEAL, case_id, True, f"no longer named: {named}"))
