"""The messages of process workflows: dates, codes and opaque ids, and no personal data."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from pydantic import Field

from casework.case.law_pin import LawPin
from workflows.messages import ActMessage, Message, Receipt


class ProcessOpening(Message):
    """The input of a process workflow: the fields of its kind and, if a case begins it, the act of the case.

    `past` holds the acts that came after that act before the case was taken over: the process knows them before it begins
    or tells anything. `law` is the pin of that case. `clock_starts_at` shifts its clock, for a scenario in the past. `begun_by` is the plan
    that begins it. `carried` is its state after its first run.
    """

    kind: str
    id: str
    fields: dict[str, Any] = Field(default_factory=dict)
    team: str | None = None
    by: str | None = None
    clock_starts_at: datetime | None = None
    law: LawPin | None = None
    first: ActMessage | None = None
    begun_by: str | None = None
    carried: ProcessCarried | None = None
    past: tuple[ActMessage, ...] = ()

    @property
    def acts(self) -> tuple[ActMessage, ...]:
        """The acts that it begins with, oldest first."""
        return (*((self.first,) if self.first is not None else ()), *self.past)

    def going_on(self, carried: ProcessCarried) -> ProcessOpening:
        """The input of the next run."""
        return self.model_copy(update={"first": None, "past": (), "carried": carried})


class ProcessStep(Message):
    """One step of a process, recorded completely or not at all, with the state after it.

    `untold` is a report that did not reach its case because the case has ended. The process then sends the notices itself.
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
    """The steps to record, in order; `done` holds the moments that have come.

    `kept_from` is the first step that the workflow still has: it cannot send earlier ones again.
    """

    kind: str
    id: str
    steps: tuple[ProcessStep, ...]
    done: tuple[str, ...] = ()
    kept_from: int = 1


class ToBegin(Message):
    """A process that this process begins on a day, unless `done` holds its `mark`. `fields` open it, by the law of the plan."""

    mark: str
    kind: str
    id: str
    on: date
    fields: dict[str, Any] = Field(default_factory=dict)
    law: LawPin | None = None


class ProcessOutlook(Message):
    """What a process waits for after a step is recorded. The history pins every instant in it.

    `next_kind` is the moment that comes at `next_at`, and `also` are those that follow it at the same instant; a history from
    before they were pinned has none. `is_late` is whether something in it was not done in time; None in a history from before
    it was pinned.
    """

    seq: int
    next_at: datetime | None = None
    next_kind: str | None = None
    also: tuple[str, ...] = ()
    next_in_words: str = ""
    due_on: date | None = None
    is_late: bool | None = None
    begins: tuple[ToBegin, ...] = ()


class ProcessRef(Message):
    """A process that this process began, or that joined it."""

    kind: str
    id: str


class OpenCase(Message):
    """A case that a decision opens for the same child: `parent` is the case of the process that decided.

    `key` makes its id, so that a repeat opens no second case. `plan` is the plan that the facts of the case are told to. With
    `told_before` the family was told of the decision, so the case sends no letter of it.
    """

    key: str
    parent: str
    plan: str | None
    opens: str
    on: date
    fields: dict[str, Any] = Field(default_factory=dict)
    team: str | None = None
    by: str | None = None
    clock_starts_at: datetime | None = None
    told_before: bool = False


class ProcessCarried(Message):
    """The state of a process at a quiet point, carried into its next run.

    `steps` are its last steps without their views, for optimistic concurrency; `seq` is the number of its last step.
    """

    view: dict[str, Any]
    seq: int
    steps: tuple[ProcessStep, ...]
    receipts: tuple[Receipt, ...]
    done: tuple[str, ...]
    looked_up: str | None
    outlook: ProcessOutlook
    shown: tuple[str, bool, date | None] | None
    offset: timedelta
    began: datetime
    begun: tuple[ProcessRef, ...]
    sent: int = 0
    closed: tuple[str, ...] = ()


class LookUp(Message):
    """A lookup in the records that a process needs, its state, and the day on its clock."""

    kind: str
    id: str
    name: str
    key: str
    view: dict[str, Any]
    today: date | None = None


class Found(Message):
    """The result of a lookup; None if nothing fits."""

    chosen: Any = None


class ProcessProgress(Message):
    """The progress of a process: whether everything is recorded and reported (`settled`), whether it is over, when it began
    on its own clock, its next moment, the processes that it began, and how many messages it has sent to other workflows.
    """

    seq: int = 0
    """The number of its last step."""
    settled: bool
    over: bool = False
    began: datetime
    next_at: datetime | None = None
    begun: tuple[ProcessRef, ...] = ()
    sent: int = 0


class ProcessOutcome(Message):
    """The result of a process workflow."""

    id: str
    stage: str
    sequence: int


ProcessOpening.model_rebuild()
