"""Messages that wait for facts: they are prepared again when a fact has changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from records.outbox import HELD, LONGEST_CLAIM
from records.tables import OUTBOX


def look_again(session: Session, at: datetime, case_id: str | None = None) -> None:
    """Let the messages that wait for facts, of one case or of all, be prepared at once: a fact has changed.

    What a worker has just claimed is left alone: only a message that waits for longer than a claim can last is released.
    """
    waits = (
        OUTBOX.c.sent_at.is_(None),
        OUTBOX.c.status == "waiting",
        OUTBOX.c.unsure_since.is_(None),
        OUTBOX.c.leased_until > at + LONGEST_CLAIM,
        OUTBOX.c.leased_until != HELD,
    )
    mine = () if case_id is None else (OUTBOX.c.case_id == case_id,)
    session.execute(update(OUTBOX).where(*waits, *mine).values(leased_until=at))
