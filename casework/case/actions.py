"""Kinds of act (title, stages that allow it, fields) and single recorded acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from casework.case.stages import Stage

FieldKind = Literal["code", "date", "id", "ids", "flag", "text"]
Holds = Literal["setting", "closures"]
"""What an id names where a person enters it in words: a setting by its name or number, or closures by their first and last day."""
Paper = Literal["draft", "final", "amendments", "any"]
"""The paper that an act says was sent: a draft plan, a final plan, a plan with proposed amendments, or any paper kept here."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an act. Free text stays in the records; only its id goes through the workflow.

    `asks` labels the field. `several` is True where more than one of `choices` may be given. `readers` says who reads
    free text, as a sentence; without it only the team of the case does. `holds` is what an id names, where people enter
    it in words.
    """

    name: str
    kind: FieldKind = "code"
    required: bool = False
    choices: tuple[str, ...] = ()
    asks: str = ""
    several: bool = False
    readers: str = ""
    holds: Holds | None = None

    @property
    def is_list(self) -> bool:
        """Whether the value is a list, as in issues=education,health."""
        return self.several or self.kind == "ids"


@dataclass(frozen=True, slots=True)
class Action:
    """One kind of act that a person may record.

    `said` is the act as a clause: "the draft plan was served". `moves_to` is the stage after the act, or None where
    that depends on the case. `needs_decision` is True for the acts of a dispute: there must be a decision to dispute.
    `many` is True where the act may be recorded for several at once, as in of=a,b,c. `paper` is the paper that the act
    says was sent, so that it cannot be recorded without it. `tells` is True where the act takes effect when a person is
    told: an earlier day than that of recording then needs evidence.
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
    paper: Paper | None = None
    tells: bool = False

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


HOW_TOLD = ("handed_over", "posted", "emailed", "at_a_meeting", "by_telephone")
"""How a person may have been told before an act was recorded."""
TOLD_HOW, TOLD_EVIDENCE, CLAIMED_ON = "told_how", "told_evidence", "claimed_on"
_EVIDENCE_OF_TELLING = (
    Field(TOLD_HOW, "code", choices=HOW_TOLD, asks="How you told them, if that was before today"),
    Field(TOLD_EVIDENCE, "id", asks="The document that shows it"),
    Field(CLAIMED_ON, "date", asks="The earlier day that was entered without evidence (the service adds it)"),
)


def with_evidence(action: Action) -> Action:
    """The act with the fields for evidence of telling, if it tells a person."""
    return replace(action, fields=(*action.fields, *_EVIDENCE_OF_TELLING)) if action.tells else action


def is_told_elsewhere(fields: Mapping[str, Any]) -> bool:
    """Whether an act says how a person was told and names the document that shows it."""
    return bool(fields.get(TOLD_HOW) and fields.get(TOLD_EVIDENCE))


REASON = Field("reason", "text", asks="The reasons, in words that the family can read")
NOTE = Field("note", "text", asks="Anything to add")
FAMILY_READS = "The family reads this in our letter"
TEAM_READS = "Only your team reads this. It is in no letter"
TOLD_REASON = replace(REASON, readers=FAMILY_READS)
"""The reasons of a decision, which its letter gives."""


def directions(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """What an order, a concession or an agreement is to do: one thing, or several where `to` is a list."""
    to = fields.get("to")
    return tuple(map(str, to)) if isinstance(to, list | tuple) else (str(to),) if to is not None else ()
