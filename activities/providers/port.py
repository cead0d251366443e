"""What the dispatcher asks of a provider, whoever it is: to find a message by our reference, to send it, how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from casework.letters.short_messages import Mail

RUNNING = frozenset({"created", "sending", "pending", "sent", "accepted", "pending-virus-check"})
"""What a provider says of a message that is on its way."""
ARRIVED = frozenset({"delivered", "received"})
"""What it says of one that arrived; of a letter, that it was printed and posted."""
CAME_BACK = "returned-letter"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message as it is handed over. A letter is `content` and its PDF; a mail or a text message has words and a way.

    `dispatch_id` is our reference with the provider; it says nothing about anybody.
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
class Taken:
    """A message that a provider has: where its copy is, and the provider's own id and word for it, if it has any."""

    location: str
    provider_id: str | None = None
    word: str | None = None


class Away(Exception):  # noqa: N818 - named for what it says
    """The provider cannot take it now: it is sent later. The message is what an officer reads meanwhile.

    `surely_not` holds where the provider has certainly not taken it; else it is looked up before it is sent again.
    `wait` is how long to leave it alone, where the provider says so.
    """

    def __init__(self, said: str, *, surely_not: bool, wait: timedelta = timedelta()) -> None:
        super().__init__(said)
        self.surely_not, self.wait = surely_not, wait


class Rejected(Exception):  # noqa: N818 - named for what it says
    """The provider will never take it as it is: the message is the sentence for the officer."""


class Provider(Protocol):
    """A way out of the house. `remembers_for` is how long it can be asked what it was given."""

    name: str
    needs_address: bool
    remembers_for: timedelta | None

    def find(self, dispatch_id: str, channel: str) -> Taken | None:
        """The message that was given under our reference, if it has one. Raises Away."""
        ...

    def send(self, parcel: Parcel) -> Taken:
        """Hand a message over. Raises Away and Rejected."""
        ...

    def word(self, provider_id: str) -> str | None:
        """What the provider says of a message now; None where it no longer knows. Raises Away."""
        ...
