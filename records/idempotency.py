"""What the API answered to a request with a key, so that its repetition is answered as the first time was.

A key is held while its request is being done. A process that dies leaves it held until the hold is over; the next
attempt takes it over and does the same thing again, under the same ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from records.tables import API_ANSWERS
from records.upsert import insert_new

HELD_FOR = timedelta(minutes=1)
"""How long a request may take before another attempt at it may begin; longer than any of them does."""
KEPT_FOR = timedelta(hours=24)
"""How long an answer is kept."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A kept answer."""

    status: int
    body: Any


def begin(
    session: Session, person: str, key: str, fingerprint: str, now: datetime
) -> Answer | Literal["new", "other", "busy"]:
    """Hold a key for a request: `new` where it is to be done now; else its answer, or why there is none.

    `other` says that the key was used for another request, `busy` that this one is being done.
    """
    session.execute(delete(API_ANSWERS).where(API_ANSWERS.c.expires_at < now))
    row = {
        "person": person,
        "key": key,
        "fingerprint": fingerprint,
        "held_until": now + HELD_FOR,
        "expires_at": now + KEPT_FOR,
    }
    if insert_new(session, API_ANSWERS, row, key=("person", "key")):
        return "new"
    mine = (API_ANSWERS.c.person == person, API_ANSWERS.c.key == key)
    held = session.execute(select(API_ANSWERS).where(*mine).with_for_update()).mappings().first()
    if held is None:
        return "busy"  # let go of between the two statements: the next attempt finds it free
    if held["fingerprint"] != fingerprint:
        return "other"
    if held["status"] is not None:
        return Answer(held["status"], held["body"])
    if held["held_until"] > now:
        return "busy"
    session.execute(update(API_ANSWERS).where(*mine).values(held_until=now + HELD_FOR))
    return "new"


def keep(session: Session, person: str, key: str, answer: Answer) -> None:
    """Keep the answer to a request whose key is held."""
    mine = (API_ANSWERS.c.person == person, API_ANSWERS.c.key == key)
    session.execute(update(API_ANSWERS).where(*mine).values(status=answer.status, body=answer.body))


def let_go(session: Session, person: str, key: str) -> None:
    """Let go of a key whose request was refused: nothing was done, and it may be used again."""
    mine = (API_ANSWERS.c.person == person, API_ANSWERS.c.key == key, API_ANSWERS.c.status.is_(None))
    session.execute(delete(API_ANSWERS).where(*mine))
