"""Retention: schedules, legal holds, cases that are due, and the destruction of a case's personal data."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from casework.people.child import is_child_id
from casework.processes.registry import OF_ONE_CASE
from records import children, early_support, rolls
from records.tables import (
    ACCESS_LOG,
    ADDRESSES,
    BAND_PAYMENTS,
    BANDINGS,
    BUNDLE_READERS,
    BUNDLES,
    CASES,
    CHILD_DETAILS,
    CHILD_MERGES,
    CHILD_NAME_PARTS,
    CHILD_SEALS,
    CHILDREN,
    DESTRUCTIONS,
    DOCUMENTS,
    EARLY_SUPPORT,
    GRANTS,
    HOLDS,
    INTAKES,
    LEDGER,
    LOG,
    MEETING_PLACES,
    MENTIONS,
    NOTES,
    OUTBOX,
    PAPER_CONFIRMATIONS,
    PARTIES,
    PLAN_COMMENTS,
    PLAN_DRAFTS,
    PLAN_GRADINGS,
    PLAN_PARTS,
    PLAN_TYPED,
    PLANS,
    PROCESSES,
    RENDERINGS,
    RETENTION,
    ROLL_PUPILS,
    SEALS,
    STANDARD_LINKS,
    STARTS,
    TAILORED_LISTS,
    TASKS,
)

PERSONAL = (
    INTAKES,
    NOTES,
    LOG,
    MENTIONS,
    TASKS,
    MEETING_PLACES,
    BUNDLES,
    BUNDLE_READERS,
    PLANS,
    PLAN_DRAFTS,
    PLAN_PARTS,
    PLAN_TYPED,
    PLAN_COMMENTS,
    PLAN_GRADINGS,
    STANDARD_LINKS,
    BANDINGS,
    BAND_PAYMENTS,
    TAILORED_LISTS,
    DOCUMENTS,
    PAPER_CONFIRMATIONS,
    PARTIES,
    OUTBOX,
    SEALS,
    GRANTS,
    STARTS,
)
"""Every table with free text or personal details by case. Their rows are destroyed."""
LINKED_BY_ANOTHER_TABLE = (
    (ADDRESSES, ADDRESSES.c.party_id, PARTIES),
    (RENDERINGS, RENDERINGS.c.dispatch_id, OUTBOX),
)
"""Personal tables that are linked to a case only through another table: versions of addresses, and sent messages."""
OF_CHILDREN = (CHILDREN, CHILD_DETAILS, CHILD_NAME_PARTS, CHILD_MERGES, CHILD_SEALS)
"""Personal tables by child. Their rows are destroyed with the child's last case.

The rows of the child on the rolls of schools and in early support are destroyed too; they are found by number, or by name
and date of birth."""
BY_IDENTITY = (ROLL_PUPILS, EARLY_SUPPORT)
"""Personal tables whose rows name a child who may have no record: they are found by number, or by name and date of birth."""
WITH_REASONS = (ACCESS_LOG,)
"""Tables whose rows stay, without the reasons that people gave."""
PSEUDONYMOUS = frozenset(
    {
        "ledger",
        "letter_checks",
        "cases",
        "case_catalogues",
        "case_forecasts",
        "case_lives",
        "case_spans",
        "early_warnings",
        "policy_cases",
        "obligations",
        "receipts",
        "planned_reviews",
        "plans_held",
        "review_lives",
        "processes",
        "process_cases",
        "holds",
        "destructions",
        "webhook_deliveries",
    }
)
"""The tables that hold only codes, dates and opaque ids by case. Their rows stay, for statistics and as evidence."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What retention needs to know about an ended case, or about the record of a child without one: then `case_id` is its id."""

    case_id: str
    closed_on: date | None
    born_on: date | None
    had_plan: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold, which stops any destruction until it is released."""

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
    """Store a new schedule. Earlier ones are kept for reference."""
    session.execute(insert(RETENTION).values(at=at, by=by, reason=reason, content=content))


def schedule(session: Session) -> dict[str, Any] | None:
    """Return the current schedule with who set it, when and why; None if none was set."""
    row = session.execute(select(RETENTION).order_by(RETENTION.c.at.desc()).limit(1)).mappings().first()
    return dict(row) if row else None


def ended(session: Session, case_id: str | None = None) -> list[Ended]:
    """Return the ended cases, or one case whether it has ended or not."""
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


def ended_children(session: Session, child_id: str | None = None) -> list[Ended]:
    """Return the records of children who have no case and whose processes are over, or one record whether they are or not."""
    query = (
        select(CHILDREN.c.survivor, PROCESSES.c.is_over, PROCESSES.c.outcome_on, PROCESSES.c.changed_at)
        .join(CHILDREN, CHILDREN.c.child_id == PROCESSES.c.child_id)
        .order_by(PROCESSES.c.process_id)
    )
    if child_id is not None:
        query = query.where(CHILDREN.c.survivor == children.surviving(session, child_id))
    last: dict[str, date | None] = {}
    for row in session.execute(query):
        day = (row.outcome_on or row.changed_at.date()) if row.is_over else None
        before = last.get(row.survivor, date.min)
        last[row.survivor] = max(before, day) if before is not None and day is not None else None
    found = []
    for survivor, closed_on in sorted(last.items()):
        if _has_case(session, survivor) or (child_id is None and closed_on is None):
            continue
        details = children.details_of_children(session, [survivor]).get(survivor)
        found.append(Ended(survivor, closed_on, details.born_on if details is not None else None, False))
    return found


def with_last_case(session: Session, case_id: str) -> list[str]:
    """Return the child's records and what hangs on them that go with a case, because it is the child's last."""
    child = children.child_of_case(session, case_id)
    if child is None:
        return []
    group = children.group(session, child.child_id)
    others = select(INTAKES.c.case_id).where(INTAKES.c.child_id.in_(group), INTAKES.c.case_id != case_id)
    if session.scalar(others.limit(1)) or _is_with_process(session, group):
        return []
    return [each for record in group for each in with_processes(session, record)]


def _has_case(session: Session, child_id: str) -> bool:
    group = children.group(session, child_id)
    query = select(INTAKES.c.case_id).where(INTAKES.c.child_id.in_(group))
    return session.scalar(query.limit(1)) is not None


def _is_with_process(session: Session, group: Sequence[str]) -> bool:
    """Return whether a process that hangs on one of a child's records is still open."""
    query = select(PROCESSES.c.process_id).where(
        PROCESSES.c.child_id.in_(group), PROCESSES.c.is_over.is_(False)
    )
    return session.scalar(query.limit(1)) is not None


def hold(session: Session, case_id: str, reason: str, by: str, at: datetime) -> Hold:
    """Put a legal hold on a case."""
    placed = Hold(f"hold-{secrets.token_hex(6)}", case_id, reason, by, at)
    session.execute(insert(HOLDS).values(asdict(placed)))
    return placed


def release(session: Session, hold_id: str, by: str, because: str, at: datetime) -> None:
    """End a legal hold."""
    session.execute(
        update(HOLDS)
        .where(HOLDS.c.hold_id == hold_id)
        .values(released_by=by, released_because=because, released_at=at)
    )


def find_hold(session: Session, hold_id: str) -> Hold | None:
    """Return a hold by its id, or None."""
    row = session.execute(select(HOLDS).where(HOLDS.c.hold_id == hold_id)).mappings().first()
    return Hold(**row) if row else None


def holds(session: Session, case_id: str | None = None) -> list[Hold]:
    """Return the current holds of a case, or of all cases."""
    query = select(HOLDS).where(HOLDS.c.released_at.is_(None)).order_by(HOLDS.c.at, HOLDS.c.hold_id)
    query = query if case_id is None else query.where(HOLDS.c.case_id == case_id)
    return [Hold(**row) for row in session.execute(query).mappings()]


def propose(session: Session, proposed: Destruction) -> None:
    """Store a proposed destruction."""
    session.execute(insert(DESTRUCTIONS).values(asdict(proposed)))


def withdraw(session: Session, destruction_id: str) -> None:
    """Withdraw a proposal that has not been approved."""
    mine = (DESTRUCTIONS.c.destruction_id == destruction_id, DESTRUCTIONS.c.approved_by.is_(None))
    session.execute(delete(DESTRUCTIONS).where(*mine))


def approve(session: Session, destruction_id: str, by: str, at: datetime) -> None:
    """Record who approved a destruction, unless it is approved already."""
    mine = (DESTRUCTIONS.c.destruction_id == destruction_id, DESTRUCTIONS.c.approved_by.is_(None))
    session.execute(update(DESTRUCTIONS).where(*mine).values(approved_by=by, approved_at=at))


def certify(
    session: Session, destruction_id: str, at: datetime, certificate: dict[str, Any], hashed: str
) -> None:
    """Store the certificate of a completed destruction."""
    mine = DESTRUCTIONS.c.destruction_id == destruction_id
    session.execute(
        update(DESTRUCTIONS).where(mine).values(destroyed_at=at, certificate=certificate, hash=hashed)
    )


def destructions(session: Session, case_id: str | None = None) -> list[Destruction]:
    """Return the destructions of a case, or of all cases, newest proposal first."""
    query = select(DESTRUCTIONS).order_by(DESTRUCTIONS.c.proposed_at.desc(), DESTRUCTIONS.c.destruction_id)
    query = query if case_id is None else query.where(DESTRUCTIONS.c.case_id == case_id)
    return [Destruction(**row) for row in session.execute(query).mappings()]


def dispatch_ids(session: Session, owners: Sequence[str]) -> list[tuple[str, date]]:
    """Return the messages of a case and its processes with their dates, which lead to their files."""
    query = select(OUTBOX.c.dispatch_id, OUTBOX.c.on).where(OUTBOX.c.case_id.in_(owners))
    return [(row.dispatch_id, row.on) for row in session.execute(query)]


def document_hashes(session: Session, owners: Sequence[str]) -> list[str]:
    """Return the hashes of documents that no other case has, which lead to their files."""
    others = select(DOCUMENTS.c.hash).where(DOCUMENTS.c.case_id.not_in(owners))
    query = select(DOCUMENTS.c.hash).where(DOCUMENTS.c.case_id.in_(owners), DOCUMENTS.c.hash.not_in(others))
    return list(session.scalars(query.distinct()))


def destroy_rows(session: Session, owners: Sequence[str]) -> dict[str, int]:
    """Delete every personal row of a case and its processes. Returns the number by table.

    The case is unlinked from its child. The child's record stays while it has another case.
    """
    removed = {}
    child_ids = set(session.scalars(select(INTAKES.c.child_id).where(INTAKES.c.case_id.in_(owners))))
    erased = {each for each in owners if is_child_id(each)}
    for table, key, within in LINKED_BY_ANOTHER_TABLE:
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
    removed[ACCESS_LOG.name] = _destroy_reasons(session, owners)
    of_children = _destroy_children(session, child_ids | erased, erased)
    removed[ACCESS_LOG.name] += of_children.pop(ACCESS_LOG.name)
    return removed | of_children


def _destroy_reasons(session: Session, things: Sequence[str]) -> int:
    """Delete the reasons that people gave in the access log about cases or children. The entries stay."""
    mine = (ACCESS_LOG.c.thing.in_(things), ACCESS_LOG.c.allowed.is_(True), ACCESS_LOG.c.why.is_not(None))
    number = session.scalar(select(func.count()).select_from(ACCESS_LOG).where(*mine)) or 0
    session.execute(update(ACCESS_LOG).where(*mine).values(why=None))
    return number


def _destroy_children(session: Session, child_ids: set[str], erased: set[str]) -> dict[str, int]:
    """Delete the records of children who have no case and no open process left, with the records merged into them."""
    removed = dict.fromkeys((table.name for table in (*OF_CHILDREN, *BY_IDENTITY, ACCESS_LOG)), 0)
    for child_id in sorted(child_ids):
        group = children.group(session, child_id)
        if (
            not group
            or _has_case(session, child_id)
            or (child_id not in erased and _is_with_process(session, group))
        ):
            continue
        removed[ACCESS_LOG.name] += _destroy_reasons(session, group)
        known = children.known_by(session, group)
        removed[ROLL_PUPILS.name] += rolls.forget_child(session, known)
        removed[EARLY_SUPPORT.name] += early_support.forget_child(session, known)
        for table in OF_CHILDREN:
            key = table.c.merged if table is CHILD_MERGES else table.c.child_id
            mine = key.in_(group)
            removed[table.name] += session.scalar(select(func.count()).select_from(table).where(mine)) or 0
            session.execute(delete(table).where(mine))
    return removed


def with_processes(session: Session, case_id: str) -> list[str]:
    """Return the ids of a case, or a child's record, and the processes that hang on it."""
    tail = case_id.removeprefix("case-")
    nouns = [process.noun for process in OF_ONE_CASE]
    mine = or_(
        *(LEDGER.c.case_id == f"{noun}-{tail}" for noun in nouns),
        *(LEDGER.c.case_id.like(f"{noun}-{tail}-%") for noun in nouns),
    )
    return [case_id, *session.scalars(select(LEDGER.c.case_id).where(mine).distinct())]
