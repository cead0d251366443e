"""What every model of the API shares."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from statute.clock_roles import ClockRole
from statute.pack import governing_pack

_CANNOT_BE_KEPT = re.compile("[\x00\ud800-\udfff]")
_DEEPEST = 30
CODE = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"
MOST_SEQUENCE = 999_999_999

Code = Annotated[str, StringConstraints(pattern=CODE)]
Text = Annotated[str, StringConstraints(max_length=20_000)]


def _a_day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError("It is not a date; write it as YYYY-MM-DD, such as 2026-03-04")
    return value


Day = Annotated[date, BeforeValidator(_a_day, json_schema_input_type=date)]


class Told(BaseModel):
    """Something that is answered."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Asked(BaseModel):
    """Something that is given: a name that is not known is a mistake, and text must be such as can be kept."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _can_be_kept(cls, content: Any) -> Any:
        check_text(content)
        return content


def check_text(content: Any, depth: int = 0) -> None:
    """Refuse text with characters that no database keeps, at any depth. Raises ValueError."""
    if depth > _DEEPEST:
        raise ValueError("Its brackets are nested too deeply")
    if isinstance(content, str):
        if found := _CANNOT_BE_KEPT.search(content):
            raise ValueError(f"It holds a character that cannot be kept, {found[0]!a}; remove it")
    elif isinstance(content, Mapping):
        for key, value in content.items():
            check_text(key, depth + 1)
            check_text(value, depth + 1)
    elif isinstance(content, list | tuple):
        for value in content:
            check_text(value, depth + 1)


FieldValue = bool | Text | Annotated[list[Text], Field(max_length=200)]
"""The value of a particular of an act: a code, a day, words, yes or no, or several."""


def id_of(what: str, example: str) -> Any:
    """A part of an address that is an id."""
    return Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,119}$", description=f"The {what}.", examples=[example])


CaseId = Annotated[str, id_of("case", "case-k3v9m2x7q4tz")]
ChildId = Annotated[str, id_of("child", "child-k3v9m2x7q4tz")]
DisputeId = Annotated[str, id_of("dispute", "mediation-k3v9m2x7q4tz")]
SittingId = Annotated[str, id_of("sitting", "sitting-p8w4n6c2r9hy")]
PlanId = Annotated[str, id_of("version of a plan", "plan-0f3a9c1d2b4e5f60")]
ListId = Annotated[str, id_of("list", "list-0f3a9c1d2b4e5f60")]
WebhookId = Annotated[str, id_of("webhook", "webhook-k3v9m2x7q4tz")]
RuleId = Annotated[str, id_of("rule", governing_pack(None).rules_of(ClockRole.FINAL_PLAN)[0])]
