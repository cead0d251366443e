"""Decide whether a person may do something, for console, API and command line alike. Every refusal is logged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import (
    STRANGER,
    Person,
    Right,
    Scope,
    Thing,
    needed,
    refused,
    refused_with_own,
    scope_of,
)
from casework.processes.group import Rights
from casework.processes.process import Process
from casework.processes.registry import BY_KIND, PROCESSES, process_of
from office.refusals import ActRefused, no_such_case, no_such_process
from records import access, cases, children, ledger, processes
from records.database import Database
from records.processes import ProcessRow
from records.read_once import read_once

_SIGN_IN = "sign_in"
_WORKS_ON = (Right.ACT, Right.SEE_PERSONAL)
"""The rights of a person who works on a case with its personal data."""
_WHOSE_PEOPLE_SEE_CASES = tuple(each for each in PROCESSES if each.rights.people_see_cases)


class NotAllowed(ActRefused):
    """A person may not do this. The message says why, and who may."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Checks permissions against the records. `via` is where the request came from: console, api or cli."""

    database: Database
    via: str

    def check(self, person: Person, right: Right, of: str | None = None) -> None:
        """Check a right on a case or process, by its id. Raises NotAllowed, NoSuchCase or ActRefused."""
        with self.database.read() as session:
            thing = thing_of(session, of) if of is not None else None
        self.check_thing(person, right, thing, of)

    def check_thing(self, person: Person, right: Right, thing: Thing | None, of: str | None = None) -> None:
        """Check a right on something that is not recorded yet, such as a team's new case. Raises NotAllowed."""
        if (why := refused(person, right, thing)) is not None:
            self._log(person, right, of, why)
            raise NotAllowed(why)

    def check_works_on(self, person: Person, case_id: str) -> None:
        """Check that a person may record in a case and read its personal data. Raises NotAllowed or NoSuchCase."""
        for right in _WORKS_ON:
            self.check(person, right, case_id)

    def check_act(self, person: Person, case_id: str, action: str, fields: dict[str, Any]) -> None:
        """Check that a person may record an act in a case. Raises NotAllowed or NoSuchCase."""
        for right in needed(action, fields):
            self.check(person, right, case_id)

    def check_process(
        self,
        person: Person,
        process_id: str,
        action: str | None = None,
        case_id: str | None = None,
        fields: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Check that a person may see a process or record an act in it. With `case_id` they must also see that case.

        An act that lets the people of a process read the case needs the right to act in the case. If a person may see
        only their own processes of this kind, others are refused as if they did not exist. Raises NotAllowed,
        NoSuchCase or ActRefused.
        """
        rights = _rights_of(process_id)
        try:
            if action is None or rights.hides_others:
                self.check(person, rights.see, process_id)
        except NotAllowed:
            if rights.hides_others and scope_of(person, rights.see) is Scope.OWN:
                raise no_such_process(process_id) from None
            raise
        if action is not None:
            with self.database.read() as session:
                thing = thing_of(session, process_id)
            if (why := refused_in_process(person, process_id, action, thing)) is not None:
                self._log(person, rights.act, process_id, why)
                raise NotAllowed(why)
        if case_id is not None:
            self.check(person, case_right(process_id, action, fields), case_id)

    def may_in_process(self, person: Person, process_id: str, action: str) -> bool:
        """Return whether to offer a person an act in a process."""
        with self.database.read() as session:
            return refused_in_process(person, process_id, action, thing_of(session, process_id)) is None

    def listed(self, person: Person, rows: Iterable[cases.CaseRow]) -> list[cases.CaseRow]:
        """Return the cases that a person may see in a list: in their scope, and not sealed to them.

        Raises NotAllowed.
        """
        self.check(person, Right.SEE_CASELOAD)
        with self.database.read() as session:
            sealed = access.sealed_to(session, person.id, datetime.now(UTC))
        everywhere = scope_of(person, Right.SEE_CASELOAD) is Scope.ALL
        return [
            row
            for row in rows
            if row.officer == person.id
            or (row.case_id not in sealed and (everywhere or row.team is None or row.team in person.teams))
        ]

    def works_on(self, person: Person, case_id: str) -> bool:
        """Whether a person may record in a case and read its personal data."""
        return all(self.may(person, right, case_id) for right in _WORKS_ON)

    def may(self, person: Person, right: Right, of: str | None = None) -> bool:
        """Return whether a person has a right, to decide what to show. This is not logged."""
        with self.database.read() as session:
            thing = thing_of(session, of) if of is not None else None
        return refused(person, right, thing) is None

    def note(self, person: Person, right: Right, of: str | None, why: str | None = None) -> None:
        """Log an allowed request that must leave a trace, such as reading personal details or exporting a list."""
        with self.database.write() as session:
            access.log(session, self.entry(person, right, of, True, why))

    def log_refused(self, person: Person, right: Right, of: str | None, why: str) -> None:
        """Log a refusal that concerns no single case."""
        self._log(person, right, of, why)

    def log_sign_in(self, person: Person) -> None:
        """Log a sign-in."""
        with self.database.write() as session:
            access.log(session, self.entry(person, _SIGN_IN, None, True, None))

    def log_refused_sign_in(self, why: str) -> None:
        """Log the refusal of an unknown person who tried to sign in."""
        self._log(STRANGER, _SIGN_IN, None, why)

    def entry(
        self, person: Person, right: Right | str, of: str | None, allowed: bool, why: str | None
    ) -> dict[str, Any]:
        """Return a line for the access log."""
        return {
            "at": datetime.now(UTC),
            "person": person.id,
            "roles": ",".join(sorted(person.roles)),
            "right": str(right),
            "thing": of,
            "allowed": allowed,
            "why": why,
            "via": self.via,
        }

    def _log(self, person: Person, right: Right | str, of: str | None, why: str) -> None:
        if self.via != "cli":  # a command prints the refusal, and only the person sees its output
            import structlog  # slow to import, and most commands refuse nothing

            structlog.get_logger().warning(
                "refused", person=person.id, right=str(right), thing=of, via=self.via
            )
        with self.database.write() as session:
            access.log(session, self.entry(person, right, of, False, why))


def refused_in_process(person: Person, process_id: str, action: str, thing: Thing) -> str | None:
    """Return why a person may not record an act in a process, or None if they may."""
    rights = _rights_of(process_id)
    if rights.own_acts is None:
        return refused(person, rights.act, thing)
    return refused_with_own(person, rights.act, action, thing, rights.own_acts, rights.not_yours)


def case_right(process_id: str, action: str | None, fields: Mapping[str, Any]) -> Right:
    """Return the right over a case that an act in a process about it needs."""
    process = process_of(process_id)
    if action is not None and process is not None and process.brings_in(action, fields):
        return Right.ACT
    return Right.SEE_CASE


def _rights_of(process_id: str) -> Rights:
    process = process_of(process_id)
    if process is None:
        raise no_such_process(process_id)
    return process.rights


def thing_of(session: Session, of: str) -> Thing:
    """Return the team, officer and seal that decide who may see a case or process. Raises NoSuchCase or ActRefused.

    A transaction that only reads looks each up once: a page asks for the same case many times.
    """
    return read_once(session, ("thing", of), lambda: _looked_up(session, of))


def _looked_up(session: Session, of: str) -> Thing:
    if (process := process_of(of)) is not None:
        return _of_process(session, of, process)
    row = cases.find(session, of)
    if row is None:
        raise no_such_case(of)
    grants = access.grants_of(session, of, datetime.now(UTC))
    sealed_at = access.sealed_since(session, of)
    thing = Thing(
        officer=row.officer,
        team=row.team,
        sealed=sealed_at is not None,
        named=frozenset(one.person for one in grants if one.kind == "named"),
        glass=frozenset(one.person for one in grants if one.kind == "broken_glass"),
    )
    return replace(thing, readers=_readers(session, of, thing, sealed_at))


def sealed_from(session: Session, person: Person, case_ids: Iterable[str]) -> frozenset[str]:
    """Return which of some cases are sealed and may not be seen by a person, who must not be told of them."""
    return frozenset(
        each
        for each in access.sealed_among(session, tuple(case_ids))
        if cases.find(session, each) is None
        or refused(person, Right.SEE_CASE, thing_of(session, each)) is not None
    )


def _readers(session: Session, case_id: str, thing: Thing, sealed_at: datetime | None) -> frozenset[str]:
    """Return the people who may read a case because another person brought it into a process of theirs.

    In a sealed case this counts only if the case's officer or a person named for it brought it in after the seal; people
    who are named themselves keep what they could read.
    """
    found: set[str] = set()
    kinds = [process.kind for process in _WHOSE_PEOPLE_SEE_CASES]
    for row in processes.select_processes(session, kinds, case_id=case_id):
        process = BY_KIND[row.kind]
        state = process.state(row.content)
        if state.is_over or case_id not in process.cases(state):
            continue
        brought = ledger.last_act(session, row.process_id, case_id, process.takes_in)
        if brought is None:
            continue
        may_open = brought.by == thing.officer or brought.by in thing.named
        readers = processes.people_of(session, row.process_id) - {brought.by}
        if sealed_at is not None and not (may_open and brought.recorded_at >= sealed_at):
            readers &= thing.named
        found |= readers
    return frozenset(found)


def _of_process(session: Session, process_id: str, process: Process[Any]) -> Thing:
    """Return who has a process: its people and, if it belongs to one case, the officer and team of that case.

    The people of a process of one case have a right in it only if their kind of process says which acts are theirs.
    """
    row = processes.find(session, process_id)
    if row is None:
        raise no_such_process(process_id)
    if row.child_id is not None:
        return _of_child(session, row, row.child_id)
    if row.case_id is None:
        return Thing(team=row.team, people=processes.people_of(session, process_id))
    gives_right = process.rights.own_acts is not None
    theirs = processes.people_of(session, process_id) if gives_right else frozenset()
    return replace(thing_of(session, row.case_id), people=theirs, readers=frozenset())


def _of_child(session: Session, row: ProcessRow, child_id: str) -> Thing:
    """Return who has a process that hangs on a child's record: who began it and that team, and the teams of the child's cases.

    It is sealed if the child is, or any of the child's cases. The seal is then open to the people of those cases.
    """
    group = children.group(session, child_id)
    things = [thing_of(session, each) for each in children.cases_of(session, group)]
    sealed = [thing for thing in things if thing.sealed]
    people = sorted(processes.people_of(session, row.process_id))
    return Thing(
        officer=people[0] if people else None,
        team=row.team,
        other_teams=frozenset(thing.team for thing in things if thing.team is not None),
        sealed=bool(sealed) or access.is_child_sealed(session, group),
        named=frozenset(
            each for thing in sealed for each in (thing.officer, *thing.named) if each is not None
        ),
        glass=frozenset(each for thing in sealed for each in thing.glass),
    )
