"""The messages of process workflows: dates, codes and opaque ids, and no personal data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import Field

from casework.case.law_pin import LawPin
from workflows.messages import ActMessage, Message


class ProcessOpening(Message):
    """The input of a process workflow: the fields of its kind and, if a case begins it, the act of the case.

    `law` is the pin of that case. `clock_starts_at` shifts its clock, for a scenario in the past.
    """

    kind: str
    id: str
    fields: dict[str, Any] = Field(default_factory=dict)
    team: str | None = None
    by: str | None = None
    clock_starts_at: datetime | None = None
    law: LawPin | None = None
    first: ActMessage | None = None


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
    """The steps to record, in order; `done` holds the moments that have come."""

    kind: str
    id: str
    steps: tuple[ProcessStep, ...]
    done: tuple[str, ...] = ()


class ProcessOutlook(Message):
    """What a process waits for after a step is recorded. The history pins every instant in it."""

    seq: int
    next_at: datetime | None = None
    next_kind: str | None = None
    next_in_words: str = ""
    due_on: date | None = None


class LookUp(Message):
    """A lookup in the records that a process needs, and its state."""

    kind: str
    id: str
    name: str
    key: str
    view: dict[str, Any]


class Found(Message):
    """The result of a lookup; None if nothing fits."""

    chosen: Any = None


class ProcessProgress(Message):
    """The progress of a process: whether everything is recorded and reported (`settled`), whether it is over, when it began
    on its own clock, and its next moment.
    """

    settled: bool
    over: bool = False
    began: datetime
    next_at: datetime | None = None


class ProcessOutcome(Message):
    """The result of a process workflow."""

    id: str
    stage: str
    sequence: int
