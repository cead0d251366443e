"""The models of the API for processes: what programs read and send. The API description is made from them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from statute.written_date import HOW

_CANNOT_BE_KEPT = re.compile("[\x00\ud800-\udfff]")
_DEEPEST = 30
CODE = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"

Code = Annotated[str, StringConstraints(pattern=CODE)]
Text = Annotated[str, StringConstraints(max_length=20_000)]


def _a_day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(f"It is not a date; {HOW}")
    return value


Day = Annotated[date, BeforeValidator(_a_day, json_schema_input_type=date)]


class Told(BaseModel):
    """A response."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Asked(BaseModel):
    """A request. Unknown names are errors, and so are characters that a database cannot store."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _can_be_kept(cls, content: Any) -> Any:
        check_text(content)
        return content


def check_text(content: Any, depth: int = 0) -> None:
    """Raise ValueError for text, at any depth, with characters that a database cannot store."""
    if depth > _DEEPEST:
        raise ValueError("It is nested too deeply")
    if isinstance(content, str):
        if found := _CANNOT_BE_KEPT.search(content):
            raise ValueError(f"It holds a character that cannot be stored, {found[0]!a}; remove it")
    elif isinstance(content, Mapping):
        for key, value in content.items():
            check_text(key, depth + 1)
            check_text(value, depth + 1)
    elif isinstance(content, list | tuple):
        for value in content:
            check_text(value, depth + 1)


class ActionField(Told):
    """One field of an act."""

    name: str
    kind: str = Field(description="code, date, id, ids, flag or text; text is kept only in the records.")
    required: bool
    choices: list[str]
    asks: str
    several: bool


class Action(Told):
    """An act that may be recorded now."""

    action: str
    title: str
    of: str | None = Field(description="What `of` names, if the act needs it: adviser, setting, case.")
    fields: list[ActionField]


class HappenedInIt(Told):
    """What happened, as a sentence."""

    on: date | None
    event: str
    text: str
    by: str | None


class ProcessInShort(Told):
    """A process in a list."""

    model_config = ConfigDict(extra="allow")

    case: str
    kind: str
    stage: str
    is_over: bool


class ProcessWhole(ProcessInShort):
    """A process in full."""

    sequence: int = Field(description="The number of the last step; also the ETag.")
    actions: list[Action]
    ledger: list[HappenedInIt]


@dataclass(frozen=True, slots=True)
class Shapes:
    """The models of one kind of process: in a list, in full, in its case, and for calling one.

    Kinds in one list share the names of the first base models that they have in common.
    """

    short: type[Told] = ProcessInShort
    whole: type[Told] = ProcessWhole
    in_case: type[Told] | None = None
    call: type[Asked] | None = None


@dataclass(frozen=True, slots=True)
class Described:
    """The texts in the API description for reading, recording in and calling a process of a group."""

    show: str = "Its status, what happened, and what may be recorded now."
    act: str = "Record what happened, once."
    call: str = "Call one."


PLAINLY = Described()
"""The default texts."""
