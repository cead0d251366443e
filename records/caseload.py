"""Pages of the caseload that a person may see.

Each page starts after a place in the order, not after a number of cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.orm import Session

from records import access
from records.cases import CaseRow, Filters, filtered
from records.tables import CASES, GRANTS


@dataclass(frozen=True, slots=True)
class Seen:
    """Which cases a person may see in lists: those of their teams, or of every team if `teams` is None.

    A sealed case is seen only by its officer and the people named for it.
    """

    person: str
    teams: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the order by next due date. It stays valid if the case at that place moves."""

    next_due_on: date | None
    case_id: str


def page_of_cases(
    session: Session, seen: Seen, filters: Filters, *, limit: int, after: Place | None, by_id: bool
) -> list[CaseRow]:
    """Return a page of the cases that a person may see, by next due date or, with `by_id`, in an order that never
    changes.
    """
    query = filtered(select(CASES).where(visible(seen)), filters)
    if after is not None and by_id:
        query = query.where(CASES.c.case_id > after.case_id)
    elif after is not None and after.next_due_on is None:
        query = query.where(CASES.c.next_due_on.is_(None), CASES.c.case_id > after.case_id)
    elif after is not None:
        later = tuple_(CASES.c.next_due_on, CASES.c.case_id) > tuple_(after.next_due_on, after.case_id)
        query = query.where(or_(later, CASES.c.next_due_on.is_(None)))
    order = (CASES.c.case_id,) if by_id else (CASES.c.next_due_on.asc().nulls_last(), CASES.c.case_id)
    return [CaseRow(**row) for row in session.execute(query.order_by(*order).limit(limit)).mappings()]


def sees(session: Session, seen: Seen, case_ids: frozenset[str]) -> frozenset[str]:
    """Return which of some cases a person may see."""
    query = select(CASES.c.case_id).where(CASES.c.case_id.in_(case_ids), visible(seen))
    return frozenset(session.scalars(query))


def visible(seen: Seen) -> ColumnElement[bool]:
    """Return the condition that selects the cases a person may see."""
    is_own = CASES.c.officer == seen.person
    named = select(GRANTS.c.case_id).where(
        GRANTS.c.person == seen.person, GRANTS.c.kind == "named", GRANTS.c.until.is_(None)
    )
    open_to_them = or_(CASES.c.case_id.not_in(access.sealed_ids()), is_own, CASES.c.case_id.in_(named))
    if seen.teams is None:
        return open_to_them
    theirs = or_(CASES.c.team.is_(None), CASES.c.team.in_(sorted(seen.teams)), is_own)
    return and_(open_to_them, theirs)


def visible_by_id(case_id: ColumnElement[str], seen: Seen) -> ColumnElement[bool]:
    """Return the condition that selects the ids of cases that a person of every team may see, without reading the cases."""
    assert seen.teams is None, "the team of a case is in its row"
    own = select(CASES.c.case_id).where(CASES.c.officer == seen.person)
    named = select(GRANTS.c.case_id).where(
        GRANTS.c.person == seen.person, GRANTS.c.kind == "named", GRANTS.c.until.is_(None)
    )
    return or_(case_id.not_in(access.sealed_ids()), case_id.in_(own), case_id.in_(named))
