"""What a person may see in lists, decided by the database for all rows of a list at once, as the gate decides for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Reach, Right, reach_of, refused
from casework.processes.group import Group
from casework.processes.process import Process
from casework.processes.registry import BY_KIND, of_group
from office.gate import WHOSE_PEOPLE_SEE_CASES, thing_of
from records import listed_processes, processes
from records.listed_processes import Wanted
from records.permitted import Permit, cases_among, processes_among
from records.processes import ProcessRow

_BRINGS = tuple(each.kind for each in WHOSE_PEOPLE_SEE_CASES)
_AT_ONCE = 500


def permits(person: Person, kinds: Iterable[Process[Any]]) -> tuple[Permit, ...]:
    """Return how far the right of a person to see each of some kinds of process reaches."""
    alike: dict[tuple[Reach, bool], set[str]] = defaultdict(set)
    for kind in kinds:
        alike[reach_of(person, kind.rights.see), kind.rights.own_acts is not None].add(kind.kind)
    return tuple(Permit(frozenset(names), *reach) for reach, names in alike.items())


def wanted(person: Person, group: Group, *, over: bool | None = None, own: bool = False) -> Wanted:
    """Return the processes of a group that a person may see: all, or those that are open or over, or only their own."""
    of_person = person.id if own else None
    return Wanted(permits(person, of_group(group)), datetime.now(UTC), over=over, of_person=of_person)


def wanted_with(
    person: Person, kinds: Iterable[Process[Any]], right: Right, *, over: bool | None = None
) -> Wanted:
    """Return the processes of some kinds in whose cases or children a person has a right."""
    names = frozenset(kind.kind for kind in kinds)
    return Wanted((Permit(names, reach_of(person, right), of_people=False),), datetime.now(UTC), over=over)


def each_row(session: Session, chosen: Wanted) -> Iterator[ProcessRow]:
    """Yield the processes of a list in its order, read some hundred at a time."""
    offset, rows = 0, listed_processes.page(session, chosen, limit=_AT_ONCE)
    while rows:
        yield from rows
        offset += _AT_ONCE
        rows = (
            listed_processes.page(session, chosen, limit=_AT_ONCE, offset=offset)
            if len(rows) == _AT_ONCE
            else []
        )


def page_without_case(
    session: Session,
    person: Person,
    group: Group,
    *,
    open_only: bool,
    limit: int,
    after: tuple[str, str] | None,
) -> list[ProcessRow]:
    """Return up to `limit` processes of children who had no case that a person may see, after the place (record, id)."""
    chosen = wanted(person, group, over=False if open_only else None)
    return listed_processes.page_of_children(session, chosen, limit=limit, after=after)


def may_see_among(session: Session, person: Person, process_ids: Collection[str]) -> frozenset[str]:
    """Return those of some processes that a person may see."""
    found: set[str] = set()
    ids, chosen = sorted(process_ids), permits(person, BY_KIND.values())
    for first in range(0, len(ids), _AT_ONCE):
        found |= processes_among(session, chosen, ids[first : first + _AT_ONCE], datetime.now(UTC))
    return frozenset(found)


def seen_of(session: Session, person: Person, rows: Sequence[ProcessRow]) -> list[ProcessRow]:
    """Return those of some processes that a person may see, in their order."""
    seen = may_see_among(session, person, [row.process_id for row in rows])
    return [row for row in rows if row.process_id in seen]


def cases_reached(
    session: Session, person: Person, right: Right, case_ids: Collection[str]
) -> frozenset[str]:
    """Return those of some cases in which a person has a right."""
    found: set[str] = set()
    ids, reach = sorted(case_ids), reach_of(person, right)
    for first in range(0, len(ids), _AT_ONCE):
        found |= cases_among(session, reach, ids[first : first + _AT_ONCE], datetime.now(UTC))
    return frozenset(found | (brought_to(session, person, right) & set(case_ids)))


def brought_to(session: Session, person: Person, right: Right) -> frozenset[str]:
    """Return the cases in which a person has a right and that are brought into a process of theirs.

    These few are decided one by one, because the ledger says who brought them.
    """
    cases = processes.cases_of_person(session, _BRINGS, person.id)
    return frozenset(one for one in cases if refused(person, right, thing_of(session, one)) is None)
