"""Permissions by role, team and relationship to a case: one table for the console, the API and the command line.

A role gives a right within a scope: a person's own (the officer's cases, a member's sittings, a mediator's dispute), their
team's, or all. The members of a sitting may read the cases that another person listed to it, and change nothing in them.
Only its officer and the people named for it may see a sealed case, whatever their role. A person who breaks the glass gives
a reason and reads for one day, and the access is logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Any

from casework.access import break_glass
from casework.case.actor import OPERATOR_ID
from casework.case.casework_acts import ASSIGNMENTS


class Role(StrEnum):
    """The role of a person. The values are the claims of a sign-in."""

    CASE_OFFICER = "case_officer"
    TEAM_MANAGER = "team_manager"
    HEAD_OF_SERVICE = "head_of_service"
    PANEL_CHAIR = "panel_chair"
    PANEL_MEMBER = "panel_member"
    MEDIATOR = "mediator"
    PARTNER = "partner"
    ANALYST = "analyst"
    OPS = "ops"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Scope(IntEnum):
    """How far a right reaches. A wider scope includes the narrower ones."""

    OWN = 1
    TEAM = 2
    ALL = 3


class Right(StrEnum):
    """What a person may do. The values appear in the log of refusals and in the scopes of API tokens."""

    SEE_CASELOAD = "see_caseload"
    SEE_CASE = "see_case"
    SEE_PERSONAL = "see_personal"
    SEARCH_BY_NAME = "search_by_name"
    OPEN_CASE = "open_case"
    ACT = "act"
    ASSIGN = "assign"
    APPROVE_EXCEPTION = "approve_exception"
    SIGN_PLAN = "sign_plan"
    SET_BANDS = "set_bands"
    SEE_ALERTS = "see_alerts"
    SEE_BACK_DATED = "see_back_dated"
    SEE_PANEL = "see_panel"
    RUN_PANEL = "run_panel"
    SEE_DISPUTE = "see_dispute"
    ACT_IN_DISPUTE = "act_in_dispute"
    SEE_OPERATIONS = "see_operations"
    OPERATE = "operate"
    SEAL = "seal"
    END_SESSIONS = "end_sessions"
    BREAK_GLASS = "break_glass"
    SEE_ACCESS_LOG = "see_access_log"
    ADMINISTER = "administer"
    KEEP_PROFILE = "keep_profile"
    DECODE = "decode"
    DESTROY = "destroy"
    SEE_INCLUSION_PLAN = "see_inclusion_plan"
    KEEP_INCLUSION_PLAN = "keep_inclusion_plan"
    ACT_IN_INCLUSION_PLAN = "act_in_inclusion_plan"


_OFFICER, _MANAGER, _HEAD = Role.CASE_OFFICER, Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE
_CHAIR, _MEMBER, _MEDIATOR = Role.PANEL_CHAIR, Role.PANEL_MEMBER, Role.MEDIATOR
_OPS, _AUDITOR, _ADMIN, _ANALYST, _PARTNER = Role.OPS, Role.AUDITOR, Role.ADMIN, Role.ANALYST, Role.PARTNER
_CASEWORK = {_OFFICER: Scope.TEAM, _MANAGER: Scope.TEAM, _HEAD: Scope.ALL}

RIGHTS: Mapping[Right, Mapping[Role, Scope]] = {
    Right.SEE_CASELOAD: {
        _OFFICER: Scope.TEAM, _MANAGER: Scope.ALL, _HEAD: Scope.ALL, _ANALYST: Scope.ALL, _AUDITOR: Scope.ALL, _OPS: Scope.ALL,
    },
    Right.SEE_CASE: {
        _OFFICER: Scope.TEAM, _MANAGER: Scope.ALL, _HEAD: Scope.ALL, _AUDITOR: Scope.ALL, _CHAIR: Scope.OWN, _MEMBER: Scope.OWN,
    },
    Right.SEE_PERSONAL: {**_CASEWORK, _CHAIR: Scope.OWN, _MEMBER: Scope.OWN},
    Right.SEARCH_BY_NAME: _CASEWORK,
    Right.OPEN_CASE: _CASEWORK,
    Right.ACT: _CASEWORK,
    Right.ASSIGN: {_MANAGER: Scope.TEAM, _HEAD: Scope.ALL},
    Right.APPROVE_EXCEPTION: {_MANAGER: Scope.TEAM, _HEAD: Scope.ALL},
    Right.SIGN_PLAN: {_MANAGER: Scope.TEAM, _HEAD: Scope.ALL},
    Right.SET_BANDS: {_MANAGER: Scope.TEAM, _HEAD: Scope.ALL},
    Right.SEE_ALERTS: {_OFFICER: Scope.OWN, _MANAGER: Scope.TEAM, _HEAD: Scope.ALL},
    Right.SEE_BACK_DATED: {_MANAGER: Scope.TEAM, _HEAD: Scope.ALL},
    Right.SEE_PANEL: {_OFFICER: Scope.ALL, _MANAGER: Scope.ALL, _HEAD: Scope.ALL, _CHAIR: Scope.OWN, _MEMBER: Scope.OWN},
    Right.RUN_PANEL: {_OFFICER: Scope.ALL, _MANAGER: Scope.ALL, _HEAD: Scope.ALL, _CHAIR: Scope.OWN},
    Right.SEE_DISPUTE: {**_CASEWORK, _MEDIATOR: Scope.OWN, _AUDITOR: Scope.ALL},
    Right.ACT_IN_DISPUTE: {**_CASEWORK, _MEDIATOR: Scope.OWN},
    Right.SEE_OPERATIONS: {_OPS: Scope.ALL, _ADMIN: Scope.ALL},
    Right.OPERATE: {_OPS: Scope.ALL},
    Right.SEAL: {_HEAD: Scope.ALL},
    Right.END_SESSIONS: {_HEAD: Scope.ALL, _ADMIN: Scope.ALL},
    Right.BREAK_GLASS: {_OFFICER: Scope.ALL, _MANAGER: Scope.ALL, _HEAD: Scope.ALL, _AUDITOR: Scope.ALL},
    Right.SEE_ACCESS_LOG: {_AUDITOR: Scope.ALL, _HEAD: Scope.ALL},
    Right.ADMINISTER: {_ADMIN: Scope.ALL},
    Right.KEEP_PROFILE: {_HEAD: Scope.ALL, _ADMIN: Scope.ALL},
    Right.DECODE: {_OPS: Scope.ALL, _AUDITOR: Scope.ALL},
    Right.DESTROY: {_HEAD: Scope.ALL, _ADMIN: Scope.ALL},
    Right.SEE_INCLUSION_PLAN: {
        _OFFICER: Scope.ALL, _MANAGER: Scope.ALL, _HEAD: Scope.ALL, _ANALYST: Scope.ALL, _AUDITOR: Scope.ALL,
        _PARTNER: Scope.OWN,
    },
    Right.KEEP_INCLUSION_PLAN: {_MANAGER: Scope.ALL, _HEAD: Scope.ALL},
    Right.ACT_IN_INCLUSION_PLAN: {_MANAGER: Scope.ALL, _HEAD: Scope.ALL, _PARTNER: Scope.OWN},
}  # fmt: skip
"""The scope of each right for each role. A role that is missing has no such right."""

_BY_CASE = frozenset(
    {Right.SEE_CASE, Right.SEE_PERSONAL, Right.ACT, Right.ASSIGN, Right.APPROVE_EXCEPTION, Right.SIGN_PLAN,
     Right.SEE_ALERTS,     Right.SEE_DISPUTE, Right.ACT_IN_DISPUTE}
)  # fmt: skip
"""The rights that a seal blocks: everything that shows a case or changes it."""

_IN_DISPUTE = frozenset({Right.SEE_DISPUTE, Right.ACT_IN_DISPUTE})
"""The rights that a seal leaves to the people of a dispute: its mediator must go on, and sees the dispute only."""

_SAID: Mapping[Right, str] = {
    Right.SEE_CASELOAD: "see the caseload",
    Right.SEE_CASE: "see this case",
    Right.SEE_PERSONAL: "see the personal data of this case",
    Right.SEARCH_BY_NAME: "search by name",
    Right.OPEN_CASE: "open cases",
    Right.ACT: "record anything in this case",
    Right.ASSIGN: "assign this case",
    Right.APPROVE_EXCEPTION: "approve an exception in this case",
    Right.SIGN_PLAN: "sign a plan in this case",
    Right.SET_BANDS: "set bands and tariffs or see what they cost",
    Right.SEE_ALERTS: "see these alerts",
    Right.SEE_BACK_DATED: "see the actions that were recorded for an earlier date",
    Right.SEE_PANEL: "see this sitting of the panel",
    Right.RUN_PANEL: "record anything at this sitting of the panel",
    Right.SEE_DISPUTE: "see this dispute",
    Right.ACT_IN_DISPUTE: "record anything in this dispute",
    Right.SEE_OPERATIONS: "see the workflows",
    Right.OPERATE: "change how workflows run",
    Right.SEAL: "seal a case",
    Right.END_SESSIONS: "see who is signed in or end their sessions",
    Right.BREAK_GLASS: "break the glass",
    Right.SEE_ACCESS_LOG: "see who saw what",
    Right.ADMINISTER: "change settings and tokens",
    Right.KEEP_PROFILE: "change the council's own details",
    Right.DECODE: "read what Temporal stores",
    Right.DESTROY: "hold records or have them destroyed",
    Right.SEE_INCLUSION_PLAN: "see the plans for the local area",
    Right.KEEP_INCLUSION_PLAN: "start plans for the local area",
    Right.ACT_IN_INCLUSION_PLAN: "record anything in the plans for the local area",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in person. `rights` restricts the rights of their roles, as a token does; None means no restriction."""

    id: str
    name: str
    roles: frozenset[Role]
    teams: frozenset[str] = frozenset()
    rights: frozenset[Right] | None = None


STRANGER = Person("unknown", "Unknown person", frozenset())
"""A person who has not said who they are, in the access log."""
OPERATOR = Person(OPERATOR_ID, "Operator of this data folder", frozenset(Role))
"""The person behind a command that names no one. Anyone who can run it on a data folder can read its files too."""


@dataclass(frozen=True, slots=True)
class Thing:
    """The thing that a right is about: a case, or something that belongs to one.

    `people` holds the people of a process (members of a sitting, the mediator of a dispute). `readers` holds the people
    who may read the case through a process, and change nothing. `other_teams` are also with it, besides `team`. `named` holds the people not stopped by the seal. `glass`
    holds the people who broke the glass and whose day is not over.
    """

    officer: str | None = None
    team: str | None = None
    people: frozenset[str] = frozenset()
    readers: frozenset[str] = frozenset()
    sealed: bool = False
    named: frozenset[str] = frozenset()
    glass: frozenset[str] = frozenset()
    other_teams: frozenset[str] = frozenset()


def scope_of(person: Person, right: Right) -> Scope | None:
    """How far a right of a person reaches; None if they do not have it."""
    if person.rights is not None and right not in person.rights:
        return None
    return max((RIGHTS[right][role] for role in person.roles if role in RIGHTS[right]), default=None)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a right of a person reaches, for a query that decides about many rows as `refused` does about one.

    `stops_at_seals` is whether a seal blocks the right, `in_dispute` whether it leaves it to the people of a process, and
    `through_glass` whether breaking the glass gives it.
    """

    person: str
    scope: Scope | None
    teams: frozenset[str]
    stops_at_seals: bool
    in_dispute: bool
    through_glass: bool


def reach_of(person: Person, right: Right) -> Reach:
    """How far a right of a person reaches."""
    narrowed = person.rights is not None and right not in person.rights
    return Reach(
        person.id,
        scope_of(person, right),
        person.teams,
        right in _BY_CASE,
        right in _IN_DISPUTE,
        not narrowed and right in break_glass.READS,
    )


def refused(person: Person, right: Right, thing: Thing | None = None) -> str | None:
    """Why a person may not do something, in one sentence; None if they may.

    Without a `thing`, this checks whether they may do it anywhere.
    """
    narrowed = person.rights is not None and right not in person.rights
    if not narrowed and thing is not None and break_glass.lets_read(right, person.id, thing.glass):
        return None
    scope = scope_of(person, right)
    if scope is None:
        what = _SAID[right].replace("this case", "cases").replace("these ", "").replace("this ", "a ")
        return f"You may not {what}: " + (
            "your token does not include that right."
            if narrowed
            else f"this is for {_roles(right)}, and you are {_own(person)}."
        )
    if thing is None:
        return None
    reads = right in break_glass.READS and person.id in thing.readers
    if thing.sealed and right in _BY_CASE and not (reads or _passes_seal(person, right, thing)):
        return f"You may not {_SAID[right]}: it is sealed. Ask the head of service, who can give you access."
    if scope is Scope.ALL or reads or person.id == thing.officer or person.id in thing.people:
        return None
    if scope is Scope.TEAM and (thing.team is None or person.teams & {thing.team, *thing.other_teams}):
        return None
    whose = f"it is with team {thing.team}" if scope is Scope.TEAM else "it is not one of yours"
    return f"You may not {_SAID[right]}: {whose}."


def _passes_seal(person: Person, right: Right, thing: Thing) -> bool:
    if person.id == thing.officer or person.id in thing.named:
        return True
    return right in _IN_DISPUTE and person.id in thing.people


def refused_with_own(
    person: Person, right: Right, action: str, thing: Thing, own_acts: frozenset[str], why: str
) -> str | None:
    """Why a person may not record an act in a process, in one sentence; None if they may.

    `own_acts` holds the acts open to a person who has the right only as one of its people; `why` is the refusal of any
    other.
    """
    if (refusal := refused(person, right, thing)) is not None:
        return refusal
    has_right_in_case = refused(person, right, replace(thing, people=frozenset())) is None
    return None if has_right_in_case or action in own_acts else why


def needed(action: str, fields: Mapping[str, Any]) -> tuple[Right, ...]:
    """The rights that a person needs to record an act in a case."""
    rights = [Right.ACT]
    if action in ASSIGNMENTS:
        rights = [Right.ASSIGN]
    if action == "exception_claimed" and fields.get("approved_by"):
        rights.append(Right.APPROVE_EXCEPTION)
    return tuple(rights)


def _roles(right: Right) -> str:
    said = [role.replace("_", " ") for role in Role if role in RIGHTS[right]]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}"


def _own(person: Person) -> str:
    return (
        " and ".join(role.replace("_", " ") for role in Role if role in person.roles) or "without a role here"
    )
