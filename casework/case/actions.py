"""Kinds of act (title, stages that allow it, fields) and single recorded acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from casework.case.stages import Stage

FieldKind = Literal["code", "date", "id", "ids", "flag", "text"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an act. Free text stays in the records; only its id goes through the workflow.

    `asks` labels the field. `several` is True where more than one of `choices` may be given.
    """

    name: str
    kind: FieldKind = "code"
    required: bool = False
    choices: tuple[str, ...] = ()
    asks: str = ""
    several: bool = False

    @property
    def is_list(self) -> bool:
        """Whether the value is a list, as in issues=education,health."""
        return self.several or self.kind == "ids"


@dataclass(frozen=True, slots=True)
class Action:
    """One kind of act that a person may record.

    `said` is the act as a clause: "the draft plan was served". `moves_to` is the stage after the act, or None where
    that depends on the case. `needs_decision` is True for the acts of a dispute: there must be a decision to dispute.
    `many` is True where the act may be recorded for several at once, as in of=a,b,c.
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
        """The field with this name, or None."""
        return next((each for each in self.fields if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Act:
    """One recorded act.

    `on` is the local day it took effect. It is None for an act of a case that was taken over part-way, which is assumed
    to be done but has no recorded date; `not_after` is then the last day on which it can have happened. `of` is the
    adviser, setting, body or process that the act is about.
    """

    action: str
    on: date | None
    of: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    not_after: date | None = None

    @property
    def implied(self) -> bool:
        """Whether the act is assumed to be done, without a recorded date."""
        return self.on is None


REASON = Field("reason", "text", asks="The reasons, in words that the family can read")
NOTE = Field("note", "text", asks="Anything to add")


def directions(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """What an order, a concession or an agreement is to do: one thing, or several where `to` is a list."""
    to = fields.get("to")
    return tuple(map(str, to)) if isinstance(to, list | tuple) else (str(to),) if to is not None else ()
