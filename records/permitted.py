"""What a person may see, as conditions that the database decides for many rows at once, as the gate does for one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Exists, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import Session

from casework.access.permissions import Reach, Scope
from records import access
from records.tables import CASES, CHILD_SEALS, CHILDREN, GRANTS, PROCESS_PEOPLE, PROCESSES


@dataclass(frozen=True, slots=True)
class Permit:
    """How far a right of a person reaches among processes of some kinds.

    `of_people` is whether the people of a process of one case have the right in it because they are its people.
    """

    kinds: frozenset[str]
    reach: Reach
    of_people: bool


def cases_among(session: Session, reach: Reach, case_ids: Collection[str], at: datetime) -> frozenset[str]:
    """Return those of some cases that a right reaches, without what a person reads only as one of a process's people."""
    if not case_ids:
        return frozenset()
    query = select(CASES.c.case_id).where(CASES.c.case_id.in_(list(case_ids)), _case(reach, at))
    return frozenset(session.scalars(query))


def processes_among(
    session: Session, permits: Sequence[Permit], process_ids: Collection[str], at: datetime
) -> frozenset[str]:
    """Return those of some processes that a person may see."""
    if not process_ids:
        return frozenset()
    query = select(PROCESSES.c.process_id).where(PROCESSES.c.process_id.in_(list(process_ids)))
    return frozenset(session.scalars(query.where(permitted(permits, at))))


def permitted(permits: Sequence[Permit], at: datetime) -> ColumnElement[bool]:
    """Return the condition that selects the processes that a person may see."""
    return or_(false(), *(_of_kinds(permit, at) for permit in permits))


def has_person(person: str) -> ColumnElement[bool]:
    """Return the condition that selects the processes of which a person is one of the people."""
    theirs = select(PROCESS_PEOPLE.c.process_id).where(PROCESS_PEOPLE.c.person == person)
    return PROCESSES.c.process_id.in_(theirs)


def _of_kinds(permit: Permit, at: datetime) -> ColumnElement[bool]:
    """Each kind of process belongs to one case, to a child without a case, or to several cases or none."""
    reach = permit.reach
    of_case = and_(
        PROCESSES.c.child_id.is_(None), PROCESSES.c.case_id.is_not(None), _process_of_case(permit, at)
    )
    of_child = and_(PROCESSES.c.child_id.is_not(None), _process_of_child(reach, at))
    of_none = and_(PROCESSES.c.child_id.is_(None), PROCESSES.c.case_id.is_(None), _process_of_none(reach))
    return and_(PROCESSES.c.kind.in_(sorted(permit.kinds)), or_(of_case, of_child, of_none))


def _case(reach: Reach, at: datetime) -> ColumnElement[bool]:
    own = CASES.c.officer == reach.person
    within: dict[Scope | None, ColumnElement[bool]] = {
        None: false(),
        Scope.OWN: own,
        Scope.TEAM: or_(CASES.c.team.is_(None), CASES.c.team.in_(sorted(reach.teams)), own),
        Scope.ALL: true(),
    }
    unsealed = CASES.c.case_id.not_in(access.sealed_ids())
    opened = or_(unsealed, own, CASES.c.case_id.in_(_granted(reach, "named", at)))
    may = and_(opened if reach.stops_at_seals else true(), within[reach.scope])
    return or_(may, CASES.c.case_id.in_(_granted(reach, "broken_glass", at))) if reach.through_glass else may


def _process_of_case(permit: Permit, at: datetime) -> ColumnElement[bool]:
    """A right over all cases reads no case unless it is sealed, so that a long list is counted from the processes."""
    reach, case_id = permit.reach, PROCESSES.c.case_id
    mine = has_person(reach.person) if permit.of_people else false()
    own = case_id.in_(select(CASES.c.case_id).where(CASES.c.officer == reach.person))
    within: dict[Scope | None, ColumnElement[bool]] = {
        None: false(),
        Scope.OWN: or_(own, mine),
        Scope.TEAM: or_(_in_team(reach), mine),
        Scope.ALL: true(),
    }
    opened = or_(
        case_id.not_in(access.sealed_ids()),
        own,
        case_id.in_(_granted(reach, "named", at)),
        mine if reach.in_dispute else false(),
    )
    may = and_(within[reach.scope], opened if reach.stops_at_seals else true())
    return or_(may, case_id.in_(_granted(reach, "broken_glass", at))) if reach.through_glass else may


def _in_team(reach: Reach) -> Exists:
    theirs = or_(
        CASES.c.team.in_(sorted(reach.teams)), CASES.c.team.is_(None), CASES.c.officer == reach.person
    )
    return exists().where(CASES.c.case_id == PROCESSES.c.case_id, theirs)


def _process_of_child(reach: Reach, at: datetime) -> ColumnElement[bool]:
    """The one who began it and that team, and the teams of the child's cases; a seal on a case or the child covers it."""
    first = select(func.min(PROCESS_PEOPLE.c.person)).where(
        PROCESS_PEOPLE.c.process_id == PROCESSES.c.process_id
    )
    own = first.scalar_subquery() == reach.person
    kin = _cases_of_child()
    team = or_(
        PROCESSES.c.team.is_(None),
        PROCESSES.c.team.in_(sorted(reach.teams)),
        kin.where(CASES.c.team.in_(sorted(reach.teams))).exists(),
    )
    within: dict[Scope | None, ColumnElement[bool]] = {
        None: false(),
        Scope.OWN: own,
        Scope.TEAM: or_(own, team),
        Scope.ALL: true(),
    }
    sealed = kin.where(CASES.c.case_id.in_(access.sealed_ids()))
    unsealed = and_(~sealed.exists(), ~_seals_of_child().exists())
    named = or_(
        CASES.c.officer == reach.person,
        CASES.c.case_id.in_(_granted(reach, "named", at)),
    )
    opened = or_(unsealed, own, sealed.where(named).exists())
    may = and_(within[reach.scope], opened if reach.stops_at_seals else true())
    if not reach.through_glass:
        return may
    return or_(may, sealed.where(CASES.c.case_id.in_(_granted(reach, "broken_glass", at))).exists())


def _process_of_none(reach: Reach) -> ColumnElement[bool]:
    mine = has_person(reach.person)
    team = or_(PROCESSES.c.team.is_(None), PROCESSES.c.team.in_(sorted(reach.teams)))
    within: dict[Scope | None, ColumnElement[bool]] = {
        None: false(),
        Scope.OWN: mine,
        Scope.TEAM: or_(team, mine),
        Scope.ALL: true(),
    }
    return within[reach.scope]


_OWN, _SAME = CHILDREN.alias("its_child"), CHILDREN.alias("same_child_too")
"""The record that a process hangs on, and the records of the same child."""


def _cases_of_child() -> Select[tuple[str]]:
    """Select the cases of the child of a process, under any of the child's records."""
    return _of_the_child(select(CASES.c.case_id), CASES.c.child_id)


def _seals_of_child() -> Select[tuple[str]]:
    return _of_the_child(select(CHILD_SEALS.c.child_id), CHILD_SEALS.c.child_id)


def _of_the_child(query: Select[tuple[str]], child_id: ColumnElement[str]) -> Select[tuple[str]]:
    """Restrict a query to the rows whose record of a child is of the child of a process."""
    return (
        query.join(_SAME, _SAME.c.child_id == child_id)
        .join(_OWN, _OWN.c.survivor == _SAME.c.survivor)
        .where(_OWN.c.child_id == PROCESSES.c.child_id)
        .correlate(PROCESSES)
    )


def _granted(reach: Reach, kind: str, at: datetime) -> Select[tuple[str]]:
    current = or_(GRANTS.c.until.is_(None), GRANTS.c.until > at)
    return select(GRANTS.c.case_id).where(GRANTS.c.person == reach.person, GRANTS.c.kind == kind, current)
