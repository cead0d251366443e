"""Cases as they are listed and shown."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field, create_model

from casework.case.stages import Stage
from starter.api.models.acts import Action
from starter.api.models.base import Told
from starter.api.models.processes import in_case

Rag = Literal["red", "amber", "green", "closed"]


class CaseInList(Told):
    """A case in a list."""

    case: str
    stage: Stage
    rag: Rag
    breached: bool
    officer: str | None
    team: str | None
    received_on: date | None
    next_due_on: date | None
    next_due: str | None
    next_due_rule: str | None
    closed_on: date | None
    sequence: int


class CasePage(Told):
    """A page of the caseload."""

    cases: list[CaseInList]
    next: str | None = Field(
        description="The cursor of the next page; the header Link has its address. None on the last page."
    )


class Obligation(Told):
    """A limit, floor, window or target that has begun, with why its last day is what it is."""

    rule: str
    citation: str
    of: str | None
    started_on: date
    due_on: date
    met_on: date | None
    status: Literal["running", "met", "late", "overdue", "excused", "superseded", "open", "closed"]
    days_late: int
    because: str
    role: str | None
    title: str
    kind: str
    duty_holder: str
    verified: bool
    excused_by: str | None
    safe_on: date | None
    earliest_final: date | None
    raw_due_on: date | None
    closed_on: date | None


class Decision(Told):
    """A decision as it was made, with what became of it."""

    decision: str
    on: date | None
    by: str | None = Field(description="Who decided; null if no one is named.")
    mediation: bool
    tribunal: bool
    changed_by: str | None
    changed_on: date | None


class Consulted(Told):
    """A setting that was consulted, and what it answered."""

    setting: str
    asked_on: date | None
    answered_on: date | None
    answer: str | None
    ground: str | None


class ListInCase(Told):
    """A tailored list that was made."""

    list: str
    made_at: datetime
    sent_on: date | None


class PlanInCase(Told):
    """A version of the plan."""

    plan: str
    version: int
    saved_at: datetime
    by: str | None
    hash: str


class LetterWaiting(Told):
    """A letter that has not left, and what is missing."""

    case: str
    on: date
    kind: str
    to_role: str
    of: str | None
    lacks: list[str]


class LetterNotLeft(Told):
    """An act whose letter has not left, so that it does not count yet."""

    act: str
    title: str
    recorded_on: date
    because: str


class Notice(Told):
    """A notice that was sent to a person."""

    on: date
    kind: str
    to_role: str
    about: str
    of: str | None
    text: str
    channel: str
    sent: bool


class Notices(Told):
    """What was told in a case, oldest first."""

    case: str
    notices: list[Notice]


class Child(Told):
    """The child or young person the case is about. Personal."""

    name: str
    born_on: date | None
    family: str | None
    email: str | None
    reference: str | None


class CaseItself(Told):
    """A case without the processes beside it."""

    case: str
    stage: Stage
    stage_in_words: str
    rag: Rag
    breached: bool
    officer: str | None
    team: str | None
    child_id: str | None = Field(description="The record of the child; GET /children/{child_id}.")
    opens: Literal[
        "assessment",
        "reassessment",
        "ceasing",
        "moved_in",
        "moved_in_request",
        "plan_in_force",
        "kept",
        "amended",
        "not_amended",
        "reassessment_agreed",
        "reassessment_refused",
    ]
    received_on: date | None
    source: str | None
    channel: str | None
    right_holder: str | None
    next_due_on: date | None
    next_due: str | None
    closed_on: date | None
    sequence: int = Field(description="The step that this is of; the ETag too.")
    rule_pack: str
    rule_pack_hash: str
    calendar: str
    calendar_hash: str
    as_at: date
    obligations: list[Obligation]
    actions: list[Action]
    decisions: list[Decision]
    consulted: list[Consulted]
    lists: list[ListInCase]
    plans: list[PlanInCase]
    letters_not_left: list[LetterNotLeft]
    letters_waiting: list[LetterWaiting]
    notices: list[Notice]
    child: Child | None = Field(
        default=None,
        description="Only with `personal=true`, for people who may read it. Each reading is logged.",
    )


Case: type[Told] = create_model(
    "Case",
    __base__=CaseItself,
    __doc__="A case: where it stands, its limits with why, and what may be recorded now.",
    **in_case(),
)


class LedgerLine(Told):
    """A line of the ledger."""

    number: int
    sequence: int
    kind: str
    event: str
    on: date | None
    not_after: date | None
    of: str | None
    fields: dict[str, Any] = Field(
        description="The particulars of the act. Free text is withheld unless `personal=true`."
    )
    stage: str
    by: str | None
    recorded_at: datetime
    recorded_late: bool
    implied: bool
    text: str
    note: str | None
    hash: str


class Ledger(Told):
    """Everything that happened, oldest first, each line chained to the one before by its hash."""

    case: str
    ledger: list[LedgerLine]


class Service(Told):
    """The advice that one service owes and gave."""

    of: str
    asked: int
    received: int
    received_late: int
    waiting: int
    overdue: int
    longest_overdue: int
    days_late_on_average: float
    manager: str | None


class Services(Told):
    """The services, the one that owes most overdue advice first."""

    services: list[Service]
