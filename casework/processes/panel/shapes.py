"""The API models of a sitting, and of the request that calls one."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from casework.processes.panel.quorum import OTHER_ROLES, ROLES
from casework.processes.shapes import Asked, Code, Day, Shapes, Told


class Member(Asked):
    """A member of the panel: an opaque id, and the service or role."""

    id: Code
    # The names are defined in quorum.py. Pydantic accepts a Literal made of them; the type checker wants literals.
    role: Literal[(*ROLES, *OTHER_ROLES)] = Field(  # type: ignore[valid-type]
        description="education, health and social_care must each have a member.", examples=["health"]
    )


class SittingCall(Asked):
    """A request to call a sitting."""

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
    chair: Code = Field(description="The member who signs the sitting off.")
    papers_by: Day | None = Field(
        default=None, description="The day papers are due; by default a week before the sitting."
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
    """A member of the panel."""

    id: str
    role: str


class Item(Told):
    """A case on the agenda, and the advice on it."""

    case: str
    about: str
    papers: bool
    recommendation: str | None
    reason: str | None
    dissent: str | None
    cost_first: bool | None = Field(None, description="Whether cost was discussed before suitability.")
    cost_said: str | None = None


class Sitting(Told):
    """A sitting: its members, its agenda, and what it advises."""

    sitting: str
    sequence: int = Field(description="The number of the last step; also the ETag.")
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
        None,
        description="Who may sign the sitting off: the chair, or the members who were there if the chair was not.",
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
