"""What an act is: its title, the stages that allow it and its particulars; and an act as somebody records it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from casework.case.stages import Stage

FieldKind = Literal["code", "date", "id", "ids", "flag", "text"]


@dataclass(frozen=True, slots=True)
class Field:
    """One particular of an act. Text is kept in the records and only its id travels through the workflow.

    `several` holds where more than one of the choices may be given.
    """

    name: str
    kind: FieldKind = "code"
    required: bool = False
    choices: tuple[str, ...] = ()
    asks: str = ""
    several: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it is written as a list, as in issues=education,health."""
        return self.several or self.kind == "ids"


@dataclass(frozen=True, slots=True)
class Action:
    """One act that a person may record.

    `moves_to` is the stage it leads to, where that depends on nothing else. `needs_decision` holds for the acts of
    a dispute: there must be a decision to dispute. `many` holds where it may be done for several at once, of=a,b,c.
    """

    name: str
    title: str
    said: str
    stages: frozenset[Stage]
    moves_to: Stage | None = None
    of: str | None = None
    fields: tuple[Field, ...] = ()
    needs_decision: bool = False
    many: bool = False

    def field(self, name: str) -> Field | None:
        """The field of this name, if the act has one."""
        return next((each for each in self.fields if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Act:
    """An act as somebody records it: what, the local day it took effect, whose, and its particulars.

    `on` is None for an act that is taken as done without a recorded date, in a case that is taken over in
    mid-flow; `not_after` is then the last day on which it can have happened.
    """

    action: str
    on: date | None
    of: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    not_after: date | None = None

    @property
    def implied(self) -> bool:
        """Whether the act is taken as done without a recorded date."""
        return self.on is None


REASON = Field("reason", "text", asks="The reasons, in words that the family can read")
NOTE = Field("note", "text", asks="Anything to add")


def directions(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """What an order, a concession or an agreement is to do: one thing, or several where `to` is a list."""
    to = fields.get("to")
    return tuple(map(str, to)) if isinstance(to, list | tuple) else (str(to),) if to is not None else ()
