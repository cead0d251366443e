"""The one gate: pages, API and command line ask here whether a person may do something. Every refusal is logged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy.orm import Session

from casework.access.permissions import (
    Person,
    Right,
    Scope,
    Thing,
    needed,
    refused,
    refused_in_dispute,
    scope_of,
)
from office.refusals import ActRefused, no_such_case, no_such_dispute
from records import access, cases, disputes, sittings
from records.database import Database

_LOG = structlog.get_logger()
_SIGN_IN = "sign_in"
_STRANGER = Person("nobody", "Nobody", frozenset())


class NotAllowed(ActRefused):
    """A person may not do this: the message says why, and whom it is for."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Who may do what, by the records. `via` says which way in asks: console, api or cli."""

    database: Database
    via: str

    def check(self, person: Person, right: Right, of: str | None = None) -> None:
        """Let a person do something with a case, sitting or dispute of an id. Raises NotAllowed, NoSuchCase or ActRefused."""
        with self.database.read() as session:
            thing = thing_of(session, of) if of is not None else None
        self.check_thing(person, right, thing, of)

    def check_thing(self, person: Person, right: Right, thing: Thing | None, of: str | None = None) -> None:
        """Let a person do something with what is not in the records yet, such as a case of a team. Raises NotAllowed."""
        if (why := refused(person, right, thing)) is not None:
            self._log(person, right, of, why)
            raise NotAllowed(why)

    def check_act(self, person: Person, case_id: str, action: str, fields: dict[str, Any]) -> None:
        """Let a person record an act in a case. Raises NotAllowed or NoSuchCase."""
        for right in needed(action, fields):
            self.check(person, right, case_id)

    def check_at(self, person: Person, right: Right, sitting_id: str, case_id: str | None = None) -> None:
        """Let a person do something at a sitting; with a case, they must be one who sees that case. Raises as check."""
        self.check(person, right, sitting_id)
        if case_id is not None:
            self.check(person, Right.SEE_CASE, case_id)

    def check_dispute(self, person: Person, dispute_id: str, action: str | None = None) -> None:
        """Let a person see a dispute, or record an act in it. Whose are their own alone is not told of others. Raises as check."""
        try:
            self.check(person, Right.SEE_DISPUTE, dispute_id)
        except NotAllowed:
            if scope_of(person, Right.SEE_DISPUTE) is Scope.OWN:
                raise no_such_dispute(dispute_id) from None
            raise
        if action is None:
            return
        with self.database.read() as session:
            thing = thing_of(session, dispute_id)
        if (why := refused_in_dispute(person, action, thing)) is not None:
            self._log(person, Right.ACT_IN_DISPUTE, dispute_id, why)
            raise NotAllowed(why)

    def may_in_dispute(self, person: Person, dispute_id: str, action: str) -> bool:
        """Whether a person may record an act in a dispute, for what is offered."""
        with self.database.read() as session:
            return refused_in_dispute(person, action, thing_of(session, dispute_id)) is None

    def listed(self, person: Person, rows: Iterable[cases.CaseRow]) -> list[cases.CaseRow]:
        """The cases of a list that a person may see in it: those in their scope that are not sealed to them. Raises NotAllowed."""
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

    def may(self, person: Person, right: Right, of: str | None = None) -> bool:
        """Whether a person may, for what is shown or left out; asking is not logged."""
        with self.database.read() as session:
            thing = thing_of(session, of) if of is not None else None
        return refused(person, right, thing) is None

    def note(self, person: Person, right: Right, of: str | None, why: str | None = None) -> None:
        """Log that somebody was let in where that matters: what is personal was read, a list was taken out."""
        with self.database.write() as session:
            access.log(session, self.entry(person, right, of, True, why))

    def log_refused(self, person: Person, right: Right, of: str | None, why: str) -> None:
        """Log that somebody was refused, where it is not one case that the refusal is about."""
        self._log(person, right, of, why)

    def came_in(self, person: Person) -> None:
        """Log that somebody signed in."""
        with self.database.write() as session:
            access.log(session, self.entry(person, _SIGN_IN, None, True, None))

    def turned_away(self, why: str) -> None:
        """Log that somebody whom we do not know was not let in."""
        self._log(_STRANGER, _SIGN_IN, None, why)

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
        if self.via != "cli":  # a command has said it to the person, and its output is theirs alone
            _LOG.warning("refused", person=person.id, right=str(right), thing=of, via=self.via)
        with self.database.write() as session:
            access.log(session, self.entry(person, right, of, False, why))


def thing_of(session: Session, of: str) -> Thing:
    """What the records know of whom a case, sitting or dispute belongs to. Raises NoSuchCase or ActRefused."""
    if of.startswith("sitting-"):
        return _sitting(session, of)
    if of.startswith(("mediation-", "appeal-")):
        return _dispute(session, of)
    row = cases.find(session, of)
    if row is None:
        raise no_such_case(of)
    grants = access.grants_of(session, of, datetime.now(UTC))
    return Thing(
        officer=row.officer,
        team=row.team,
        people=frozenset(_panel_of(session, of)),
        sealed=access.is_sealed(session, of),
        named=frozenset(one.person for one in grants if one.kind == "named"),
        glass=frozenset(one.person for one in grants if one.kind == "broken_glass"),
    )


def _sitting(session: Session, sitting_id: str) -> Thing:
    row = sittings.find(session, sitting_id)
    if row is None:
        raise ActRefused(f"There is no sitting {sitting_id!r}; `ehcp panel sittings` lists them.")
    return Thing(team=row.content.get("team"), people=frozenset(_members(row.content)))


def _dispute(session: Session, dispute_id: str) -> Thing:
    row = disputes.find(session, dispute_id)
    if row is None:
        raise no_such_dispute(dispute_id)
    case = thing_of(session, row.case_id)
    return Thing(
        officer=case.officer,
        team=case.team,
        people=frozenset({row.person} if row.person else ()),
        sealed=case.sealed,
        named=case.named,
        glass=case.glass,
    )


def _panel_of(session: Session, case_id: str) -> set[str]:
    """The members of the sittings that a case is listed to."""
    found: set[str] = set()
    for row in sittings.listing(session, case_id):
        found |= _members(row.content)
    return found


def _members(content: dict[str, Any]) -> set[str]:
    return {str(one["id"]) for one in content.get("members", ())} | {str(content.get("chair") or "")} - {""}
