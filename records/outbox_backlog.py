"""Messages that are due and do not leave: no dispatcher takes them, or they are tried again and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from casework.letters.dispatch import RETRIED
from records.tables import OUTBOX

_NO_ONE_TAKES_IT = timedelta(minutes=5)
"""A dispatcher takes a message within seconds of its due time and of the end of its last lease."""
_TRIED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Backlog:
    """The messages of one channel that are due and do not leave: how many, since when, and the last problem, if any."""

    channel: str
    messages: int
    oldest: datetime
    problem: str | None


def backlog(session: Session, now: datetime) -> list[Backlog]:
    """Return the messages that are due and do not leave, by channel.

    Letters with missing facts and messages that a person holds are not among them: they wait for a person.
    """
    due_since = func.coalesce(OUTBOX.c.not_before, OUTBOX.c.queued_at)
    no_one_takes_it = and_(
        OUTBOX.c.status.in_(("waiting", "digest")),
        due_since < now - _NO_ONE_TAKES_IT,
        or_(OUTBOX.c.leased_until.is_(None), OUTBOX.c.leased_until < now - _NO_ONE_TAKES_IT),
    )
    is_tried_again = and_(
        OUTBOX.c.status == "waiting",
        due_since < now - _TRIED_FOR,
        OUTBOX.c.problem.endswith(RETRIED, autoescape=True),
    )
    query = (
        select(OUTBOX.c.channel, func.count(), func.min(due_since), func.max(OUTBOX.c.problem))
        .where(OUTBOX.c.sent_at.is_(None), or_(no_one_takes_it, is_tried_again))
        .group_by(OUTBOX.c.channel)
        .order_by(OUTBOX.c.channel)
    )
    return [Backlog(*row) for row in session.execute(query)]
