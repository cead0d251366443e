"""Who may see a child's record and change it: people who may see, or act in, the child's cases and what hangs on the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from sqlalchemy.orm import Session

from casework.access.permissions import Right, refused
from casework.people.child import Child
from casework.processes.registry import PROCESSES
from office.gate import NotAllowed, thing_of
from office.refusals import no_such_child
from office.staff import Caller
from records import children, processes
from records.database import Database
from records.processes import ProcessRow

WITHOUT_CASE = tuple(process.kind for process in PROCESSES if process.may_have_no_case)
"""The kinds of process that can hang on a child's record."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A child as one person sees it: the current record, those merged into it, and what they may see of it.

    `cases` are the cases of the child and `processes` the processes that hang on the record; `seen` and `personal` are those
    of both that the person may see, and whose personal details they may read.
    """

    child: Child
    group: tuple[str, ...]
    cases: tuple[str, ...]
    processes: tuple[ProcessRow, ...]
    seen: tuple[str, ...]
    personal: tuple[str, ...]

    @property
    def sees_all(self) -> bool:
        """Whether the person may see every case and process of the child, with its personal details."""
        return set(self.things) <= set(self.personal)

    @property
    def things(self) -> tuple[str, ...]:
        """The ids of the cases, and of the processes that hang on the record."""
        return (*self.cases, *(row.process_id for row in self.processes))

    @property
    def seen_cases(self) -> tuple[str, ...]:
        """The cases that the person may see."""
        return tuple(each for each in self.cases if each in self.seen)

    @property
    def seen_processes(self) -> tuple[ProcessRow, ...]:
        """The processes on the record that the person may see."""
        return tuple(row for row in self.processes if row.process_id in self.seen)


def look(caller: Caller, session: Session, child_id: str) -> Seen:
    """Return a child for a caller who may see a case or process of it. Raises NoSuchChild, also if they may see none."""
    survivor = children.surviving(session, child_id)
    child = children.find(session, survivor) if survivor is not None else None
    if child is None:
        raise no_such_child(child_id)
    group = tuple(children.group(session, child.child_id))
    cases = tuple(children.cases_of(session, group))
    beside = tuple(processes.of_children(session, WITHOUT_CASE, group))
    things = (*cases, *(row.process_id for row in beside))
    seen = _those(caller, session, things, Right.SEE_CASE)
    if not seen:
        raise no_such_child(child_id)
    personal = _those(caller, session, seen, Right.SEE_PERSONAL)
    return Seen(child, group, cases, beside, seen, personal)


def may_act(caller: Caller, session: Session, things: Sequence[str]) -> tuple[str, ...]:
    """Return the cases and processes in which the caller may record acts."""
    return _those(caller, session, things, Right.ACT)


def check_some(caller: Caller, database: Database, child_id: str) -> None:
    """Check that the caller may act in at least one case of the child. Raises NotAllowed or NoSuchChild."""
    caller.check(Right.ACT)
    with database.read() as session:
        allowed = may_act(caller, session, look(caller, session, child_id).things)
    if not allowed:
        why = "You may not correct this child's details, because you may not act in any of the child's cases."
        _refuse(caller, child_id, why)


def check_all(caller: Caller, database: Database, *child_ids: str) -> None:
    """Check that the caller may act in every case of these children. Raises NotAllowed or NoSuchChild."""
    caller.check(Right.ACT)
    with database.read() as session:
        things = {each for child_id in child_ids for each in look(caller, session, child_id).things}
        allowed = set(may_act(caller, session, sorted(things)))
    if allowed != things:
        why = "You may not merge or split these records, because you may not act in every case on them."
        _refuse(caller, child_ids[0], why)


def _refuse(caller: Caller, child_id: str, why: str) -> NoReturn:
    caller.gate.log_refused(caller.person, Right.ACT, child_id, why)
    raise NotAllowed(why)


def _those(caller: Caller, session: Session, things: Sequence[str], right: Right) -> tuple[str, ...]:
    person = caller.person
    return tuple(each for each in things if refused(person, right, thing_of(session, each)) is None)
