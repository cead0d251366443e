"""The messages that are held until a person does something."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from casework.letters.dispatch import Dispatch
from casework.letters.held_message import HeldMessage, Reason
from casework.letters.recipient_roles import INSIDE
from records.outbox import HELD
from records.tables import CASES, OUTBOX
from records.tray import Within

_OF_STATUS: dict[str, Reason] = {"second_look": "second_look", "stale": "recipient"}
_COLUMNS = [OUTBOX.c[name] for name in Dispatch.__slots__]


def held_messages(
    session: Session, before: datetime, within: Within | None = None, limit: int | None = None
) -> list[HeldMessage]:
    """Return the held messages to people outside, oldest first: all of them, or the first of the cases of some teams.

    A letter that is missing something, or whose person or address changed, counts if it was queued before an instant.
    """
    query = (
        select(*_COLUMNS, (OUTBOX.c.leased_until == HELD).label("is_review"))
        .where(_is_held(before), _of_teams(within))
        .order_by(OUTBOX.c.queued_at, OUTBOX.c.case_id, OUTBOX.c.place)
        .limit(limit)
    )
    found = []
    for row in map(dict, session.execute(query).mappings()):
        waits: Reason = "review" if row.pop("is_review") else "incomplete"
        found.append(HeldMessage(Dispatch(**row), _OF_STATUS.get(row["status"], waits)))
    return found


def count_held_messages(session: Session, before: datetime, within: Within | None = None) -> int:
    """Return how many messages `held_messages` lists without a limit."""
    query = select(func.count()).select_from(OUTBOX).where(_is_held(before), _of_teams(within))
    return session.scalar(query) or 0


def _of_teams(within: Within | None) -> ColumnElement[bool]:
    if within is None or within.teams is None:
        return true()
    cases = select(CASES.c.case_id).where(CASES.c.team.in_(sorted(within.teams)))
    return OUTBOX.c.case_id.in_(cases)


def _is_held(before: datetime) -> ColumnElement[bool]:
    is_review = OUTBOX.c.leased_until == HELD
    is_incomplete = and_(OUTBOX.c.status == "waiting", OUTBOX.c.channel == "letter", OUTBOX.c.attempts > 0)
    return and_(
        OUTBOX.c.sent_at.is_(None),
        OUTBOX.c.to_role.not_in(sorted(INSIDE)),
        or_(
            OUTBOX.c.status == "second_look",
            and_(OUTBOX.c.status == "waiting", is_review),
            and_(OUTBOX.c.queued_at < before, or_(OUTBOX.c.status == "stale", is_incomplete)),
        ),
    )
