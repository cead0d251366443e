"""A message that is held until a person does something: why, since when, and the alert about it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from casework.letters.dispatch import Dispatch
from statute.local_time import london_date
from statute.words import days, short_date

Reason = Literal["second_look", "review", "recipient", "incomplete"]
_WHY: dict[Reason, str] = {
    "second_look": "It waits for the approval of a second person.",
    "review": "It may have been sent already, and waits for a person to look.",
    "recipient": "It waits for the right person or address.",
    "incomplete": "It waits for something that is missing.",
}
ALERT = "message_held"
"""The kind of the alert to the team manager."""


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """A message that is held, and for which reason."""

    dispatch: Dispatch
    reason: Reason

    @property
    def what(self) -> str:
        """The message and why it is held, in two sentences without anything personal."""
        one = self.dispatch
        kind, role = (each.replace("_", " ") for each in (one.kind, one.to_role))
        channel = {"email": "e-mail", "sms": "text message"}.get(one.channel, one.channel)
        return f"The {channel} of {short_date(one.on)} to the {role} ({kind}) is held. {_WHY[self.reason]}"


def alert_of(held: HeldMessage, due_at: datetime, now: datetime) -> Dispatch:
    """The line about a held message in the team manager's digest that is due at an instant, with its age on that day."""
    one = held.dispatch
    age = (london_date(due_at) - london_date(one.queued_at)).days
    return replace(
        one,
        dispatch_id=f"{one.dispatch_id}.h{london_date(due_at):%Y%m%d}",
        on=london_date(now),
        kind=ALERT,
        to_role="team_manager",
        text=f"{held.what} It has been held for {days(age)}.",
        channel="email",
        queued_at=now,
        location=None,
        attempts=0,
        status="digest",
        urgent=False,
        by=None,
        party_id=None,
        address_version=None,
        not_before=due_at,
        unsure_since=None,
        batch=None,
        approved_by=None,
        problem=None,
    )
