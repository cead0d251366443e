"""Early support: the records that a school or a health service sends, and how they stand with a case."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import ConfigDict, Field

from casework.early_support.support_record import FIELDS, KINDS
from starter.api.models.base import Asked, Day, Told


def _choices(name: str) -> Any:
    """A code of an answer, as OpenAPI describes it."""
    return Field(default=None, json_schema_extra={"enum": list(FIELDS[name].choices)}, max_length=60)


def _number(name: str) -> Any:
    """A number of an answer within its bounds."""
    return Field(default=None, ge=FIELDS[name].least, le=FIELDS[name].most)


def _words(name: str) -> Any:
    """Words of an answer up to their length."""
    return Field(default=None, max_length=FIELDS[name].longest)


class SupportRecord(Asked):
    """One record. Each kind needs its own answers; docs/reference/early-support.md lists them."""

    model_config = ConfigDict(
        str_strip_whitespace=True,
        json_schema_extra={
            "examples": [
                {
                    "child_name": "Sample Child",
                    "born_on": "2022-05-14",
                    "setting": "900001",
                    "kind": "screen",
                    "on": "2026-02-03",
                    "tool": "wellcomm",
                    "colour": "red",
                }
            ]
        },
    )

    child_name: str = Field(min_length=1, max_length=200)
    born_on: Day
    upn: str | None = Field(default=None, max_length=20, description="The unique pupil number.")
    setting: str = Field(max_length=20, description="The number of the school or setting in the register.")
    # The kinds are data. Pydantic accepts a Literal made of them; the type checker wants literals.
    kind: Literal[(*KINDS,)] = Field(examples=["screen"])  # type: ignore[valid-type]
    on: Day = Field(description="The local day on which it was done, began or was told.")
    tool: str | None = _choices("tool")
    tool_version: str | None = _words("tool_version")
    age_months: int | None = _number("age_months")
    score: str | None = _words("score")
    colour: str | None = _choices("colour")
    by_role: str | None = _choices("by_role")
    support: str | None = _words("support")
    tier: str | None = _choices("tier")
    group_size: int | None = _number("group_size")
    minutes: int | None = _number("minutes")
    times_a_week: int | None = _number("times_a_week")
    weeks: int | None = _number("weeks")
    sessions_given: int | None = _number("sessions_given")
    ended_on: Day | None = None
    service: str | None = _choices("service")
    accepted: bool | None = None
    first_seen_on: Day | None = None
    discharged_on: Day | None = None
    family_view: str | None = _words("family_view")
    language: str | None = _words("language")
    interpreter: bool | None = None


class SupportRecords(Asked):
    """Some records. All are kept, or none where one is wrong."""

    records: list[SupportRecord] = Field(min_length=1, max_length=1000)


class SupportKept(Told):
    """How many records were added, changed, and there already."""

    records: int
    added: int
    changed: int
    unchanged: int


class RecordOfCase(Told):
    """A record about the child of a case."""

    record: str
    kind: str
    on: date
    setting: str
    answers: dict[str, Any]
    early: bool = Field(description="A re-screen before local policy counts it.")
    by: str


class SupportOfCase(Told):
    """The early support of a case's child. It is evidence: it prevents nothing and moves no date."""

    case: str
    line: str = Field(
        description="All of it in one line, as the pack of a panel has it; empty without records."
    )
    status: str
    policy: str = Field(description="That the day of a re-screen is local policy.")
    rescreen_due_on: date | None
    records: list[RecordOfCase]


class CohortRow(Told):
    """The children screened first at one setting in one school year. A hidden number is null."""

    setting: str
    name: str
    school_year: str
    screened: int
    colour: dict[str, int | None]
    moved: dict[str, int | None]
    dose: dict[str, int | None]
    request: dict[str, int | None] = Field(description="Whether a request was received within 12 months.")


class Cohorts(Told):
    """The table of screened children, with numbers below 5 and their complements hidden."""

    as_at: date
    policy: str
    rows: list[CohortRow]
    totals: dict[str, int | dict[str, int | None] | None]
    rows_left_out: int = Field(description="Rows of fewer than 5 children, which are in no total.")
