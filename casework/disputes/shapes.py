"""What programs read of a dispute, whatever its kind."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from casework.processes.shapes import Action, Told


class Side(Told):
    """What somebody may still, or must still, do, and until when."""

    rule: str
    title: str
    who: str
    until: date
    status: str
    because: str


class Fact(Told):
    """Something that happened in a dispute."""

    event: str
    on: date | None
    of: str | None
    fields: dict[str, Any]
    not_after: date | None


class DisputeLine(Told):
    """What happened, as a sentence."""

    on: date | None
    event: str
    text: str
    by: str | None


class DisputeInShort(Told):
    """A dispute as a list shows it."""

    dispute: str
    case: str
    kind: str
    stage: str
    is_over: bool
    about: str
    about_in_words: str
    decided_on: date | None
    family: list[Side]
    others: list[Side]


class Dispute(DisputeInShort):
    """A dispute, whole."""

    sequence: int = Field(description="The step that this is of; the ETag too.")
    team: str | None = None
    ended_why: str | None = None
    facts: list[Fact]
    actions: list[Action]
    ledger: list[DisputeLine]
