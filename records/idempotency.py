"""Answers of the API by idempotency key, so that a repeated request gets the same answer.

A key is held while its request is in progress. If the process dies, the hold expires; the next attempt then takes over
the key and does the same work under the same ids.
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
"""How long a key is held before another attempt may begin. It must be longer than any request takes."""
KEPT_FOR = timedelta(hours=24)
"""How long an answer is kept."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A stored answer."""

    status: int
    body: Any


def begin(
    session: Session, person: str, key: str, fingerprint: str, now: datetime
) -> Answer | Literal["new", "other", "busy"]:
    """Hold a key for a request. Returns `new` if the request must be done now, or its stored answer.

    Returns `other` if the key was used for a different request, and `busy` if this request is in progress.
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
        return "busy"  # released between the two statements: the next attempt finds it free
    if held["fingerprint"] != fingerprint:
        return "other"
    if held["status"] is not None:
        return Answer(held["status"], held["body"])
    if held["held_until"] > now:
        return "busy"
    session.execute(update(API_ANSWERS).where(*mine).values(held_until=now + HELD_FOR))
    return "new"


def keep(session: Session, person: str, key: str, answer: Answer) -> None:
    """Store the answer to a request whose key is held."""
    mine = (API_ANSWERS.c.person == person, API_ANSWERS.c.key == key)
    session.execute(update(API_ANSWERS).where(*mine).values(status=answer.status, body=answer.body))


def let_go(session: Session, person: str, key: str) -> None:
    """Release the key of a refused request, so that it can be used again."""
    mine = (API_ANSWERS.c.person == person, API_ANSWERS.c.key == key, API_ANSWERS.c.status.is_(None))
    session.execute(delete(API_ANSWERS).where(*mine))
