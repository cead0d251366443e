"""End a person's access: sessions, API tokens and stored roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from casework.access.permissions import Person, Right
from casework.access.reasons import says_something
from office.gate import Gate
from office.refusals import ActRefused
from records import access, kept_pages, sessions, staff, tokens


@dataclass(frozen=True, slots=True)
class Ended:
    """What was ended: the number of sessions, and the ids of API tokens."""

    sessions: int
    tokens: tuple[str, ...]


def end_sessions(gate: Gate, person: Person, of: str, reason: str) -> Ended:
    """End a person's sessions and API tokens, and delete their roles from the register of staff.

    They must then sign in again, and get the roles that they have at that time. Raises NotAllowed or ActRefused.
    """
    gate.check(person, Right.END_SESSIONS)
    if not of:
        raise ActRefused("Enter the id of the person whose sessions you want to end, such as officer-n1.")
    if not says_something(reason):
        raise ActRefused("Enter the reason for ending their sessions, in a sentence.")
    now = datetime.now(UTC)
    with gate.database.write() as session:
        good = tokens.good_of(session, of, now)
        ended = Ended(sessions.end_of(session, of, now), tuple(one.token_id for one in good))
        if not (staff.forget_roles(session, of) or good or ended.sessions):
            raise ActRefused(f"No person {of!r} has signed in or holds a token; check the id.")
        kept_pages.drop_of_person(session, of)
        for one in good:
            tokens.revoke(session, one.token_id, person.id, now)
        count = f"sessions ended: {ended.sessions}, tokens revoked: {', '.join(ended.tokens) or 'none'}"
        access.log(session, gate.entry(person, Right.END_SESSIONS, of, True, f"{reason.strip()} ({count})"))
    return ended
