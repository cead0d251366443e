"""Messages that may have left already: a manager lets one leave, or records that it was sent, with the reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Literal

from sqlalchemy.orm import Session

from activities.letter_checks import check_again
from casework.access.permissions import Person, Right
from casework.access.reasons import says_something
from casework.letters.dispatch import Dispatch
from office.gate import Gate
from office.refusals import ActRefused
from records import operations, outbox
from records.operations import Operation
from records.outbox import Handed
from statute.local_time import london_date
from statute.words import short_date

Decision = Literal["release", "was-sent"]
RELEASE: Decision = "release"
WAS_SENT: Decision = "was-sent"
LONGEST_REASON = 500
"""How long a reason is, in characters."""
_SAID: dict[str, str] = {RELEASE: "let it leave", WAS_SENT: "recorded that it was sent"}


def decisions_on(session: Session, one: Dispatch) -> frozenset[Decision]:
    """Return what may be decided about a message now: nothing if it has left or cannot have left."""
    if one.sent_at is not None:
        return frozenset()
    if outbox.is_held(session, one.dispatch_id):
        return frozenset({RELEASE, WAS_SENT})
    return frozenset({WAS_SENT} if one.unsure_since is not None and one.status == "stale" else ())


def decided(session: Session, dispatch_id: str) -> list[tuple[str, Operation]]:
    """Return what was decided about a message, in words, newest first."""
    found = operations.operations_on(session, dispatch_id)
    return [(_SAID[one.what], one) for one in found if one.what in _SAID]


def decide(
    gate: Gate, person: Person, dispatch_id: str, decision: str, given: tuple[date | None, str]
) -> None:
    """Let a message leave, or record the day on which it was sent. `given` has the day and the reason.

    Raises NotAllowed, or ActRefused if the reason says nothing or the message is not in doubt any more.
    """
    on, because = given[0], given[1].strip()[:LONGEST_REASON]
    with gate.database.read() as session:
        one = _found(session, dispatch_id)
    gate.check(person, Right.ASSIGN, one.case_id)
    if not says_something(because):
        raise ActRefused("Enter the reason in a sentence.")
    now = datetime.now(UTC)
    with gate.database.write() as session:
        one = _found(session, dispatch_id)
        if decision not in decisions_on(session, one):
            raise ActRefused(
                "Nothing is in doubt about this message any more. Open it to see what became of it."
            )
        if decision == RELEASE:
            outbox.release(session, dispatch_id)
        else:
            left_at = _left_at(one, on or london_date(now), now)
            handed = Handed(f"Recorded as sent on {short_date(london_date(left_at))} by {person.id}.")
            outbox.mark_sent(session, dispatch_id, left_at, handed)
            check_again(session, one, now)
        operations.note(session, Operation(now, person.id, decision, dispatch_id, because))


def _left_at(one: Dispatch, on: date, now: datetime) -> datetime:
    """Return the moment at which a message left on a day: when it was handed over, if that was the day. Raises ActRefused."""
    first = one.unsure_since or one.queued_at
    if on == london_date(first):
        return first
    if not london_date(one.queued_at) <= on <= london_date(now):
        raise ActRefused(
            f"The date it was sent must be between {short_date(london_date(one.queued_at))} and today."
        )
    return datetime.combine(on, time(12), tzinfo=UTC)


def _found(session: Session, dispatch_id: str) -> Dispatch:
    found = outbox.find(session, dispatch_id)
    if found is None:
        raise ActRefused("This case has no such letter. Choose one on the documents page of the case.")
    return found
