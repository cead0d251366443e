"""The messages that are held until a person does something."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from casework.letters.dispatch import Dispatch
from casework.letters.held_message import HeldMessage, Reason
from casework.letters.recipient_roles import INSIDE
from records.outbox import HELD
from records.tables import OUTBOX

_OF_STATUS: dict[str, Reason] = {"second_look": "second_look", "stale": "recipient"}
_COLUMNS = [OUTBOX.c[name] for name in Dispatch.__slots__]


def held_messages(session: Session, before: datetime) -> list[HeldMessage]:
    """Return the held messages to people outside, oldest first.

    A letter that is missing something, or whose person or address changed, counts if it was queued before an instant.
    """
    is_review = OUTBOX.c.leased_until == HELD
    is_incomplete = and_(OUTBOX.c.status == "waiting", OUTBOX.c.channel == "letter", OUTBOX.c.attempts > 0)
    query = (
        select(*_COLUMNS, is_review.label("is_review"))
        .where(
            OUTBOX.c.sent_at.is_(None),
            OUTBOX.c.to_role.not_in(sorted(INSIDE)),
            or_(
                OUTBOX.c.status == "second_look",
                and_(OUTBOX.c.status == "waiting", is_review),
                and_(OUTBOX.c.queued_at < before, or_(OUTBOX.c.status == "stale", is_incomplete)),
            ),
        )
        .order_by(OUTBOX.c.queued_at, OUTBOX.c.case_id, OUTBOX.c.place)
    )
    found = []
    for row in map(dict, session.execute(query).mappings()):
        waits: Reason = "review" if row.pop("is_review") else "incomplete"
        found.append(HeldMessage(Dispatch(**row), _OF_STATUS.get(row["status"], waits)))
    return found
