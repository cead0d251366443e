"""What a person may see in lists, decided by the database for all rows of a list at once, as the gate decides for one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, reach_of, refused
from casework.processes.group import Group
from casework.processes.process import Process
from casework.processes.registry import of_group
from office.gate import WHOSE_PEOPLE_SEE_CASES, thing_of
from records import processes
from records.permitted import Permit, cases_among, processes_among
from records.process_lists import Wanted


def permits(person: Person, kinds: Iterable[Process[Any]], right: Right | None = None) -> tuple[Permit, ...]:
    """Return how far a right of a person reaches among kinds of process; without a right, the right to see each."""
    return tuple(
        Permit(
            frozenset({kind.kind}),
            reach_of(person, right or kind.rights.see),
            kind.rights.own_acts is not None,
        )
        for kind in kinds
    )


def wanted(person: Person, group: Group, *, over: bool | None = None, own: bool = False) -> Wanted:
    """Return the processes of a group that a person may see: all, or those that are open or over, or only their own."""
    return Wanted(
        permits(person, of_group(group)),
        datetime.now(UTC),
        over=over,
        of_person=person.id if own else None,
    )


def may_see_among(
    session: Session, person: Person, kinds: Iterable[Process[Any]], process_ids: Collection[str]
) -> frozenset[str]:
    """Return those of some processes that a person may see."""
    return processes_among(session, permits(person, kinds), process_ids, datetime.now(UTC))


def cases_reached(
    session: Session, person: Person, right: Right, case_ids: Collection[str]
) -> frozenset[str]:
    """Return those of some cases in which a person has a right.

    Cases that are brought into a process of theirs are decided one by one, because the ledger says who brought them.
    """
    found = cases_among(session, reach_of(person, right), case_ids, datetime.now(UTC))
    kinds = [each.kind for each in WHOSE_PEOPLE_SEE_CASES]
    brought = processes.cases_of_person(session, kinds, person.id, set(case_ids) - found)
    return found | {one for one in brought if refused(person, right, thing_of(session, one)) is None}
