"""The shape of what programs read of a process and give to it; the API makes its description from these models."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

_CANNOT_BE_KEPT = re.compile("[\x00\ud800-\udfff]")
_DEEPEST = 30
CODE = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"

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


class ActionField(Told):
    """One particular of an act."""

    name: str
    kind: str = Field(description="code, date, id, ids, flag or text; text is kept in the records alone.")
    required: bool
    choices: list[str]
    asks: str
    several: bool


class Action(Told):
    """An act that may be recorded now."""

    action: str
    title: str
    of: str | None = Field(description="What `of` names, where the act needs it: adviser, setting, case.")
    fields: list[ActionField]


class HappenedInIt(Told):
    """What happened, as a sentence."""

    on: date | None
    event: str
    text: str
    by: str | None


class ProcessInShort(Told):
    """A process as a list shows it."""

    model_config = ConfigDict(extra="allow")

    case: str
    kind: str
    stage: str
    is_over: bool


class ProcessWhole(ProcessInShort):
    """A process, whole."""

    sequence: int = Field(description="The step that this is of; the ETag too.")
    actions: list[Action]
    ledger: list[HappenedInIt]


@dataclass(frozen=True, slots=True)
class Shapes:
    """What programs read of one kind: in a list, whole, and where a case tells of it; `call` is what calls one.

    Where several kinds stand in one list their models are put together under the names of the first ones that they share.
    """

    short: type[Told] = ProcessInShort
    whole: type[Told] = ProcessWhole
    in_case: type[Told] | None = None
    call: type[Asked] | None = None


@dataclass(frozen=True, slots=True)
class Described:
    """What the description of the API says of reading, recording in and calling a process of a group."""

    show: str = "How it stands, what happened, and what may be recorded now."
    act: str = "Record what happens in it, once."
    call: str = "Call one."


PLAINLY = Described()
"""What is said where a group declares nothing."""
