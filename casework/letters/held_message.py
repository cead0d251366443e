"""A message that is held until a person does something: why, since when, and the alert about it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from casework.letters.dispatch import Dispatch
from casework.letters.notice_sentences import sentence
from statute.local_time import london_date
from statute.words import days, short_date

Reason = Literal["second_look", "review", "recipient", "incomplete"]
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
        return self.said(None)

    def said(self, late: str | None) -> str:
        """The message, why it is held and, if given, for how long."""
        one = self.dispatch
        return sentence(
            ALERT,
            way={"email": "e-mail", "sms": "text message"}.get(one.channel, one.channel),
            sent_on=short_date(one.on),
            reader=one.to_role.replace("_", " "),
            subject=one.kind.replace("_", " "),
            why=self.reason,
            late=late,
        )


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
        text=held.said(days(age)),
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
