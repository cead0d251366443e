"""A dispatch: one message to one person, on its way from the outbox to a provider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

NOT_LEFT = ("waiting", "digest", "in_digest", "second_look")
"""The states of a message that has not left and still shall."""
RECALLABLE = ("waiting", "digest", "second_look", "stale")
"""The states of a message that a person can still recall."""
RETRIED = "again automatically."
"""The end of the problem of a message that is tried again without a person."""
TASKS = ("stale", "failed", "returned")
"""The states that an officer must see to."""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One message to one person. `dispatch_id` is its key everywhere, towards the provider too.

    It is bound to a party and a version of its address when it is queued; both are None where no party is recorded.
    `not_before` is the end of its recall window or of quiet hours; `unsure_since` the instant since which it may have
    reached the provider without our knowing; `by` whose act caused it.
    """

    dispatch_id: str
    case_id: str
    on: date
    kind: str
    to_role: str
    about: str
    of: str | None
    text: str
    channel: str
    queued_at: datetime
    sent_at: datetime | None
    location: str | None
    attempts: int
    status: str = "waiting"
    urgent: bool = False
    by: str | None = None
    party_id: str | None = None
    address_version: int | None = None
    not_before: datetime | None = None
    unsure_since: datetime | None = None
    batch: str | None = None
    approved_by: str | None = None
    provider: str | None = None
    provider_id: str | None = None
    template: str | None = None
    content_hash: str | None = None
    delivered_at: datetime | None = None
    problem: str | None = None

    @property
    def seq(self) -> int:
        """The number of the step that sends it out, as its id has it behind the case."""
        return int(self.dispatch_id.rsplit("-", 2)[1])
