"""The law without a case: facts in, obligations out; and the rules."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from starter.api.models.base import Asked, Day, Told
from starter.api.models.cases import Obligation
from statute.pack import Counting, EventDefinition, Ground
from statute.schema import MOST_EVENTS, MOST_EXCEPTIONS

Words = Annotated[str, Field(max_length=2_000)]


class EventGiven(BaseModel):
    """A fact, with the particulars that GET /rules lists for it beside these."""

    model_config = ConfigDict(extra="allow")

    event: Words
    on: Day | None = Field(description="The local day; null where it is known to be done and not when.")
    of: Words | None = None
    not_after: Day | None = None


class ExceptionGiven(Asked):
    """An exception that is claimed, on a ground of the regulations."""

    ground: Words
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None
    because: Words | None = None
    evidence: Words | None = None
    approved_by: Words | None = None
    family_told_on: Day | None = None
    of: Words | None = None
    advice_asked_on: Day | None = None
    closed_from: Day | None = None
    reopens_on: Day | None = None
    missed_on: Day | None = None


class FactsGiven(Asked):
    """The facts of one case."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "events": [
                        {"event": "request_received", "on": "2024-03-04"},
                        {
                            "event": "advice_requested",
                            "on": "2024-04-10",
                            "of": "educational_psychologist",
                        },
                    ],
                    "as_at": "2024-09-30",
                }
            ]
        },
    )

    events: list[EventGiven] = Field(max_length=MOST_EVENTS)
    exceptions: list[ExceptionGiven] = Field(default_factory=list, max_length=MOST_EXCEPTIONS)
    as_at: Day | None = Field(default=None, description="The day of asking; today where it is not given.")


class Timeline(Told):
    """Every limit that has begun."""

    rule_pack: str
    rule_pack_hash: str
    as_at: date
    obligations: list[Obligation]


class Rule(Told):
    """A rule of law, guidance or policy, and how far it has been verified."""

    rule: str
    title: str
    kind: str
    citation: str
    trigger: str
    trigger_day_counts: bool | None
    counting: Counting
    duty_holder: str
    duty_holder_in_full: str
    action: str
    breach: str
    effect: str
    confidence: str
    sources: list[str]
    arithmetic: str | None
    notice_must_contain: str | None
    exceptions: list[Ground]
    notes: str | None
    effective_from: date | None
    effective_to: date | None
    verified: bool
    has_clock: bool


class Rules(Told):
    """The rule pack in force."""

    rule_pack: str
    rule_pack_hash: str
    effective_from: date
    effective_to: date | None
    not_verified: list[str]
    rules: list[Rule]
    events: dict[str, EventDefinition]
