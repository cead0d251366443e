"""The caller of a command: the operator of the data folder, or a person on the register of staff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from casework.access.permissions import OPERATOR, Person, Right, Scope, Thing, scope_of
from casework.processes.group import Group
from casework.processes.registry import process_of
from engine.configuration import Settings
from office.gate import Gate, case_right
from office.refusals import ActRefused
from office.register_of_staff import registered_person
from office.sample_people import sample_people
from records.cases import CaseRow
from records.database import Database


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller of a command, and the gate that checks what they may do."""

    gate: Gate
    person: Person

    @property
    def id(self) -> str:
        """The id of the person."""
        return self.person.id

    def check(self, right: Right, of: str | None = None) -> None:
        """Check that the caller has a right. Raises NotAllowed, NoSuchCase or ActRefused."""
        self.gate.check(self.person, right, of)

    def check_team(self, right: Right, team: str | None) -> None:
        """Check that the caller has a right in a team, for something without a case. Raises NotAllowed."""
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
        if self.person is not OPERATOR:
            self.gate.note(self.person, Right.SEE_PERSONAL, case_id)

    def check_act(self, case_id: str, action: str, fields: Mapping[str, Any]) -> None:
        """Check that the caller may record an act in a case. Raises NotAllowed or NoSuchCase."""
        self.gate.check_act(self.person, case_id, action, dict(fields))

    def check_process(
        self,
        process_id: str,
        action: str | None = None,
        case_id: str | None = None,
        fields: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        """Check that the caller may see a process or record an act in it. Raises NotAllowed or ActRefused."""
        process = process_of(process_id)
        if self.person is OPERATOR and process is not None and not process.has_case:
            # a process about several cases may not be recorded yet; the operator may use them all
            self.check(process.rights.see if action is None else process.rights.act)
            if case_id is not None:
                self.check(case_right(process_id, action, fields), case_id)
        else:
            self.gate.check_process(self.person, process_id, action, case_id, fields)

    def listed(self, rows: Iterable[CaseRow]) -> list[CaseRow]:
        """Return the cases that the caller may see in a list. Raises NotAllowed if they may see no lists."""
        return self.gate.listed(self.person, rows)

    def may(self, right: Right, of: str | None = None) -> bool:
        """Return whether the caller has a right, to decide what to show."""
        return self.gate.may(self.person, right, of)

    def only_their_own(self, group: Group) -> str | None:
        """Return the caller's id if they may see only their own processes of a group, else None."""
        return self.id if scope_of(self.person, group.rights.see) is Scope.OWN else None


def caller_of(settings: Settings, database: Database, by: str | None) -> Caller:
    """Return the caller of a command on a data folder. Without an id it is the operator of the folder.

    Raises ActRefused if the id is not on the register of staff. The demo users are on it in the embedded default.
    """
    gate = Gate(database, "cli")
    if by is None:
        return Caller(gate, OPERATOR)
    with database.read() as session:
        person = registered_person(session, by)
    if person is None and settings.embedded and settings.oidc_issuer is None:
        person = sample_people().get(by)
    if person is None:
        raise ActRefused(
            f"{by!r} is not on the register of staff; give the id of a person who has signed in to the console, or "
            "leave out --by to act as the operator."
        )
    return Caller(gate, person)
