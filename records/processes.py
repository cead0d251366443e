"""The current state of processes, for lists, pages and permissions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    false,
    func,
    or_,
    select,
    text,
    true,
    tuple_,
)
from sqlalchemy.orm import Session

from records.caseload import Seen, visible
from records.rows import row_of
from records.tables import CASES, PROCESS_CASES, PROCESS_PEOPLE, PROCESSES
from records.tables.processes import WITHOUT_DAY
from records.upsert import insert_new, upsert

_OF_PROCESS = PROCESSES.c.process_id == bindparam("of_process")
_FIND = select(PROCESSES).where(_OF_PROCESS)
_ITS_PEOPLE = PROCESS_PEOPLE.c.process_id == bindparam("of_process")
_PEOPLE = select(PROCESS_PEOPLE.c.person).where(_ITS_PEOPLE)
_GONE = delete(PROCESS_PEOPLE).where(
    _ITS_PEOPLE, PROCESS_PEOPLE.c.person.not_in(bindparam("people", expanding=True))
)
"""These are made once, because making a statement takes longer than executing it."""


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A process.

    `content` is its whole state, `seq` its step, and `case_id` the case that it belongs to, if only one. `child_id` is the
    record of the child that it hangs on, if the child had no case. `listed_on` is the day by which lists sort it, worked out
    for the step `listed_seq`; it may be another day from `listed_until` on.
    """

    process_id: str
    kind: str
    case_id: str | None
    team: str | None
    status: str
    due_on: date | None
    seq: int
    content: dict[str, Any]
    is_over: bool
    changed_at: datetime
    outcome: str | None = None
    outcome_on: date | None = None
    child_id: str | None = None
    listed_on: date = WITHOUT_DAY
    listed_until: date | None = None
    listed_seq: int | None = None

    @property
    def owner(self) -> str | None:
        """The case or the child's record that it hangs on, under which its texts are stored; None if it has several cases."""
        return self.case_id or self.child_id


def save(session: Session, row: ProcessRow, cases: Iterable[str], people: Collection[str]) -> None:
    """Store the state of a process, its people, and its cases. Cases that it no longer concerns stay linked."""
    upsert(session, PROCESSES, row_of(row), key=("process_id",))
    for case_id in cases:
        link = {"process_id": row.process_id, "case_id": case_id}
        insert_new(session, PROCESS_CASES, link, key=("process_id", "case_id"))
    session.execute(_GONE, {"of_process": row.process_id, "people": list(people)})
    for person in people:
        theirs = {"process_id": row.process_id, "person": person}
        insert_new(session, PROCESS_PEOPLE, theirs, key=("process_id", "person"))


def find(session: Session, process_id: str) -> ProcessRow | None:
    """Return a process by its id, or None."""
    row = session.execute(_FIND, {"of_process": process_id}).mappings().first()
    return ProcessRow(**row) if row else None


def people_of(session: Session, process_id: str) -> frozenset[str]:
    """Return the people of a process."""
    return frozenset(session.scalars(_PEOPLE, {"of_process": process_id}))


@dataclass(frozen=True, slots=True)
class DatedProcess:
    """An open process with its next day. `content` is its state, only where it may have days besides that one."""

    process_id: str
    kind: str
    due_on: date | None
    content: dict[str, Any] | None


def dated_of_person(
    session: Session,
    person: str,
    period: tuple[date, date],
    kinds: tuple[Collection[str], Collection[str]],
) -> list[DatedProcess]:
    """Return the open processes that may have a day in a period and concern a person's own open cases, or of which they are
    one of the people.
    """
    own = select(CASES.c.case_id).where(CASES.c.officer == person, CASES.c.closed_on.is_(None))
    of_cases = select(PROCESS_CASES.c.process_id).where(PROCESS_CASES.c.case_id.in_(own))
    concerned = or_(PROCESSES.c.process_id.in_(of_cases), _is_theirs(person))
    return dated(session, period, kinds, concerned)


def dated(
    session: Session,
    period: tuple[date, date],
    kinds: tuple[Collection[str], Collection[str]],
    *conditions: ColumnElement[bool],
) -> list[DatedProcess]:
    """Return the open processes that may have a day in a period.

    Those of the first `kinds` have days of their own, so each is returned with its state. Of the others the records hold the
    day, and the state is not read: a month of a team has thousands of them.
    """
    whole, others = (sorted(each) for each in kinds)
    its = (PROCESSES.c.process_id, PROCESSES.c.kind, PROCESSES.c.due_on)
    is_open, in_period = PROCESSES.c.is_over.is_(False), PROCESSES.c.due_on.between(*period)
    with_days = select(*its, PROCESSES.c.content).where(PROCESSES.c.kind.in_(whole), is_open, *conditions)
    with_day = select(*its).where(PROCESSES.c.kind.in_(others), is_open, in_period, *conditions)
    return [
        *(DatedProcess(*row) for row in session.execute(with_days)),
        *(DatedProcess(*row, None) for row in session.execute(with_day)),
    ]


def open_without_case(session: Session, person: str) -> list[ProcessRow]:
    """Return the open processes of children without a case of which a person is one of the people, the earliest day first."""
    query = select(PROCESSES).where(
        PROCESSES.c.child_id.is_not(None), PROCESSES.c.is_over.is_(False), _is_theirs(person)
    )
    return rows_of(session, query.order_by(PROCESSES.c.due_on, PROCESSES.c.process_id))


def open_by_person(session: Session, kind: str) -> dict[str, int]:
    """Return the number of open processes of a kind by person, without people who have none."""
    query = (
        select(PROCESS_PEOPLE.c.person, func.count().label("open"))
        .join(PROCESSES, PROCESSES.c.process_id == PROCESS_PEOPLE.c.process_id)
        .where(PROCESSES.c.kind == kind, PROCESSES.c.is_over.is_(False))
        .group_by(PROCESS_PEOPLE.c.person)
    )
    return {row.person: row.open for row in session.execute(query)}


def select_processes(
    session: Session,
    kinds: Collection[str],
    *,
    case_id: str | None = None,
    person: str | None = None,
    by_day: bool = False,
) -> list[ProcessRow]:
    """Return the processes of some kinds, optionally of one case or person: last changed first, or latest day first."""
    query = select(PROCESSES).where(PROCESSES.c.kind.in_(kinds))
    if case_id is not None:
        query = query.where(_concerns(case_id))
    if person is not None:
        query = query.where(_is_theirs(person))
    first = PROCESSES.c.due_on.desc() if by_day else PROCESSES.c.changed_at.desc()
    return rows_of(session, query.order_by(first, PROCESSES.c.process_id))


def of_children(session: Session, kinds: Collection[str], child_ids: Collection[str]) -> list[ProcessRow]:
    """Return the processes of some kinds that hang on some records of children, in the order of record and id."""
    query = select(PROCESSES).where(PROCESSES.c.kind.in_(kinds), PROCESSES.c.child_id.in_(child_ids))
    return rows_of(session, query.order_by(PROCESSES.c.child_id, PROCESSES.c.process_id))


def has_team_without_case(session: Session, kind: str) -> bool:
    """Whether there is a process of a kind that hangs on the record of a child and has a team."""
    query = select(PROCESSES.c.process_id).where(
        PROCESSES.c.kind == kind, PROCESSES.c.child_id.is_not(None), PROCESSES.c.team.is_not(None)
    )
    return session.scalar(query.limit(1)) is not None


def those(session: Session, process_ids: Collection[str]) -> dict[str, ProcessRow]:
    """Return some processes by id."""
    rows = rows_of(session, select(PROCESSES).where(PROCESSES.c.process_id.in_(list(process_ids))))
    return {row.process_id: row for row in rows}


def page_of_cases(
    session: Session,
    kinds: Collection[str],
    seen: Seen | str,
    *,
    open_only: bool,
    limit: int,
    after: tuple[str, str] | None,
    theirs: bool = True,
) -> list[ProcessRow]:
    """Return up to `limit` processes that belong to one case, grouped by case, after the place (case, id).

    `seen` is which cases the reader may see, or the id of a person who may see only their own processes. Without
    `theirs`, the processes of which the reader is one of the people are left out unless the reader may see the case.
    """
    query = select(PROCESSES).join(CASES, CASES.c.case_id == PROCESSES.c.case_id)
    query = query.where(PROCESSES.c.kind.in_(kinds))
    if isinstance(seen, str):
        query = query.where(_is_theirs(seen))
    else:
        query = query.where(or_(visible(seen), _is_theirs(seen.person)) if theirs else visible(seen))
    if open_only:
        query = query.where(PROCESSES.c.is_over.is_(False))
    place = tuple_(PROCESSES.c.case_id, PROCESSES.c.process_id)
    if after is not None:
        query = query.where(place > tuple_(*after))
    return rows_of(session, query.order_by(PROCESSES.c.case_id, PROCESSES.c.process_id).limit(limit))


def page_by_day(
    session: Session,
    kinds: Collection[str],
    *,
    person: str | None,
    limit: int,
    after: tuple[date, str] | None,
) -> list[ProcessRow]:
    """Return up to `limit` processes, latest day first, of one person or of all (None), after the place (day, id)."""
    query = select(PROCESSES).where(PROCESSES.c.kind.in_(kinds))
    if person is not None:
        query = query.where(_is_theirs(person))
    if after is not None:
        day, its_id = after
        same_day = and_(PROCESSES.c.due_on == day, PROCESSES.c.process_id > its_id)
        query = query.where(or_(PROCESSES.c.due_on < day, same_day))
    return rows_of(session, query.order_by(PROCESSES.c.due_on.desc(), PROCESSES.c.process_id).limit(limit))


def counted(
    session: Session, kinds: Mapping[str, Collection[str]], seen: Seen, since: date
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield kind and state of the processes that are open, or whose outcome is of a day or later.

    They are those of the cases that a person may see, and those without a case in their teams. `kinds` gives the acts of
    each kind, of which one must be recorded.
    """
    if not kinds:
        return
    of_team = true() if seen.teams is None else PROCESSES.c.team.in_(sorted(seen.teams))
    query = (
        select(PROCESSES.c.kind, PROCESSES.c.content)
        .outerjoin(CASES, CASES.c.case_id == PROCESSES.c.case_id)
        .where(
            or_(*(and_(PROCESSES.c.kind == kind, _has_act(acts)) for kind, acts in kinds.items())),
            or_(PROCESSES.c.is_over.is_(False), PROCESSES.c.outcome_on >= since),
            or_(
                and_(PROCESSES.c.case_id.is_(None), of_team),
                and_(CASES.c.case_id.is_not(None), visible(seen)),
            ),
        )
    )
    for row in session.execute(query):
        yield row.kind, row.content


def _has_act(acts: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that one of some acts is recorded in a process. It searches the state without reading it."""
    written = cast(PROCESSES.c.content, Text)
    return or_(false(), *(written.contains(f'"{act}"', autoescape=True) for act in sorted(acts)))


def cases_of_person(session: Session, kinds: Collection[str], person: str) -> list[str]:
    """Return the cases that open processes of some kinds concern, of which a person is one of the people."""
    theirs = select(PROCESSES.c.process_id).where(
        PROCESSES.c.kind.in_(kinds), PROCESSES.c.is_over.is_(False), _is_theirs(person)
    )
    query = select(PROCESS_CASES.c.case_id).where(PROCESS_CASES.c.process_id.in_(theirs)).distinct()
    return sorted(session.scalars(query))


def latest(session: Session, kinds: Collection[str], *, by_day: bool) -> ProcessRow | None:
    """Return the process of some kinds that was changed last or, with `by_day`, has the latest day; None if there is none."""
    first = PROCESSES.c.due_on.desc().nulls_last() if by_day else PROCESSES.c.changed_at.desc()
    query = select(PROCESSES).where(PROCESSES.c.kind.in_(kinds)).order_by(first, PROCESSES.c.process_id)
    return next(iter(rows_of(session, query.limit(1))), None)


def begun_by(session: Session, case_id: str) -> list[str]:
    """Return the ids of the processes that belong to a case, last changed first."""
    query = select(PROCESSES.c.process_id).where(PROCESSES.c.case_id == case_id)
    return list(session.scalars(query.order_by(PROCESSES.c.changed_at.desc(), PROCESSES.c.process_id)))


def count_outliving(session: Session, whose: Seen) -> dict[str, int]:
    """Return how many processes of closed cases that a person may see are open, by kind."""
    query = select(PROCESSES.c.kind, func.count()).where(_outlives(whose)).group_by(PROCESSES.c.kind)
    return {row[0]: int(row[1]) for row in session.execute(query)}


def outliving(session: Session, kinds: Collection[str], whose: Seen, limit: int) -> list[str]:
    """Return the first open processes of some kinds of closed cases that a person may see."""
    query = select(PROCESSES.c.process_id).where(PROCESSES.c.kind.in_(kinds), _outlives(whose))
    return list(session.scalars(query.order_by(PROCESSES.c.process_id).limit(limit)))


def _outlives(whose: Seen) -> ColumnElement[bool]:
    """Return the condition for the open processes of closed cases. As a join, SQLite would read each open process's case."""
    closed = select(CASES.c.case_id).where(CASES.c.closed_on.is_not(None), visible(whose))
    return and_(text("is_over IS FALSE"), PROCESSES.c.case_id.in_(closed))


def rows_of(session: Session, query: Select[Any]) -> list[ProcessRow]:
    """Return the processes that a query selects."""
    return [ProcessRow(**row) for row in session.execute(query).mappings()]


def _is_theirs(person: str) -> ColumnElement[bool]:
    theirs = select(PROCESS_PEOPLE.c.process_id).where(PROCESS_PEOPLE.c.person == person)
    return PROCESSES.c.process_id.in_(theirs)


def _concerns(case_id: str) -> ColumnElement[bool]:
    of_case = select(PROCESS_CASES.c.process_id).where(PROCESS_CASES.c.case_id == case_id)
    return PROCESSES.c.process_id.in_(of_case)
