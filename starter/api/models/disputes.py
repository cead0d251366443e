"""Mediations and appeals."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from starter.api.models.acts import Action
from starter.api.models.base import Told


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


class DisputeInShort(Told):
    """A dispute as a list shows it."""

    dispute: str
    case: str
    kind: Literal["mediation", "appeal"]
    stage: str
    is_over: bool
    about: str
    about_in_words: str
    decided_on: date | None
    mediator: str | None = None
    session_on: date | None = None
    hearing_on: date | None = None
    family: list[Side]
    others: list[Side]


class DisputeLine(Told):
    """What happened, as a sentence."""

    on: date | None
    event: str
    text: str
    by: str | None


class Dispute(DisputeInShort):
    """A dispute, whole."""

    sequence: int = Field(description="The step that this is of; the ETag too.")
    team: str | None = None
    accepted: bool | None = None
    proposed: list[date] | None = None
    decision_maker: str | None = None
    another_time: date | None = None
    response_by: date | None = None
    evidence_by: date | None = None
    evidence_sent_on: date | None = None
    heard_on: date | None = None
    ended_why: str | None = None
    facts: list[Fact]
    actions: list[Action]
    ledger: list[DisputeLine]


class Disputes(Told):
    """Disputes, page by page."""

    disputes: list[DisputeInShort]
    next: str | None = Field(default=None, description="The cursor of the next page.")
