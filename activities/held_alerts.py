"""Tell the team managers each day which messages of their cases are held, and for how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from casework.letters.held_message import alert_of
from casework.letters.sending_times import Policy
from records import held_messages, outbox
from records.database import Database
from statute.local_time import next_hour

PATIENCE = timedelta(days=1)
"""How long a letter may wait for something that is missing before the manager is alerted."""


def alert_held(database: Database, policy: Policy | None = None, now: datetime | None = None) -> int:
    """Queue a line of the next digest for each held message, once a day. Returns how many messages are held."""
    at = now or datetime.now(UTC)
    due_at = next_hour((policy or Policy()).digest_at, at)
    with database.read() as session:
        found = held_messages.held_messages(session, at - PATIENCE)
    if found:
        with database.write() as session:
            outbox.put(session, [alert_of(one, due_at, at) for one in found])
    return len(found)
