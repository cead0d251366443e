"""Webhooks: who is told of facts, and what they are told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import ConfigDict, Field

from casework.processes.registry import PROCESSES
from starter.api.models.base import Asked, Code, Told


class WebhookWanted(Asked):
    """An address that wants to be told of facts."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"url": "https://mis.example.org/ehcp", "events": ["final_issued"]}]}
    )

    url: str = Field(
        min_length=8,
        max_length=1_000,
        description="https, and a public address; in the embedded default the loopback as well.",
    )
    events: list[Code] = Field(
        default_factory=list,
        max_length=100,
        description="The facts wanted, by their names in a ledger; none means all.",
    )


class Webhook(Told):
    """An address that is told of facts, and how its deliveries stand."""

    webhook: str
    url: str
    events: list[str]
    created_at: datetime
    created_by: str
    ended_at: datetime | None
    ended_why: str | None
    arrived: int
    waiting: int
    failed: int
    last_answer: str | None = Field(description="What was answered last to a delivery that did not arrive.")


class NewWebhook(Webhook):
    """A webhook that was just made, with the secret that its deliveries are signed with. It is shown this once."""

    secret: str = Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])


class Webhooks(Told):
    """Every webhook, the newest first."""

    webhooks: list[Webhook]


class FactTold(Told):
    """What a webhook is sent: no free text, no particulars, no names. GET /cases/{case_id} has the rest."""

    id: str = Field(description="The case or process whose fact it is.")
    # A Literal of names that stand elsewhere: pydantic takes it, and the type checker wants them written out.
    of: Literal[("case", *(process.noun for process in PROCESSES))]  # type: ignore[valid-type]
    event: str
    kind: str
    on: date | None
    stage: str
    sequence: int
    number: int = Field(description="The line of the ledger.")
    recorded_at: datetime


class Payload(Told):
    """The body of a delivery, as Standard Webhooks has it."""

    type: Literal["fact.recorded", "webhook.test"]
    timestamp: datetime
    data: FactTold | None
