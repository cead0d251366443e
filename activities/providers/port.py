"""The interface of a provider: find a message by our reference, send it, and return its delivery status."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from casework.letters.short_messages import Mail

RUNNING = frozenset({"created", "sending", "pending", "sent", "accepted", "pending-virus-check"})
"""The statuses of a message that is on its way."""
ARRIVED = frozenset({"delivered", "received"})
"""The statuses of a message that arrived; for a letter, that it was printed and posted."""
CAME_BACK = "returned-letter"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message for a provider. A letter has `content`; an e-mail or text message has its text and an address.

    `dispatch_id` is our reference with the provider. It reveals nothing about the person.
    """

    dispatch_id: str
    case_id: str
    kind: str
    to_role: str
    channel: str
    on: date
    queued_at: datetime
    content: bytes
    pdf: bytes | None = None
    mail: Mail | None = None
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A message that a provider accepted: where its copy is, and the provider's id and status for it, if any."""

    location: str
    provider_id: str | None = None
    word: str | None = None


class Unavailable(Exception):  # noqa: N818 - named for what it says
    """The provider cannot accept a message now, so it is sent later. The text is for the officer.

    `surely_not` is whether the provider has certainly not accepted it; otherwise the message is looked up before it is
    sent again. `wait` is how long to wait, if the provider says.
    """

    def __init__(self, said: str, *, surely_not: bool, wait: timedelta = timedelta()) -> None:
        super().__init__(said)
        self.surely_not, self.wait = surely_not, wait


class Rejected(Exception):  # noqa: N818 - named for what it says
    """The provider will never accept this message. The text is for the officer."""


class Provider(Protocol):
    """Sends messages. `remembers_for` is how long it can find a message that it accepted."""

    name: str
    needs_address: bool
    remembers_for: timedelta | None

    def find(self, dispatch_id: str, channel: str) -> Accepted | None:
        """Return the message with our reference, or None. Raises Unavailable."""
        ...

    def send(self, parcel: Parcel) -> Accepted:
        """Send a message. Raises Unavailable and Rejected."""
        ...

    def word(self, provider_id: str) -> str | None:
        """Return the current status of a message, or None if the provider no longer knows it. Raises Unavailable."""
        ...
