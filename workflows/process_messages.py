"""What travels into, out of and through a process beside a case: dates, codes and opaque ids, nothing personal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import Field

from casework.case.law_pin import LawPin
from workflows.messages import ActMessage, Message


class ProcessOpening(Message):
    """What a process begins with: the fields of its kind, and the act of a case that begins it, where one does.

    `law` is the pin of that case. `clock_starts_at` shifts its clock, for a scenario of the past.
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
    """One step of a process, recorded whole or not at all, with how the process stands after it.

    `untold` is what a case could not be told because it has ended: those whom it alerts are told by the process itself.
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

    kind: str
    id: str
    steps: tuple[ProcessStep, ...]
    done: tuple[str, ...] = ()


class ProcessOutlook(Message):
    """What a process waits for once a step is recorded; every instant is pinned by the history that holds it."""

    seq: int
    next_at: datetime | None = None
    next_kind: str | None = None
    next_in_words: str = ""
    due_on: date | None = None


class LookUp(Message):
    """What a process wants found in the records, and how it stands."""

    kind: str
    id: str
    name: str
    key: str
    view: dict[str, Any]


class Found(Message):
    """What was chosen of what the records know; None where nothing fits."""

    chosen: Any = None


class ProcessProgress(Message):
    """How far a process has got: when it began by its own clock, whether everything is recorded and told, whether it is
    over, and its next moment.
    """

    settled: bool
    over: bool = False
    began: datetime
    next_at: datetime | None = None


class ProcessOutcome(Message):
    """How a process ended."""

    id: str
    stage: str
    sequence: int
