"""A child's record: who it is, and the cases that hang on it."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from casework.case.stages import Stage
from starter.api.models.base import Asked, Code, Told
from starter.api.models.cases import PlanInCase, Rag
from starter.api.models.processes import of_case


class Details(Told):
    """Who a child is."""

    name: str
    born_on: date | None
    upn: str | None
    nhs_number: str | None
    address: str | None
    sex: str | None
    ethnicity: str | None
    first_language: str | None
    interpreter: bool | None
    looked_after: bool | None
    primary_need: str | None
    upn_unknown: str | None


class Version(Told):
    """One version of the details: from which day it holds, and who recorded it, when and why."""

    version: int
    details: Details
    from_on: date
    recorded_at: datetime
    by: str | None
    why: str


class LetterOfChild(Told):
    """A letter or message of one of the cases."""

    dispatch: str
    on: date
    kind: str
    to_role: str
    channel: str
    status: str


class CaseOfChild(Told):
    """A case of the child that you may see."""

    case: str
    stage: Stage
    rag: Rag
    officer: str | None
    team: str | None
    received_on: date | None
    closed_on: date | None
    plans: list[PlanInCase]
    # What is read of them is made of the registry, which the type checker cannot follow.
    processes: list[of_case()]  # type: ignore[valid-type]
    letters: list[LetterOfChild]


class Child(Told):
    """A child's record with the cases that you may see."""

    child: str = Field(description="The record that holds: the one asked for, or the one it was merged into.")
    asked_for: str
    sealed: bool
    details: Details | None = Field(description="With `personal=true` only, for those who may; it is logged.")
    versions: list[Version]
    kept_until: date | None
    cases: list[CaseOfChild]
    processes: list[of_case()] = Field(  # type: ignore[valid-type]
        description="Those that hang on the record, because the child had no case."
    )


class Merging(Asked):
    """The record that stays, and why the two are one child."""

    into: Code
    reason: str = Field(min_length=1, max_length=1000)


class Splitting(Asked):
    """Why the two records are not one child after all."""

    reason: str = Field(min_length=1, max_length=1000)


class CaseMerged(Told):
    """A case that is now with the others, and the record that it came from."""

    case: str
    from_record: str = Field(alias="from")


class RightMoved(Told):
    """A case in which another date of birth changes whose right it is by age."""

    case: str
    was: str | None = Field(alias="from")
    now: str | None = Field(alias="to")


class LetterWaitingToLeave(Told):
    """A letter that has not left; it keeps its party and address."""

    case: str
    letter: str
    party: str | None
    address_version: int | None


class Merged(Told):
    """What is together now, and what another date of birth changes."""

    merge: str
    merged: str
    into: str
    by: str
    reason: str
    at: datetime
    cases: list[CaseMerged]
    newly_sealed: list[str]
    rights: list[RightMoved]
    letters_waiting: list[LetterWaitingToLeave]


class Split(Told):
    """Which cases returned to their record, which stay, and what changed since the merge and is not undone."""

    merge: str
    child: str
    from_record: str = Field(alias="from")
    by: str
    reason: str
    at: datetime
    returned: list[str]
    staying: list[str]
    changed_since: list[str]
