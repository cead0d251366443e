"""Early warnings: the deadlines that will probably be missed, and one plan for many of them."""

from __future__ import annotations

from datetime import date

from pydantic import ConfigDict, Field

from casework.case.casework_acts import LIMITS_AT_RISK
from office.batches import MOST
from starter.api.models.base import Asked, Code, Day, Text, Told


class PlanMade(Told):
    """The plan for a deadline at risk. Its words are in the log of the case."""

    planned_on: date
    recorded_by: str | None
    has_passed: bool


class Warned(Told):
    """A deadline that will probably be missed. The chance is an estimate from this council's own past, not law."""

    case: str
    limit: str
    title: str
    due_on: date
    percent: int = Field(description="The chance in 100 of missing it, when the warning was raised.")
    because: str
    raised_on: date
    officer: str | None
    plan: PlanMade | None
    needs_plan: bool = Field(description="There is no plan, or its day has passed.")


class Warnings(Told):
    """The warnings that are not over, the highest chance first."""

    as_at: date
    warnings: tuple[Warned, ...]


class AtRisk(Asked):
    """A deadline at risk, as the list of warnings names it."""

    case: str = Field(min_length=1, max_length=120)
    limit: Code = Field(description="One of: " + ", ".join(f"`{one}`" for one in LIMITS_AT_RISK) + ".")


class PlanForWarnings(Asked):
    """One plan that answers several warnings. Each is recorded in its case as an act of its own, with today's date."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "warnings": [{"case": "case-k3v9m2x7q4tz", "limit": LIMITS_AT_RISK[0]}],
                    "plan": "A locum psychologist takes these assessments.",
                    "planned_on": "2026-04-10",
                    "check": True,
                }
            ]
        }
    )

    warnings: list[AtRisk] = Field(min_length=1, max_length=MOST)
    plan: Text = Field(min_length=1, max_length=4_000, description="What will be done, and who will do it.")
    planned_on: Day = Field(
        description="The day by which it will be done, after today. People are told if it passes."
    )
    check: bool = Field(default=False, description="Only say which could be recorded; record nothing.")


class PlannedRow(Told):
    """What became of one warning. `why` says why it is not recorded, or could not be."""

    case: str
    limit: str
    recorded: bool
    why: str | None


class PlansRecorded(Told):
    """What became of each warning, in the order of the request."""

    recorded: int
    rows: tuple[PlannedRow, ...]
