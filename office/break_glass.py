"""Break-glass: let a person read a case for a day, and log their reason."""

from __future__ import annotations

from datetime import UTC, datetime

from casework.access.break_glass import LASTS, reason_refused
from casework.access.permissions import Person, Right
from office.gate import Gate
from office.refusals import ActRefused
from records import access


def break_glass(gate: Gate, person: Person, case_id: str, reason: str) -> access.Grant:
    """Let a person read a case for a day, with their reason in the log. Raises NotAllowed or ActRefused."""
    gate.check(person, Right.BREAK_GLASS, case_id)
    if (why := reason_refused(reason)) is not None:
        raise ActRefused(why)
    now, reason = datetime.now(UTC), reason.strip()
    with gate.database.write() as session:
        given = access.grant_broken_glass(
            session, case_id, person.id, reason=reason, at=now, until=now + LASTS
        )
        access.log(session, gate.entry(person, Right.BREAK_GLASS, case_id, True, reason))
    return given
