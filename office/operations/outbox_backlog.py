"""Messages that are due and do not leave, among what is stuck."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from records.database import Database
from records.outbox_backlog import backlog

OUTBOX = "outbox"
"""What stands in place of a workflow's id."""
_NAMES = {
    "letter": ("letter", "letters"),
    "email": ("e-mail", "e-mails"),
    "sms": ("text message", "text messages"),
}


def stuck_messages(database: Database) -> list[dict[str, Any]]:
    """Return a line for each channel whose messages are due and do not leave. Nothing in it is personal."""
    with database.read() as session:
        found = backlog(session, datetime.now(UTC))
    return [
        {
            "workflow": OUTBOX,
            "type": "Outbox",
            "kind": "outbox_waiting",
            "since": one.oldest.isoformat(),
            "what": f"{one.messages} {_NAMES.get(one.channel, (one.channel,) * 2)[one.messages != 1]} should have left. "
            f"{one.problem or 'No worker takes them.'}",
            "remedy": "Check that a worker runs and that its log has no `outbox_waits` or `message_fails`. Then check the mail "
            "server or the provider. Messages leave automatically once it is mended, each once.",
            "attempt": None,
            "build": None,
            "may_retry": False,
        }
        for one in found
    ]
