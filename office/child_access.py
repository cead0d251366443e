"""Who may see a child's record and change it: people who may see, or act in, the child's cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from sqlalchemy.orm import Session

from casework.access.permissions import Right, refused
from casework.people.child import Child
from office.gate import NotAllowed, thing_of
from office.refusals import no_such_child
from office.staff import Caller
from records import children
from records.database import Database


@dataclass(frozen=True, slots=True)
class Seen:
    """A child as one person sees it: the current record, those merged into it, and the cases that they may see."""

    child: Child
    group: tuple[str, ...]
    cases: tuple[str, ...]
    seen: tuple[str, ...]
    personal: tuple[str, ...]

    @property
    def sees_all(self) -> bool:
        """Whether the person may see every case of the child, with its personal details."""
        return self.cases == self.personal


def look(caller: Caller, session: Session, child_id: str) -> Seen:
    """Return a child for a caller who may see one of the cases. Raises NoSuchChild, also if they may see none."""
    survivor = children.surviving(session, child_id)
    child = children.find(session, survivor) if survivor is not None else None
    if child is None:
        raise no_such_child(child_id)
    group = tuple(children.group(session, child.child_id))
    cases = tuple(children.cases_of(session, group))
    seen = _those(caller, session, cases, Right.SEE_CASE)
    if not seen:
        raise no_such_child(child_id)
    return Seen(child, group, cases, seen, _those(caller, session, seen, Right.SEE_PERSONAL))


def may_act(caller: Caller, session: Session, cases: Sequence[str]) -> tuple[str, ...]:
    """Return the cases in which the caller may record acts."""
    return _those(caller, session, cases, Right.ACT)


def check_some(caller: Caller, database: Database, child_id: str) -> None:
    """Check that the caller may act in at least one case of the child. Raises NotAllowed or NoSuchChild."""
    caller.check(Right.ACT)
    with database.read() as session:
        allowed = may_act(caller, session, look(caller, session, child_id).cases)
    if not allowed:
        why = "You may not correct this child's details, because you may not act in any of the child's cases."
        _refuse(caller, child_id, why)


def check_all(caller: Caller, database: Database, *child_ids: str) -> None:
    """Check that the caller may act in every case of these children. Raises NotAllowed or NoSuchChild."""
    caller.check(Right.ACT)
    with database.read() as session:
        cases = {each for child_id in child_ids for each in look(caller, session, child_id).cases}
        allowed = set(may_act(caller, session, sorted(cases)))
    if allowed != cases:
        why = "You may not merge or split these records, because you may not act in every case on them."
        _refuse(caller, child_ids[0], why)


def _refuse(caller: Caller, child_id: str, why: str) -> NoReturn:
    caller.gate.log_refused(caller.person, Right.ACT, child_id, why)
    raise NotAllowed(why)


def _those(caller: Caller, session: Session, cases: Sequence[str], right: Right) -> tuple[str, ...]:
    person = caller.person
    return tuple(each for each in cases if refused(person, right, thing_of(session, each)) is None)
