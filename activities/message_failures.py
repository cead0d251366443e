"""Contain an unexpected failure to the one message in which it happened, and give an officer a task."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from activities import delivery
from casework.letters.dispatch import RETRIED, Dispatch
from records import outbox
from records.database import Database
from records.errors import AWAY, RecordsError

_LOG = structlog.get_logger()
_MACHINE = (OSError, MemoryError)
"""Faults of this machine, such as a full disk. They pass, so the message is tried again."""
_PAUSE = timedelta(minutes=1)
RECORDS_AWAY: tuple[type[Exception], ...] = (RecordsError, *AWAY)
"""The records cannot be used, so that nothing can be sent. This is never the failure of one message."""


def contain(
    database: Database, dispatch: Dispatch, failure: Exception, at: datetime, *, unsure: bool
) -> None:
    """Fail one message for an unexpected exception. `unsure` is whether it may have reached the provider.

    Only the type of the exception is kept, because its text may quote the message.
    """
    fault = type(failure).__name__
    _LOG.error("message_fails", dispatch=dispatch.dispatch_id, fault=fault, unsure=unsure)
    try:
        with database.write() as session:
            if isinstance(failure, _MACHINE) and not unsure:
                said = f"This machine could not prepare it ({fault}). It will be tried {RETRIED}"
                outbox.hold(session, dispatch.dispatch_id, at + _PAUSE, said)
            else:
                said = (
                    f"An unexpected fault stopped it ({fault}). Tell the team that runs this service, and send it with "
                    "`ehcp letters again` once it is mended."
                )
                delivery.fail(session, dispatch, "failed", said, at, unsure=unsure)
    except RECORDS_AWAY:
        raise
    except Exception as second:  # the others of its batch still leave
        _LOG.error("message_fails", dispatch=dispatch.dispatch_id, fault=type(second).__name__)
