"""What travels into, out of and through the workflows: dates, codes and opaque ids, and nothing personal.

Free text (reasons, notes) stays in the records; only the id of a note travels. Changed by addition only: histories
of years hold these messages.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from casework.case.acts import CATALOGUE, Act
from casework.case.law_pin import LawPin
from casework.case.moment import Key, Moment, MomentKind, Role


class Message(BaseModel):
    """Immutable, and lenient to fields that a later release adds."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ActMessage(Message):
    """An act as an officer, or another system, records it.

    `request_id` makes a repetition of one request one act. `take_over` allows acts that must have come before to be
    taken as done without a recorded date. It is `told` where it has been recorded in a workflow beside this one, which
    only says so: then it has happened, whatever this workflow's own clock says; `teller` is the id of a process that tells
    it. `seen` is the sequence of the case
    or process that its person had before them: where somebody else has acted since, it is refused, and they look
    again; where they want `exactly` that step, also if they have acted themselves, or a moment has come.
    """

    action: str
    on: date
    of: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict)
    by: str | None = None
    request_id: str = ""
    take_over: bool = False
    told_before: bool = False
    told: bool = False
    teller: str | None = None
    seen: int | None = None
    exactly: bool = False

    def acts(self) -> tuple[Act, ...]:
        """The acts as casework reads them: one, or one for each whom it is done for at once."""
        known = CATALOGUE.get(self.action)
        many = self.of.split(",") if self.of and known is not None and known.many else [self.of]
        return tuple(Act(self.action, self.on, of, self.fields) for of in many)

    def act(self) -> Act:
        """The act as casework reads it."""
        return Act(self.action, self.on, self.of, self.fields)


class Receipt(Message):
    """What an officer is answered. `sequence` lets a page wait until it can show this very act."""

    case: str
    request_id: str
    action: str
    on: date
    of: str | None = None
    stage: str
    sequence: int
    recorded_at: datetime
    warnings: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()


class Opening(Message):
    """The fact that opens a case (casework.openings). `clock_starts_at` shifts the case's clock, for a scenario of the past; `acts` were
    done before the case came here, and are recorded with its opening.
    """

    case_id: str
    event: str = "request_received"
    on: date | None = None
    not_after: date | None = None
    fields: dict[str, Any] = Field(default_factory=dict)
    officer: str | None = None
    team: str | None = None
    by: str | None = None
    clock_starts_at: datetime | None = None
    acts: tuple[ActMessage, ...] = ()
    told_before: bool = False


class ActDone(Message):
    """One act of a transition, with the stage after it; `on` is None for one taken as done."""

    action: str
    on: date | None
    of: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict)
    not_after: date | None = None
    by: str | None = None
    stage: str
    told_before: bool = False

    def act(self) -> Act:
        """The act as casework reads it."""
        return Act(self.action, self.on, self.of, self.fields, self.not_after)


class MomentMessage(Message):
    """A moment of the agenda as it is pinned in history."""

    on: date
    kind: MomentKind
    rule: str
    of: str | None = None
    due_on: date
    step: int = 0
    roles: tuple[Role, ...] = ()
    title: str = ""
    citation: str = ""
    role: str | None = None
    whose: str = "adviser"
    after_window: str = ""

    @classmethod
    def pinned(cls, moment: Moment) -> MomentMessage:
        """The message of a moment."""
        return cls(
            on=moment.on,
            kind=moment.kind,
            rule=moment.rule,
            of=moment.of,
            due_on=moment.due_on,
            step=moment.step,
            roles=moment.roles,
            title=moment.title,
            citation=moment.citation,
            role=moment.role,
            whose=moment.whose,
            after_window=moment.after_window,
        )

    def moment(self) -> Moment:
        """The moment as casework reads it."""
        return Moment(
            on=self.on,
            kind=self.kind,
            rule=self.rule,
            of=self.of,
            due_on=self.due_on,
            step=self.step,
            roles=self.roles,
            title=self.title,
            citation=self.citation,
            role=self.role,
            whose=self.whose,
            after_window=self.after_window,
        )

    @property
    def key(self) -> Key:
        return (self.rule, self.of, self.due_on, self.kind, self.step)


class Refusal(Message):
    """An act that was sent as a signal and refused: nobody waited for the answer, so the case officer is told."""

    action: str
    why: str


class Transition(Message):
    """One step of a case, recorded whole or not at all: an opening, acts, moments that have come, or a refusal."""

    seq: int
    recorded_at: datetime
    stage: str
    opening: Opening | None = None
    acts: tuple[ActDone, ...] = ()
    moments: tuple[MomentMessage, ...] = ()
    refusal: Refusal | None = None
    receipt: Receipt | None = None


class RecordRequest(Message):
    """The transitions to record, in order, and whose they are."""

    case_id: str
    run_id: str
    transitions: tuple[Transition, ...]


class Came(Message):
    """A moment that had come already when an act was recorded, and was recorded with it."""

    kind: str
    role: str | None = None


class Outlook(Message):
    """How a case stands once a transition is recorded. Every date in it is pinned by the history that holds it.

    `moments` are those of the next instant of the agenda, which is `next_at`; `next_in_words` says them on the timer
    that waits for it; `came` are those that were recorded
    with the acts of this very request. `earliest_final` is the first day on which the plan may be finalised; `law` is the
    pin of the case, for the processes that it begins.
    """

    seq: int
    closed: bool = False
    rag: str = "green"
    breached: bool = False
    next_due_on: date | None = None
    next_due: str | None = None
    next_at: datetime | None = None
    moments: tuple[MomentMessage, ...] = ()
    earliest_final: date | None = None
    officer: str | None = None
    team: str | None = None
    came: tuple[Came, ...] = ()
    next_in_words: str = ""
    law: LawPin | None = None


class CarriedAct(Message):
    """A fact of the case, carried from one run to the next."""

    event: str
    on: date | None
    of: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict)
    not_after: date | None = None


class ProcessOf(Message):
    """A process that a case began or was told of, and the place of the fact in the case that it is about."""

    kind: str
    id: str
    about: int


class Carried(Message):
    """The state of a case at a quiet point, carried into its next run."""

    stage: str
    facts: tuple[CarriedAct, ...]
    transitions: tuple[Transition, ...]
    receipts: tuple[Receipt, ...]
    outlook: Outlook
    offset: timedelta
    shown: dict[str, str] = Field(default_factory=dict)
    processes: tuple[ProcessOf, ...] = ()


class CaseInput(Message):
    """What the workflow of a case begins with: its opening, and after the first run what was carried over."""

    opening: Opening
    carried: Carried | None = None


class CaseOutcome(Message):
    """How a case ended."""

    case: str
    stage: str
    sequence: int
    closed_on: date


class CaseView(Message):
    """A case as its workflow knows it, for those who inspect it; `settled` when its processes know of it all too."""

    case: str
    stage: str
    sequence: int
    recorded: int
    today: date
    outlook: Outlook | None
    processes: tuple[ProcessOf, ...] = ()
    settled: bool = True
