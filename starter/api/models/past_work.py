"""Past work: what was done in a case before today, entered at once."""

from __future__ import annotations

from datetime import date

from pydantic import ConfigDict, Field

from office.past_work import MOST
from starter.api.models.base import Asked, Code, Day, FieldValue, Told


class PastAct(Asked):
    """One act of the past."""

    action: Code
    on: Day = Field(description="The local day on which it was done.")
    of: str | None = Field(default=None, max_length=200)
    fields: dict[str, FieldValue] = Field(
        default_factory=dict,
        max_length=50,
        description="Its particulars. An act that tells a person needs `told_how` and `told_evidence`.",
    )


class PastWork(Asked):
    """Acts of the past, in the order in which they were done. All are recorded, or none."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "acts": [
                        {
                            "action": "assessment_agreed",
                            "on": "2026-03-20",
                            "fields": {"told_how": "posted", "told_evidence": "doc-k3v9m2x7q4tz"},
                        },
                        {"action": "advice_received", "on": "2026-04-28", "of": "school"},
                    ]
                }
            ]
        }
    )

    acts: list[PastAct] = Field(min_length=1, max_length=MOST)
    check: bool = Field(
        default=False, description="Only check the acts and tell what would be owed; record nothing."
    )


class Owed(Told):
    """A limit or window that is open after the acts."""

    title: str
    of: str | None
    due_on: date
    status: str
    because: str


class PastWorkEntered(Told):
    """What was recorded, and what is owed now."""

    case: str
    recorded: int = Field(description="How many acts were recorded; 0 if they were only checked.")
    sequence: int | None = Field(description="The step that recorded them; null if they were only checked.")
    owed: list[Owed] = Field(description="The earliest first.")
