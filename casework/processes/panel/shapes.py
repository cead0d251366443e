"""What programs read of a sitting, and give to call one."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from casework.processes.panel.quorum import OTHER_ROLES, ROLES
from casework.processes.shapes import Asked, Code, Day, Shapes, Told


class Member(Asked):
    """Somebody on the panel, by an opaque id, and the service that they sit for."""

    id: Code
    # A Literal of names that stand elsewhere: pydantic takes it, and the type checker wants them written out.
    role: Literal[(*ROLES, *OTHER_ROLES)] = Field(  # type: ignore[valid-type]
        description="education, health and social_care are each needed.", examples=["health"]
    )


class SittingCall(Asked):
    """A sitting to be called."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "sits_on": "2026-04-14",
                    "chair": "chair-1",
                    "members": [
                        {"id": "chair-1", "role": "education"},
                        {"id": "member-2", "role": "health"},
                        {"id": "member-3", "role": "social_care"},
                    ],
                }
            ]
        }
    )

    sits_on: Day
    members: list[Member] = Field(min_length=1, max_length=50)
    chair: Code = Field(description="The member who signs it off.")
    papers_by: Day | None = Field(
        default=None, description="When papers are due; a week before where it is not given."
    )
    team: Code | None = None


class SittingInList(Told):
    """A sitting in a list."""

    sitting: str
    sits_on: date
    papers_by: date
    stage: str
    cases: int


class MemberTold(Told):
    """Somebody on the panel."""

    id: str
    role: str


class Item(Told):
    """A case on the agenda, and what the panel advises."""

    case: str
    about: str
    papers: bool
    recommendation: str | None
    reason: str | None
    dissent: str | None


class Sitting(Told):
    """A sitting: who is on it, its agenda, and what it advises."""

    sitting: str
    sequence: int = Field(description="The step that this is of; the ETag too.")
    sits_on: date
    papers_by: date
    chair: str
    team: str | None
    members: list[MemberTold]
    items: list[Item]
    present: list[str] | None
    missing_roles: list[str]
    stage: str
    signed_off_on: date | None
    signers: list[str] | None = Field(
        None, description="Who may sign it off: the chair, or those who were there where the chair was not."
    )


class OfPanel(Told):
    """What a panel did with the case."""

    event: str
    on: date | None
    sitting: str | None
    sits_on: date | None
    why: str | None
    to: str | None
    recommendation: str | None
    chair: str | None


SHAPES = Shapes(short=SittingInList, whole=Sitting, in_case=OfPanel, call=SittingCall)
