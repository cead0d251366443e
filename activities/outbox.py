"""Send the messages in the outbox, each once to its recipient.

A dispatch is claimed, made into a parcel (activities/parcels.py), stored, given to its provider
(activities/handover.py), and its delivery status is followed (activities/delivery.py). Before it is given to the
provider, its content is stored and it is marked as possibly sent. If it still has that mark later, because the provider
did not answer or the worker was killed, the provider is asked for our reference before the message is sent again or
reported as not sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import structlog

from activities import digests
from activities.handover import hand_over
from activities.message_failures import RECORDS_AWAY, contain
from activities.parcels import PossiblySent, Ready, prepared
from activities.providers.port import Provider
from casework.letters.dispatch import Dispatch
from casework.letters.recipient_roles import OUTSIDE
from casework.letters.sending_times import Policy
from records import outbox
from records.database import Database

_BATCH = 25
_LOG = structlog.get_logger()


def drain(
    database: Database,
    providers: Mapping[str, Provider],
    policy: Policy | None = None,
    now: datetime | None = None,
    *,
    with_digests: bool = True,
) -> int:
    """Send the messages that are due by the channels that have a provider. Returns how many were sent.

    A letter with missing facts is not sent: it is checked again later, and `ehcp show` lists what is missing. A message
    that cannot arrive becomes a task for the case officer. An unexpected failure concerns one message, never its batch.
    """
    at, rules = now or datetime.now(UTC), policy or Policy()
    if rules.bulk_over is not None:
        with database.write() as session:
            outbox.hold_bulk(session, rules.bulk_over, OUTSIDE)
    if with_digests:
        _gather(database, at, rules)
    with database.write() as session:
        claimed = outbox.claim(session, now=at, limit=_BATCH, lease=rules.lease, channels=tuple(providers))
    found = [
        one
        for dispatch in claimed
        if (one := _prepared(database, providers, dispatch, at, rules.console)) is not None
    ]
    contents = {
        one.dispatch.dispatch_id: (one.parcel.content, one.template)
        for one in found
        if isinstance(one, Ready)
    }
    with database.write() as session:
        still = outbox.begin(session, contents, at)
    going = [one for one in found if isinstance(one, PossiblySent) or one.dispatch.dispatch_id in still]
    return hand_over(database, providers, going, at)


def _gather(database: Database, at: datetime, rules: Policy) -> None:
    """Queue the digests that are due. If they cannot be made, the other messages still leave."""
    try:
        with database.write() as session:
            digests.gather(session, at, rules.console)
    except RECORDS_AWAY:
        raise
    except Exception as failure:
        _LOG.error("digests_fail", fault=type(failure).__name__)


def _prepared(
    database: Database,
    providers: Mapping[str, Provider],
    dispatch: Dispatch,
    at: datetime,
    console: str | None,
) -> Ready | PossiblySent | None:
    """Return a dispatch that is ready to send, or None. An unexpected failure fails this message and no other."""
    try:
        return prepared(database, providers, dispatch, at, console)
    except RECORDS_AWAY:
        raise
    except Exception as failure:
        contain(database, dispatch, failure, at, unsure=dispatch.unsure_since is not None)
        return None
