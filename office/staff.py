"""The caller of a command: the operator of the data folder, a person on the register of staff, or an unknown id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from casework.access.permissions import OPERATOR, Person, Right, Role, Scope, Thing, scope_of
from casework.processes.group import Group
from casework.processes.registry import process_of
from engine.configuration import Settings
from office.gate import Gate
from office.sample_people import sample_people
from records import staff
from records.cases import CaseRow
from records.database import Database


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller of a command.

    `person` is None for an id that the register does not hold, which is recorded as given.
    """

    gate: Gate
    person: Person | None

    def check(self, right: Right, of: str | None = None) -> None:
        """Check that the caller has a right. Raises NotAllowed, NoSuchCase or ActRefused."""
        if self.person is not None:
            self.gate.check(self.person, right, of)

    def check_team(self, right: Right, team: str | None) -> None:
        """Check that the caller has a right in a team, for something without a case. Raises NotAllowed."""
        if self.person is not None:
            self.gate.check_thing(self.person, right, Thing(team=team))

    def check_personal(self, case_id: str) -> None:
        """Check that the caller may read a case's personal details, and log it. Raises NotAllowed or NoSuchCase."""
        self.check(Right.SEE_PERSONAL, case_id)
        self.note_personal(case_id)

    def may_personal(self, case_id: str) -> bool:
        """Return whether the caller may read a case's personal details. If so, this logs that they did."""
        if may := self.may(Right.SEE_PERSONAL, case_id):
            self.note_personal(case_id)
        return may

    def note_personal(self, case_id: str) -> None:
        """Log that a registered person read personal details. The operator can read the files without any log."""
        if self.person is not None and self.person is not OPERATOR:
            self.gate.note(self.person, Right.SEE_PERSONAL, case_id)

    def check_act(self, case_id: str, action: str, fields: Mapping[str, Any]) -> None:
        """Check that the caller may record an act in a case. Raises NotAllowed or NoSuchCase."""
        if self.person is not None:
            self.gate.check_act(self.person, case_id, action, dict(fields))

    def check_process(self, process_id: str, action: str | None = None, case_id: str | None = None) -> None:
        """Check that the caller may see a process or record an act in it. Raises NotAllowed or ActRefused."""
        if self.person is None:
            return
        process = process_of(process_id)
        if self.person is OPERATOR and process is not None and not process.has_case:
            # a process about several cases may not be recorded yet; the operator may use them all
            self.check(process.rights.see if action is None else process.rights.act)
            if case_id is not None:
                self.check(Right.SEE_CASE, case_id)
        else:
            self.gate.check_process(self.person, process_id, action, case_id)

    def listed(self, rows: Iterable[CaseRow]) -> list[CaseRow]:
        """Return the cases that the caller may see in a list. Raises NotAllowed if they may see no lists."""
        return list(rows) if self.person is None else self.gate.listed(self.person, rows)

    def may(self, right: Right, of: str | None = None) -> bool:
        """Return whether the caller has a right, to decide what to show."""
        return self.person is None or self.gate.may(self.person, right, of)

    def only_their_own(self, group: Group) -> str | None:
        """Return the caller's id if they may see only their own processes of a group, else None."""
        if self.person is None or scope_of(self.person, group.rights.see) is not Scope.OWN:
            return None
        return self.person.id


def caller_of(settings: Settings, database: Database, by: str | None) -> Caller:
    """Return the caller of a command on a data folder. Without an id it is the operator of the folder."""
    gate = Gate(database, "cli")
    if by is None:
        return Caller(gate, OPERATOR)
    with database.read() as session:
        content = staff.find(session, by)
    if content is not None:
        return Caller(gate, of_json(content))
    is_default = settings.embedded and settings.oidc_issuer is None
    return Caller(gate, sample_people().get(by) if is_default else None)


def as_json(person: Person) -> dict[str, Any]:
    """Return a person in the form that the records store."""
    return {
        "id": person.id,
        "name": person.name,
        "roles": sorted(person.roles),
        "teams": sorted(person.teams),
    }


def of_json(content: Mapping[str, Any]) -> Person:
    """Return a person from the form that the records store."""
    return Person(
        content["id"],
        content["name"],
        frozenset(Role(role) for role in content["roles"]),
        frozenset(content["teams"]),
    )
