"""Acts: what may be recorded, what is recorded, and what is answered."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import ConfigDict, Field

from casework.processes.shapes import Action, ActionField
from starter.api.models.base import MOST_SEQUENCE, Asked, Code, Day, FieldValue, Told

__all__ = ["Action", "ActionField"]


class Allowed(Told):
    """What may be recorded now."""

    sequence: int = Field(description="The step that this is of, for If-Match.")
    actions: list[Action]


class Act(Asked):
    """An act to be recorded."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"action": "assessment_agreed", "on": "2026-03-20"},
                {
                    "action": "advice_requested",
                    "on": "2026-03-21",
                    "of": "school,educational_psychologist",
                    "seen": 3,
                },
            ]
        }
    )

    action: Code = Field(description="Its name, as `actions` lists those that are allowed.")
    on: Day = Field(description="The local day on which it took effect.")
    of: str | None = Field(
        default=None,
        max_length=2_000,
        description="Whose: an adviser, a setting, a case. Several with commas.",
    )
    fields: dict[str, FieldValue] = Field(
        default_factory=dict, max_length=50, description="Its particulars, by their names in `actions`."
    )
    seen: int | None = Field(
        default=None,
        ge=0,
        le=MOST_SEQUENCE,
        description="The sequence that you read, as If-Match; refused with 412 if it changed since.",
    )


class Receipt(Told):
    """What was recorded."""

    case: str = Field(description="The case or process that it was recorded in.")
    request_id: str
    action: str
    on: date
    of: str | None
    stage: str
    sequence: int
    recorded_at: datetime
    warnings: list[str] = Field(
        description="What whoever recorded it should know, though it stopped nothing."
    )
    implied: list[str]
