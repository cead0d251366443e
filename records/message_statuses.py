"""What the provider of a message said of it, oldest first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.tables import WORDS
from records.upsert import insert_new


def add_status(session: Session, dispatch_id: str, word: str, at: datetime) -> bool:
    """Store a status from the provider. Returns whether it is new."""
    said = statuses_of(session, dispatch_id)
    if said and said[-1][0] == word:
        return False
    row = {"dispatch_id": dispatch_id, "number": len(said) + 1, "at": at, "word": word}
    return insert_new(session, WORDS, row, key=("dispatch_id", "number"))


def statuses_of(session: Session, dispatch_id: str) -> list[tuple[str, datetime]]:
    """Return the provider's statuses of a message, oldest first."""
    query = (
        select(WORDS.c.word, WORDS.c.at).where(WORDS.c.dispatch_id == dispatch_id).order_by(WORDS.c.number)
    )
    return [(str(row.word), row.at) for row in session.execute(query).all()]
