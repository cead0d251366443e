"""The acts whose letters to the family are to be checked: whether they left, and on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from records.tables import LETTER_CHECKS
from records.upsert import upsert


@dataclass(frozen=True, slots=True)
class LetterCheck:
    """The letter of one act of a step of a case, and the instant from which it is to be checked."""

    case_id: str
    seq: int
    action: str
    check_at: datetime


def plan(session: Session, check: LetterCheck) -> None:
    """Store when the letter of an act is to be checked next."""
    row = {"case_id": check.case_id, "seq": check.seq, "action": check.action, "check_at": check.check_at}
    upsert(session, LETTER_CHECKS, row, key=("case_id", "seq", "action"))


def due(session: Session, now: datetime, limit: int) -> list[LetterCheck]:
    """Return the letters that are to be checked by an instant, longest waiting first."""
    query = select(LETTER_CHECKS).where(LETTER_CHECKS.c.check_at <= now)
    found = session.execute(query.order_by(LETTER_CHECKS.c.check_at, LETTER_CHECKS.c.case_id).limit(limit))
    return [LetterCheck(**row) for row in found.mappings()]


def done(session: Session, check: LetterCheck) -> None:
    """Record that the letter of an act needs no more checks."""
    session.execute(
        delete(LETTER_CHECKS).where(
            LETTER_CHECKS.c.case_id == check.case_id,
            LETTER_CHECKS.c.seq == check.seq,
            LETTER_CHECKS.c.action == check.action,
        )
    )
