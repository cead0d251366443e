"""The ledger: everything that happened in a case, appended and never changed, each line chained to the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from records import webhooks
from records.canonical import chained, first_link
from records.tables import LEDGER


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the ledger.

    `seq` is the number of the transition that wrote it (several lines may share one); `on` the local day it took
    effect, None for what is taken as done without a recorded date; `recorded_at` the instant on the case's clock.
    `number`, from 1 within the case, and `hash` are given when it is appended.
    """

    seq: int
    kind: str
    event: str
    on: date | None
    recorded_at: datetime
    stage: str
    text: str
    of: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    not_after: date | None = None
    by: str | None = None
    late: bool = False
    request_id: str | None = None
    number: int = 0
    hash: str = ""


def append(session: Session, case_id: str, facts: Sequence[Fact]) -> None:
    """Append lines to the ledger of a case, and queue them for those who are told of facts."""
    if not facts:
        return
    last = session.execute(
        select(LEDGER.c.number, LEDGER.c.hash)
        .where(LEDGER.c.case_id == case_id)
        .order_by(LEDGER.c.number.desc())
        .limit(1)
    ).first()
    number, link = (last.number, last.hash) if last else (0, first_link(case_id))
    rows = []
    for fact in facts:
        number += 1
        link = chained(link, _content(case_id, number, fact))
        rows.append({"case_id": case_id, **asdict(replace(fact, number=number, hash=link))})
    session.execute(insert(LEDGER), rows)
    webhooks.queue(session, case_id, [(row["number"], row["event"]) for row in rows], datetime.now(UTC))


def facts_of(session: Session, case_id: str) -> list[Fact]:
    """The lines of a case, oldest first."""
    rows = session.execute(
        select(LEDGER).where(LEDGER.c.case_id == case_id).order_by(LEDGER.c.number)
    ).mappings()
    return [Fact(**{name: value for name, value in row.items() if name != "case_id"}) for row in rows]


def ids(session: Session) -> list[str]:
    """Whatever has a ledger: cases and processes."""
    return list(session.scalars(select(LEDGER.c.case_id).distinct().order_by(LEDGER.c.case_id)))


def last_seq(session: Session, case_id: str) -> int:
    """The number of the last transition that is recorded, and 0 for a case that has none."""
    return (
        session.scalar(select(func.coalesce(func.max(LEDGER.c.seq), 0)).where(LEDGER.c.case_id == case_id))
        or 0
    )


def broken(session: Session, case_id: str) -> str | None:
    """What is wrong with the chain of a case, in one sentence that names the first line; None where it holds."""
    link = first_link(case_id)
    for place, fact in enumerate(facts_of(session, case_id), start=1):
        if fact.number != place:
            return f"Line {place} of the ledger of {case_id} is missing."
        link = chained(link, _content(case_id, place, fact))
        if fact.hash != link:
            return f"Line {place} of the ledger of {case_id} ({fact.event}) was changed after it was written."
    return None


def _content(case_id: str, number: int, fact: Fact) -> dict[str, Any]:
    content = asdict(fact)
    del content["hash"]
    return {**content, "case_id": case_id, "number": number}
