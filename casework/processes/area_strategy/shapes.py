"""The API models of a plan for the local area, and of the request that starts one."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from casework.inclusion_plan.plan_types import PLAN_TYPES
from casework.processes.shapes import Action as ActionTold
from casework.processes.shapes import Asked, Code, HappenedInIt, Shapes, Told


class StrategyCall(Asked):
    """A request to start a plan for the local area."""

    # The types are defined in plan_types.yaml. Pydantic accepts a Literal made of them; the type checker wants literals.
    type: Literal[tuple(PLAN_TYPES)] = Field(description="The type of plan.")  # type: ignore[valid-type]
    lead: Code = Field(description="The member of staff who writes the plan and gets its reminders.")
    signer: Code = Field(description="The member of staff who signs off for the authority.")


class StrategyInList(Told):
    """A plan for the local area in a list."""

    strategy: str
    title: str
    stage: str
    is_over: bool
    next_on: date
    versions: int


class PriorityTold(Told):
    """A priority with its owner, date, measure and state."""

    id: str
    title: str | None
    owner: str | None
    due_on: date
    measure: str | None
    state: str
    reason: str | None
    updated_on: date | None


class CommentTold(Told):
    """A comment of a partner."""

    partner: str
    on: date
    comment: str | None


class SignedTold(Told):
    """The sign-off of a partner."""

    partner: str
    on: date
    name: str | None


class VersionTold(Told):
    """A published version."""

    number: int
    type: str
    published_on: date
    evidence: str
    as_at: date
    superseded_on: date | None


class StrategyWhole(StrategyInList):
    """A plan for the local area: its sections, evidence, priorities, sign-offs and published versions."""

    sequence: int = Field(description="The number of the last step; also the ETag.")
    type: str
    lead: str
    signer: str
    signers: dict[str, str] = Field(description="By partner, the person who signs for it.")
    evidence: str | None
    as_at: date | None
    assumptions: dict[str, str]
    sections: dict[str, str | None]
    unwritten: list[str]
    priorities: list[PriorityTold]
    comments: list[CommentTold]
    sign_offs: list[SignedTold]
    published: list[VersionTold]
    actions: list[ActionTold]
    ledger: list[HappenedInIt]


SHAPES = Shapes(short=StrategyInList, whole=StrategyWhole, call=StrategyCall)
