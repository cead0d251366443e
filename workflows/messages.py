"""The messages of the workflows: dates, codes and opaque ids, and no personal data.

Free text (reasons, notes) stays in the records; only its id is in a message. Change these classes only by addition, since
histories keep them for years.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from casework.case.acts import CATALOGUE, Act
from casework.case.law_pin import LawPin
from casework.case.moment import Key, Moment, MomentKind, Role


class Message(BaseModel):
    """The base of every message: immutable, and it ignores fields that a later release adds."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class EarlierAct(Message):
    """An act of the past that is recorded in one step with a later one."""

    action: str
    on: date
    of: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict)


class ActMessage(Message):
    """An act that an officer or another system records.

    Repeats with one `request_id` count as one act. `take_over` lets missing earlier acts be assumed done, without a
    recorded date. `told_before` means that no letter is sent; passed on to a process, it means that the act was
    done before its case was taken over. `told` means that another workflow has recorded the act, so
    it has happened whatever this workflow's clock shows; `teller` is the id of the process that reports it. `seen` is the
    sequence that the person saw: if another person has acted since, the act is refused. With `exactly`, it is also
    refused after the person's own acts or a moment. `earlier` holds acts of the past that are recorded in the same step,
    before this one. `by_operator` means that `by` names no person who decides, only the operator of the data folder: the
    sender says it, so that a recorded message never comes to mean something else.
    """

    action: str
    on: date
    of: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict)
    by: str | None = None
    by_operator: bool = False
    request_id: str = ""
    take_over: bool = False
    told_before: bool = False
    told: bool = False
    teller: str | None = None
    seen: int | None = None
    exactly: bool = False
    earlier: tuple[EarlierAct, ...] = ()

    @property
    def actor_known(self) -> bool:
        """Whether it names the person who decides."""
        return self.by is not None and not self.by_operator

    def acts(self) -> tuple[Act, ...]:
        """The acts for casework, earlier ones first: one for each code in `of` if an act may be done for several."""
        every: tuple[ActMessage | EarlierAct, ...] = (*self.earlier, self)
        return tuple(Act(one.action, one.on, of, one.fields) for one in every for of in _each_of(one))

    def act(self) -> Act:
        """The act for casework."""
        return Act(self.action, self.on, self.of, self.fields)


def _each_of(message: ActMessage | EarlierAct) -> list[str | None]:
    known = CATALOGUE.get(message.action)
    if message.of and known is not None and known.many:
        return list(message.of.split(","))
    return [message.of]


class Receipt(Message):
    """The answer to an act. `sequence` lets a page wait until it can show the act."""

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
    """The fact that opens a case (casework.case.openings).

    `clock_starts_at` shifts the case's clock, for a scenario in the past. `acts` were done before the case came here and
    are recorded with its opening.
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
    """One act of a transition, with the stage after it. `on` is None for an act that is assumed to be done."""

    action: str
    on: date | None
    of: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict)
    not_after: date | None = None
    by: str | None = None
    stage: str
    told_before: bool = False

    def act(self) -> Act:
        """The act for casework."""
        return Act(self.action, self.on, self.of, self.fields, self.not_after)


class MomentMessage(Message):
    """A moment of the agenda, pinned in the history."""

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
    is_urgent: bool = False

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
            is_urgent=moment.is_urgent,
        )

    def moment(self) -> Moment:
        """The moment for casework."""
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
            is_urgent=self.is_urgent,
        )

    @property
    def key(self) -> Key:
        return (self.rule, self.of, self.due_on, self.kind, self.step)


class Refusal(Message):
    """An act that was sent as a signal and refused. Its sender does not wait for an answer, so the case officer is told."""

    action: str
    why: str


class Transition(Message):
    """One step of a case, recorded completely or not at all: an opening, acts, moments or a refusal."""

    seq: int
    recorded_at: datetime
    stage: str
    opening: Opening | None = None
    acts: tuple[ActDone, ...] = ()
    moments: tuple[MomentMessage, ...] = ()
    refusal: Refusal | None = None
    receipt: Receipt | None = None


class RecordRequest(Message):
    """The transitions of a case to record, in order."""

    case_id: str
    run_id: str
    transitions: tuple[Transition, ...]


class Came(Message):
    """A moment that had already come when an act was recorded, and was recorded with it."""

    kind: str
    role: str | None = None


class Outlook(Message):
    """The status of a case after a transition is recorded. The history pins every date in it.

    `moments` holds the moments at the next instant of the agenda, `next_at`; `next_in_words` is their text for the timer.
    `came` holds the moments recorded with the acts of this request. `earliest_final` is the first day on which the plan
    may be finalised. `law` is the pin of the case, for the processes that it begins.
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
    """A process of a case, and the index of the fact of the case that it is about."""

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
    """The input of a case workflow: its opening and, after the first run, the carried state."""

    opening: Opening
    carried: Carried | None = None


class CaseOutcome(Message):
    """The result of a case workflow."""

    case: str
    stage: str
    sequence: int
    closed_on: date


class CaseView(Message):
    """The state of a case workflow, for inspection. `settled` is whether its processes have been told everything too."""

    case: str
    stage: str
    sequence: int
    recorded: int
    today: date
    outlook: Outlook | None
    processes: tuple[ProcessOf, ...] = ()
    settled: bool = True
