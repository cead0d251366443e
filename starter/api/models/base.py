"""What every model of the API shares."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path
from pydantic import Field

from casework.processes.shapes import CODE, Asked, Code, Day, Text, Told, check_text
from statute.clock_roles import ClockRole
from statute.pack import governing_pack

__all__ = ["CODE", "Asked", "Code", "Day", "Text", "Told", "check_text"]

MOST_SEQUENCE = 999_999_999

FieldValue = bool | Text | Annotated[list[Text], Field(max_length=200)]
"""The value of a particular of an act: a code, a day, words, yes or no, or several."""


ID = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,119}$"


def id_of(what: str, example: str) -> Any:
    """A part of an address that is an id."""
    return Path(pattern=ID, description=f"The {what}.", examples=[example])


CaseId = Annotated[str, id_of("case", "case-k3v9m2x7q4tz")]
ChildId = Annotated[str, id_of("child", "child-k3v9m2x7q4tz")]
PlanId = Annotated[str, id_of("version of a plan", "plan-0f3a9c1d2b4e5f60")]
ListId = Annotated[str, id_of("list", "list-0f3a9c1d2b4e5f60")]
WebhookId = Annotated[str, id_of("webhook", "webhook-k3v9m2x7q4tz")]
RuleId = Annotated[str, id_of("rule", governing_pack(None).rules_of(ClockRole.FINAL_PLAN)[0])]
