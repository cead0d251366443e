"""How long records are kept: schedules, holds, what is due, and the destruction of what is personal in a case."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from casework.processes.registry import OF_ONE_CASE
from records import children
from records.tables import (
    ADDRESSES,
    CASES,
    CHILD_DETAILS,
    CHILD_MERGES,
    CHILD_SEALS,
    CHILDREN,
    DESTRUCTIONS,
    DOCUMENTS,
    GRANTS,
    HOLDS,
    INTAKES,
    LEDGER,
    NOTES,
    OUTBOX,
    PARTIES,
    PLANS,
    RENDERINGS,
    RETENTION,
    SEALS,
    TAILORED_LISTS,
)

PERSONAL = (INTAKES, NOTES, PLANS, TAILORED_LISTS, DOCUMENTS, PARTIES, OUTBOX, SEALS, GRANTS)
"""Every table that holds, by case, what people wrote or what says who somebody is. Their rows are destroyed."""
BY_ANOTHER = ((ADDRESSES, ADDRESSES.c.party_id, PARTIES), (RENDERINGS, RENDERINGS.c.dispatch_id, OUTBOX))
"""Personal tables that know their case only through another: the versions of an address, and what was sent."""
OF_CHILDREN = (CHILDREN, CHILD_DETAILS, CHILD_MERGES, CHILD_SEALS)
"""Personal tables by child. Their rows go with the last case of the child."""
PSEUDONYMOUS = frozenset(
    {
        "ledger",
        "cases",
        "obligations",
        "receipts",
        "processes",
        "process_cases",
        "holds",
        "destructions",
        "webhook_deliveries",
    }
)
"""The tables that hold, by case, codes, dates and opaque ids alone. Their rows stay, for statistics and for the proof."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A case that has ended, as far as its keeping is concerned."""

    case_id: str
    closed_on: date | None
    born_on: date | None
    had_plan: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold: nothing of the case is destroyed until it is released."""

    hold_id: str
    case_id: str
    reason: str
    by: str
    at: datetime
    released_by: str | None = None
    released_at: datetime | None = None
    released_because: str | None = None


@dataclass(frozen=True, slots=True)
class Destruction:
    """A destruction from its proposal to its certificate."""

    destruction_id: str
    case_id: str
    kind: str
    reason: str
    because: str
    proposed_by: str
    proposed_at: datetime
    approved_by: str | None = None
    approved_at: datetime | None = None
    destroyed_at: datetime | None = None
    certificate: dict[str, Any] | None = None
    hash: str | None = None


def keep_schedule(session: Session, content: dict[str, Any], by: str, reason: str, at: datetime) -> None:
    """Keep a schedule, which holds from now on; those before stay to be read."""
    session.execute(insert(RETENTION).values(at=at, by=by, reason=reason, content=content))


def schedule(session: Session) -> dict[str, Any] | None:
    """The schedule that holds: its content, with who gave it, when and why; None where none was given."""
    row = session.execute(select(RETENTION).order_by(RETENTION.c.at.desc()).limit(1)).mappings().first()
    return dict(row) if row else None


def ended(session: Session, case_id: str | None = None) -> list[Ended]:
    """The cases that have ended, or one case whether it has or not."""
    plan = (
        select(literal(1))
        .where(LEDGER.c.case_id == CASES.c.case_id, LEDGER.c.event == "final_issued", LEDGER.c.kind == "act")
        .exists()
    )
    born = children.with_details(select(INTAKES.c.case_id, CHILD_DETAILS.c.born_on)).subquery()
    query = (
        select(CASES.c.case_id, CASES.c.closed_on, born.c.born_on, plan.label("had_plan"))
        .join(born, born.c.case_id == CASES.c.case_id, isouter=True)
        .order_by(CASES.c.case_id)
    )
    query = (
        query.where(CASES.c.case_id == case_id)
        if case_id is not None
        else query.where(CASES.c.closed_on.is_not(None))
    )
    return [Ended(**row) for row in session.execute(query).mappings()]


def hold(session: Session, case_id: str, reason: str, by: str, at: datetime) -> Hold:
    """Put a case under a legal hold."""
    placed = Hold(f"hold-{secrets.token_hex(6)}", case_id, reason, by, at)
    session.execute(insert(HOLDS).values(asdict(placed)))
    return placed


def release(session: Session, hold_id: str, by: str, because: str, at: datetime) -> None:
    """End a hold."""
    session.execute(
        update(HOLDS)
        .where(HOLDS.c.hold_id == hold_id)
        .values(released_by=by, released_because=because, released_at=at)
    )


def find_hold(session: Session, hold_id: str) -> Hold | None:
    """A hold by its id, or None."""
    row = session.execute(select(HOLDS).where(HOLDS.c.hold_id == hold_id)).mappings().first()
    return Hold(**row) if row else None


def holds(session: Session, case_id: str | None = None) -> list[Hold]:
    """The holds that stand, of a case or of all."""
    query = select(HOLDS).where(HOLDS.c.released_at.is_(None)).order_by(HOLDS.c.at, HOLDS.c.hold_id)
    query = query if case_id is None else query.where(HOLDS.c.case_id == case_id)
    return [Hold(**row) for row in session.execute(query).mappings()]


def propose(session: Session, proposed: Destruction) -> None:
    """Keep a proposal."""
    session.execute(insert(DESTRUCTIONS).values(asdict(proposed)))


def withdraw(session: Session, destruction_id: str) -> None:
    """Take back a proposal that nobody has approved."""
    mine = (DESTRUCTIONS.c.destruction_id == destruction_id, DESTRUCTIONS.c.approved_by.is_(None))
    session.execute(delete(DESTRUCTIONS).where(*mine))


def approve(session: Session, destruction_id: str, by: str, at: datetime) -> None:
    """Note who approved a destruction; the first stays."""
    mine = (DESTRUCTIONS.c.destruction_id == destruction_id, DESTRUCTIONS.c.approved_by.is_(None))
    session.execute(update(DESTRUCTIONS).where(*mine).values(approved_by=by, approved_at=at))


def certify(
    session: Session, destruction_id: str, at: datetime, certificate: dict[str, Any], hashed: str
) -> None:
    """Keep the certificate of a destruction that is done."""
    mine = DESTRUCTIONS.c.destruction_id == destruction_id
    session.execute(
        update(DESTRUCTIONS).where(mine).values(destroyed_at=at, certificate=certificate, hash=hashed)
    )


def destructions(session: Session, case_id: str | None = None) -> list[Destruction]:
    """The destructions of a case or of all, the last proposed first."""
    query = select(DESTRUCTIONS).order_by(DESTRUCTIONS.c.proposed_at.desc(), DESTRUCTIONS.c.destruction_id)
    query = query if case_id is None else query.where(DESTRUCTIONS.c.case_id == case_id)
    return [Destruction(**row) for row in session.execute(query).mappings()]


def dispatch_ids(session: Session, owners: Sequence[str]) -> list[tuple[str, date]]:
    """The messages of a case and what is beside it, with their days, by which their files are found."""
    query = select(OUTBOX.c.dispatch_id, OUTBOX.c.on).where(OUTBOX.c.case_id.in_(owners))
    return [(row.dispatch_id, row.on) for row in session.execute(query)]


def document_hashes(session: Session, owners: Sequence[str]) -> list[str]:
    """The hashes of documents that a case has and no other case has too, by which their files are found."""
    others = select(DOCUMENTS.c.hash).where(DOCUMENTS.c.case_id.not_in(owners))
    query = select(DOCUMENTS.c.hash).where(DOCUMENTS.c.case_id.in_(owners), DOCUMENTS.c.hash.not_in(others))
    return list(session.scalars(query.distinct()))


def destroy_rows(session: Session, owners: Sequence[str]) -> dict[str, int]:
    """Remove every personal row of a case and what is beside it: how many, by table.

    The child's record stays while another case hangs on it; the case is unlinked from it.
    """
    removed = {}
    child_ids = set(session.scalars(select(INTAKES.c.child_id).where(INTAKES.c.case_id.in_(owners))))
    for table, key, within in BY_ANOTHER:
        mine = key.in_(select(within.c[key.name]).where(within.c.case_id.in_(owners)))
        removed[table.name] = session.scalar(select(func.count()).select_from(table).where(mine)) or 0
        session.execute(delete(table).where(mine))
    for table in PERSONAL:
        mine = table.c.case_id.in_(owners)
        removed[table.name] = session.scalar(select(func.count()).select_from(table).where(mine)) or 0
        session.execute(delete(table).where(mine))
    for case_id in owners:
        unlinked = children.without_record(case_id)
        session.execute(update(CASES).where(CASES.c.case_id == case_id).values(child_id=unlinked))
    return removed | _destroy_children(session, child_ids)


def _destroy_children(session: Session, child_ids: set[str]) -> dict[str, int]:
    """Remove the records of those children who have no case left, with all that was merged into them."""
    removed = dict.fromkeys((table.name for table in OF_CHILDREN), 0)
    for child_id in sorted(child_ids):
        group = children.group(session, child_id)
        if session.scalar(select(INTAKES.c.case_id).where(INTAKES.c.child_id.in_(group)).limit(1)):
            continue
        for table in OF_CHILDREN:
            key = table.c.merged if table is CHILD_MERGES else table.c.child_id
            mine = key.in_(group)
            removed[table.name] += session.scalar(select(func.count()).select_from(table).where(mine)) or 0
            session.execute(delete(table).where(mine))
    return removed


def beside(session: Session, case_id: str) -> list[str]:
    """A case and the processes that it began, by their ids."""
    tail = case_id.removeprefix("case-")
    nouns = [process.noun for process in OF_ONE_CASE]
    mine = or_(
        *(LEDGER.c.case_id == f"{noun}-{tail}" for noun in nouns),
        *(LEDGER.c.case_id.like(f"{noun}-{tail}-%") for noun in nouns),
    )
    return [case_id, *session.scalars(select(LEDGER.c.case_id).where(mine).distinct())]
