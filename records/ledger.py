"""The ledger: everything that happened in a case.

Lines are only appended, and each holds the hash of the one before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping, bindparam, insert, select
from sqlalchemy.orm import Session

from casework.case.ledger_line import LedgerLine
from records import webhooks
from records.canonical import chained, first_link
from records.rows import row_of
from records.tables import LEDGER

_OF_CASE = LEDGER.c.case_id == bindparam("of_case")
_LINES = select(LEDGER).where(_OF_CASE).order_by(LEDGER.c.number)
_LAST = select(LEDGER.c.number, LEDGER.c.hash).where(_OF_CASE).order_by(LEDGER.c.number.desc()).limit(1)
_LAST_SEQ = select(LEDGER.c.seq).where(_OF_CASE).order_by(LEDGER.c.number.desc()).limit(1)
_LAST_ACT = (
    select(LEDGER)
    .where(_OF_CASE, LEDGER.c.kind == "act", LEDGER.c.of == bindparam("about"))
    .where(LEDGER.c.event.in_(bindparam("events", expanding=True)))
    .order_by(LEDGER.c.number.desc())
    .limit(1)
)
_NAMES = tuple(column.name for column in LEDGER.c if column.name != "case_id")


def append(session: Session, case_id: str, facts: Sequence[LedgerLine]) -> None:
    """Append lines to the ledger of a case, and queue them for webhooks."""
    if not facts:
        return
    last = session.execute(_LAST, {"of_case": case_id}).first()
    number, link = (last.number, last.hash) if last else (0, first_link(case_id))
    rows = []
    for fact in facts:
        number += 1
        link = chained(link, _content(case_id, number, fact))
        rows.append({"case_id": case_id, **row_of(replace(fact, number=number, hash=link))})
    session.execute(insert(LEDGER), rows)
    webhooks.queue(session, case_id, [(row["number"], row["event"]) for row in rows], datetime.now(UTC))


def facts_of(session: Session, case_id: str) -> list[LedgerLine]:
    """Return the lines of a case, oldest first."""
    return [_line(row) for row in session.execute(_LINES, {"of_case": case_id}).mappings()]


def _line(row: RowMapping) -> LedgerLine:
    return LedgerLine(**{name: row[name] for name in _NAMES})


def last_act(session: Session, its_id: str, of: str, events: Collection[str]) -> LedgerLine | None:
    """Return the last of some acts about `of` in a ledger, or None."""
    row = (
        session.execute(_LAST_ACT, {"of_case": its_id, "about": of, "events": list(events)})
        .mappings()
        .first()
    )
    return _line(row) if row else None


def ids(session: Session) -> list[str]:
    """Return the ids of all cases and processes that have a ledger."""
    return list(session.scalars(select(LEDGER.c.case_id).distinct().order_by(LEDGER.c.case_id)))


def last_seq(session: Session, case_id: str) -> int:
    """Return the number of the last recorded transition; 0 if there is none."""
    return session.scalar(_LAST_SEQ, {"of_case": case_id}) or 0


def broken(session: Session, case_id: str) -> str | None:
    """Return what is wrong with the hash chain of a case, in one sentence that names the first bad line, or None."""
    link = first_link(case_id)
    for place, fact in enumerate(facts_of(session, case_id), start=1):
        if fact.number != place:
            return f"Line {place} of the ledger of {case_id} is missing."
        link = chained(link, _content(case_id, place, fact))
        if fact.hash != link:
            return f"Line {place} of the ledger of {case_id} ({fact.event}) was changed after it was written."
    return None


def _content(case_id: str, number: int, fact: LedgerLine) -> dict[str, Any]:
    content = row_of(fact)
    del content["hash"]
    return {**content, "case_id": case_id, "number": number}
