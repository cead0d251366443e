"""What travels into, out of and through the workflows beside a case: dates, codes and opaque ids, nothing personal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field, TypeAdapter

from casework.case.law_pin import LawPin
from casework.processes.appeal.appeal import Appeal
from casework.processes.mediation.mediation import Mediation
from casework.processes.panel.sitting import Item, Member, Sitting
from statute.facts import Event
from workflows.messages import ActMessage, Message

DisputeKind = Literal["mediation", "appeal"]
ProceedingKind = Literal["sitting", "mediation", "appeal"]


class ProceedingStep(Message):
    """One step of a proceeding, recorded whole or not at all, with how the proceeding stands after it.

    `untold` is what a case could not be told because it has ended: whoever that alerts is told by the proceeding itself.
    """

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
    stage: str
    view: dict[str, Any]
    untold: ActMessage | None = None


class RecordSteps(Message):
    """The steps to record, in order; `done` are the moments that have come."""

    kind: ProceedingKind
    id: str
    steps: tuple[ProceedingStep, ...]
    done: tuple[str, ...] = ()


class ProceedingOutlook(Message):
    """What a proceeding waits for once a step is recorded; every instant is pinned by the history that holds it."""

    seq: int
    next_at: datetime | None = None
    next_kind: str | None = None
    next_in_words: str | None = None


class ProceedingProgress(Message):
    """How far a proceeding has got: when it began by its own clock, whether everything is recorded and told, whether it is
    over, and its next moment.
    """

    settled: bool
    over: bool = False
    began: datetime
    next_at: datetime | None = None


class ProceedingOutcome(Message):
    """How a proceeding ended."""

    id: str
    stage: str
    sequence: int


class MemberMessage(Message):
    """Somebody on the panel."""

    id: str
    role: str


class SittingOpening(Message):
    """What a sitting begins with. `clock_starts_at` shifts its clock, for a scenario of the past.

    It is `firm` where it is held to its question and its quorum, and `signed_by_those_there` where nobody else signs it
    off; those that were called before that are not.
    """

    sitting_id: str
    sits_on: date
    papers_by: date
    chair: str
    members: tuple[MemberMessage, ...]
    team: str | None = None
    by: str | None = None
    clock_starts_at: datetime | None = None
    firm: bool = False
    signed_by_those_there: bool = False

    def sitting(self) -> Sitting:
        """The sitting as casework reads it, before anything has happened at it."""
        members = tuple(Member(member.id, member.role) for member in self.members)
        return Sitting(
            self.sitting_id,
            self.sits_on,
            self.papers_by,
            self.chair,
            members,
            firm=self.firm,
            signed_by_those_there=self.signed_by_those_there,
        )


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
    """A sitting as it stands; `signers` may sign it off (None: it was written before anybody but the chair could)."""

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
    signers: tuple[str, ...] | None = None

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
            signers=sitting.signers,
        )

    def seen(self) -> Sitting:
        """The sitting of a view."""
        return Sitting(
            id=self.sitting,
            sits_on=self.sits_on,
            papers_by=self.papers_by,
            chair=self.chair,
            members=tuple(Member(member.id, member.role) for member in self.members),
            items=tuple(Item(**item.model_dump()) for item in self.items),
            present=self.present,
            signed_off_on=self.signed_off_on,
            called_off=self.stage == "panel_called_off",
        )


class FindMediator(Message):
    """A mediation that needs a mediator, and those who are not asked again."""

    mediation: str
    but: tuple[str, ...] = ()


class DisputeOpening(Message):
    """What a mediation or an appeal begins with: the decision that is disputed, and the first step of the dispute.

    `holidays` are the bank holidays that were proclaimed in the case; `about` is the act that told of the decision, `decided` what was
    decided after a review. `law` is the pin of the case. `clock_starts_at` shifts its clock, for a scenario of the past.
    """

    kind: DisputeKind
    dispute_id: str
    case_id: str
    about: str
    decided_on: date | None
    decided: str | None = None
    team: str | None = None
    clock_starts_at: datetime | None = None
    holidays: tuple[date, ...] = ()
    law: LawPin | None = None
    first: ActMessage

    def known(self) -> dict[str, Any]:
        """What the dispute begins with: the decision, and the bank holidays that were proclaimed before."""
        told = (
            Event("bank_holiday_proclaimed", self.first.on, None, {"day": each.isoformat()})
            for each in self.holidays
        )
        return {
            "id": self.dispute_id,
            "case": self.case_id,
            "about": self.about,
            "decided_on": self.decided_on,
            "decided": self.decided,
            "law": self.law,
            "facts": tuple(told),
        }


_MEDIATION, _APPEAL = TypeAdapter(Mediation), TypeAdapter(Appeal)


def view_of(dispute: Mediation | Appeal, team: str | None) -> dict[str, Any]:
    """A dispute as JSON carries it."""
    adapter: TypeAdapter[Any] = _MEDIATION if isinstance(dispute, Mediation) else _APPEAL
    how = {"stage": dispute.stage, "is_over": dispute.is_over, "team": team}
    return {**adapter.dump_python(dispute, mode="json"), **how}


def mediation_of(view: dict[str, Any]) -> Mediation:
    """The mediation of a view."""
    return _MEDIATION.validate_python(view)


def appeal_of(view: dict[str, Any]) -> Appeal:
    """The appeal of a view."""
    return _APPEAL.validate_python(view)
