"""The ledger: everything that happened in a case.

Lines are only appended, and each holds the hash of the one before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import RowMapping, bindparam, insert, select
from sqlalchemy.orm import Session

from casework.case.ledger_line import LedgerLine
from records import webhooks
from records.canonical import chained, first_link
from records.rows import row_of
from records.tables import LEDGER

_OF_CASE = LEDGER.c.case_id == bindparam("of_case")
_LINES = select(LEDGER).where(_OF_CASE).order_by(LEDGER.c.number)
_LAST = (
    select(LEDGER.c.number, LEDGER.c.hash, LEDGER.c.seq)
    .where(_OF_CASE)
    .order_by(LEDGER.c.number.desc())
    .limit(1)
)
_LAST_SEQ = select(LEDGER.c.seq).where(_OF_CASE).order_by(LEDGER.c.number.desc()).limit(1)
_LAST_ACT = (
    select(LEDGER)
    .where(_OF_CASE, LEDGER.c.kind == "act", LEDGER.c.of == bindparam("about"))
    .where(LEDGER.c.event.in_(bindparam("events", expanding=True)))
    .order_by(LEDGER.c.number.desc())
    .limit(1)
)
_NAMES = tuple(column.name for column in LEDGER.c if column.name != "case_id")


class End(NamedTuple):
    """The end of a ledger: the number and the hash of its last line, and the step of that line; all empty without lines."""

    number: int
    hash: str
    seq: int


def end_of(case_id: str, lines: Sequence[LedgerLine]) -> End:
    """Return the end of a ledger that was read."""
    last = lines[-1] if lines else None
    return End(last.number, last.hash, last.seq) if last is not None else End(0, first_link(case_id), 0)


def read_end(session: Session, case_id: str) -> End:
    """Return the end of a ledger from the database."""
    last = session.execute(_LAST, {"of_case": case_id}).first()
    return End(last.number, last.hash, last.seq) if last else End(0, first_link(case_id), 0)


def append(session: Session, case_id: str, facts: Sequence[LedgerLine], after: End | None = None) -> End:
    """Append lines to the ledger of a case, queue them for webhooks, and return the new end.

    `after` is the end that the caller has read, and on which it decided. If another transaction has appended since, the insert
    fails: on PostgreSQL a second read would show those lines and append after them. Without it the end is read now.
    """
    number, link, seq = after or read_end(session, case_id)
    if not facts:
        return End(number, link, seq)
    rows = []
    for fact in facts:
        number += 1
        link = chained(link, _content(case_id, number, fact))
        rows.append({"case_id": case_id, **row_of(replace(fact, number=number, hash=link))})
    session.execute(insert(LEDGER), rows)
    webhooks.queue(session, case_id, [(row["number"], row["event"]) for row in rows], datetime.now(UTC))
    return End(number, link, facts[-1].seq)


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
