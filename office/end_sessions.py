"""Ending everything that lets a person in: sessions, API tokens and known roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from casework.access.permissions import Person, Right
from office.gate import Gate
from office.refusals import ActRefused
from records import access, sessions, staff, tokens

_SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class Ended:
    """What let a person in and does so no longer: the number of sessions, and the ids of API tokens."""

    sessions: int
    tokens: tuple[str, ...]


def end_sessions(gate: Gate, person: Person, of: str, reason: str) -> Ended:
    """End a person's sessions and API tokens, and forget the roles that the register of staff knows of them.

    They must then sign in again, with the roles that they have at that time. Raises NotAllowed or ActRefused.
    """
    gate.check(person, Right.END_SESSIONS)
    if not of:
        raise ActRefused("Say whose sessions are ended: give their id, such as officer-n1.")
    if len(reason.strip()) < _SHORTEST_REASON:
        raise ActRefused("Say why their sessions are ended, in a sentence.")
    now = datetime.now(UTC)
    with gate.database.write() as session:
        good = tokens.good_of(session, of, now)
        ended = Ended(sessions.end_of(session, of, now), tuple(one.token_id for one in good))
        if not (staff.forget_roles(session, of) or good or ended.sessions):
            raise ActRefused(f"Nobody {of!r} has ever signed in or holds a token; give their id.")
        for one in good:
            tokens.revoke(session, one.token_id, person.id, now)
        count = f"sessions ended: {ended.sessions}, tokens revoked: {', '.join(ended.tokens) or 'none'}"
        access.log(session, gate.entry(person, Right.END_SESSIONS, of, True, f"{reason.strip()} ({count})"))
    return ended
