"""The API models that every kind of dispute shares."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from casework.processes.shapes import Action, Told


class Side(Told):
    """What one side can or must still do, and by when."""

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
    """A dispute in a list."""

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
    """A dispute in full."""

    sequence: int = Field(description="The number of the last step; also the ETag.")
    team: str | None = None
    ended_why: str | None = None
    facts: list[Fact]
    actions: list[Action]
    ledger: list[DisputeLine]
