"""The recall window: how long an officer can take a message back before it leaves."""

from __future__ import annotations

from datetime import datetime, timedelta

from casework.letters.recipient_roles import INSIDE


def ends_at(to_role: str, queued_at: datetime, window: timedelta) -> datetime:
    """The instant until which a message can be recalled; messages to the authority's own people have no window."""
    return queued_at if to_role in INSIDE else queued_at + window
