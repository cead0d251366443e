"""What travels into, out of and through the workflow of a sitting: dates, codes and opaque ids, and nothing personal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import Field

from casework.panel import Item, Member, Sitting
from workflows.messages import Message


class MemberMessage(Message):
    """Somebody on the panel."""

    id: str
    role: str


class SittingOpening(Message):
    """What a sitting begins with. `clock_starts_at` shifts its clock, for a scenario of the past."""

    sitting_id: str
    sits_on: date
    papers_by: date
    chair: str
    members: tuple[MemberMessage, ...]
    team: str | None = None
    by: str | None = None
    clock_starts_at: datetime | None = None

    def sitting(self) -> Sitting:
        """The sitting as casework reads it, before anything has happened at it."""
        members = tuple(Member(member.id, member.role) for member in self.members)
        return Sitting(self.sitting_id, self.sits_on, self.papers_by, self.chair, members)


class ItemMessage(Message):
    """A case on the agenda."""

    case: str
    about: str
    papers: bool = False
    recommendation: str | None = None
    reason: str | None = None
    dissent: str | None = None

    @classmethod
    def of(cls, item: Item) -> ItemMessage:
        """The message of an item."""
        return cls(
            case=item.case,
            about=item.about,
            papers=item.papers,
            recommendation=item.recommendation,
            reason=item.reason,
            dissent=item.dissent,
        )


class SittingView(Message):
    """A sitting as it stands."""

    sitting: str
    sits_on: date
    papers_by: date
    chair: str
    team: str | None
    members: tuple[MemberMessage, ...]
    items: tuple[ItemMessage, ...] = ()
    present: tuple[str, ...] | None = None
    missing_roles: tuple[str, ...] = ()
    stage: str
    signed_off_on: date | None = None

    @classmethod
    def of(cls, sitting: Sitting, team: str | None) -> SittingView:
        """The view of a sitting."""
        return cls(
            sitting=sitting.id,
            sits_on=sitting.sits_on,
            papers_by=sitting.papers_by,
            chair=sitting.chair,
            team=team,
            members=tuple(MemberMessage(id=member.id, role=member.role) for member in sitting.members),
            items=tuple(ItemMessage.of(item) for item in sitting.items),
            present=sitting.present,
            missing_roles=sitting.missing_roles if sitting.present is not None else (),
            stage=sitting.stage,
            signed_off_on=sitting.signed_off_on,
        )


class SittingStep(Message):
    """One step of a sitting, recorded whole or not at all, with how the sitting stands after it."""

    seq: int
    recorded_at: datetime
    kind: str
    event: str
    on: date
    of: str | None = None
    by: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict)
    text: str
    request_id: str | None = None
    view: SittingView


class RecordSitting(Message):
    """The steps to record, in order; `done` are the moments that have come."""

    sitting_id: str
    steps: tuple[SittingStep, ...]
    done: tuple[str, ...] = ()


class SittingOutlook(Message):
    """What a sitting waits for once a step is recorded; every instant is pinned by the history that holds it."""

    seq: int
    next_at: datetime | None = None
    next_kind: str | None = None
    next_in_words: str | None = None


class SittingOutcome(Message):
    """How a sitting ended."""

    sitting: str
    stage: str
    sequence: int
