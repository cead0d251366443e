"""Give parcels to their providers, each once. What a provider cannot accept now is retried later."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from activities import delivery
from activities.message_failures import RECORDS_AWAY, contain
from activities.parcels import PossiblySent, Ready, end
from activities.providers.port import Accepted, Provider, Rejected, Unavailable
from activities.unconfirmed_messages import settle
from casework.letters.dispatch import RETRIED
from records import outbox
from records.database import Database

_LOG = structlog.get_logger()
_BATCH_SECONDS = 8.0
"""Seconds after which the rest of a batch is released, before its lease ends and however slow the provider is."""
_MANY_AWAY = 5
"""Consecutive failures after which a provider gets a pause, and everything for it waits."""
_LEFT_ALONE = timedelta(seconds=3)
_SHORT_TRIES = 8
"""Attempts that are retried within seconds. After that the pause doubles each time, up to the longest."""
_SHORT_PAUSE = timedelta(seconds=16)
_LONGEST_PAUSE = timedelta(minutes=15)


def hand_over(
    database: Database,
    providers: Mapping[str, Provider],
    ready: Sequence[Ready | PossiblySent],
    at: datetime,
) -> int:
    """Send a batch, and settle messages that may have been sent. Returns how many messages were sent."""
    sent, away, stop = 0, 0, time.monotonic() + _BATCH_SECONDS
    for place, one in enumerate(ready):
        if away >= _MANY_AWAY or time.monotonic() > stop:
            _give_back(database, ready[place:], at + (_LEFT_ALONE if away else timedelta()))
            break
        try:
            provider = providers[one.dispatch.channel]
            if isinstance(one, PossiblySent):
                settle(database, provider, one, at)
                continue
            taken = _sent_once(database, provider, one, at)
        except Unavailable as gone:
            away += 1
            _put_off(database, one, gone, at)
            continue
        except Rejected as refused:
            end(database, one.dispatch, "failed", str(refused), at)
            continue
        except RECORDS_AWAY:
            raise
        except OSError:  # it may have left; the provider is asked before it is sent again
            away += 1
            _put_off(database, one, Unavailable("The provider cannot be reached.", surely_not=False), at)
            continue
        except Exception as failure:
            contain(database, one.dispatch, failure, at, unsure=True)
            continue
        away = 0
        _note(database, provider, one, taken)
        sent += 1
    return sent


def _sent_once(database: Database, provider: Provider, one: Ready, at: datetime) -> Accepted:
    """Send a message, unless the provider already has it."""
    unsure = one.dispatch.unsure_since
    if unsure is not None:
        if (found := provider.find(one.dispatch.dispatch_id, one.dispatch.channel)) is not None:
            return found
        if provider.remembers_for is not None and at - unsure > provider.remembers_for:
            raise Rejected(
                "It may have been sent already, but the provider no longer knows. Ask the recipient, then send it with "
                "`ehcp letters again` or record `ehcp letters posted ID`."
            )
        with database.write() as session:
            outbox.mark_possibly_sent_since(session, one.dispatch.dispatch_id, at)
    return provider.send(one.parcel)


def _note(database: Database, provider: Provider, one: Ready, taken: Accepted) -> None:
    sent = one.parcel.pdf or one.parcel.content
    with database.write() as session:
        delivery.record_accepted(session, provider, one.dispatch, taken, sent, one.template)


def _put_off(database: Database, one: Ready | PossiblySent, gone: Unavailable, at: datetime) -> None:
    """Schedule a retry: soon after a short fault, and less and less often while a provider is down."""
    dispatch = one.dispatch
    again = "sent" if isinstance(one, Ready) else "looked up"
    short = min(timedelta(seconds=2 ** min(dispatch.attempts, 12)), _SHORT_PAUSE)
    longer = 2 ** max(0, min(dispatch.attempts - _SHORT_TRIES, 12))
    pause = max(min(short * longer, _LONGEST_PAUSE), gone.wait)
    _LOG.warning("provider_away", dispatch=dispatch.dispatch_id, attempts=dispatch.attempts, said=str(gone))
    with database.write() as session:
        outbox.hold(session, dispatch.dispatch_id, at + pause, f"{gone} It will be {again} {RETRIED}")
        if gone.surely_not and dispatch.unsure_since is None:
            outbox.mark_not_sent(session, [dispatch.dispatch_id])


def _give_back(database: Database, rest: Sequence[Ready | PossiblySent], until: datetime) -> None:
    with database.write() as session:
        outbox.postpone_untried(session, [one.dispatch.dispatch_id for one in rest], until)
        new = [one.dispatch.dispatch_id for one in rest if one.dispatch.unsure_since is None]
        outbox.mark_not_sent(session, new)
