"""Draining the outbox: what a transition queued leaves the house, each dispatch once towards the person.

A dispatch goes one way: it is claimed, made a parcel (activities/parcels.py), kept, handed over
(activities/handover.py), and its provider is listened to (activities/delivery.py). Before it is handed over, what it is
made of is kept and it is noted that its fate is unsure. Whoever finds it unsure (the provider did not answer, or the
worker was killed) asks the provider for our reference before sending again, and before saying of what may no longer
leave that it was not sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from activities import digests
from activities.handover import hand_over
from activities.parcels import PossiblySent, Ready, prepared
from activities.providers.port import Provider
from casework.letters.recipient_roles import OUTSIDE
from casework.letters.sending_times import Policy
from records import outbox
from records.database import Database

_BATCH = 25


def drain(
    database: Database,
    providers: Mapping[str, Provider],
    policy: Policy | None = None,
    now: datetime | None = None,
) -> int:
    """Send what may leave now: how many messages that were.

    A letter that lacks a required fact is not sent; it is looked at again after a while, and `ehcp show` says
    meanwhile what it lacks. One that cannot arrive becomes a task for the case officer.
    """
    at, rules = now or datetime.now(UTC), policy or Policy()
    with database.write() as session:
        if rules.bulk_over is not None:
            outbox.hold_bulk(session, rules.bulk_over, OUTSIDE)
        digests.gather(session, at)
        claimed = outbox.claim(session, now=at, limit=_BATCH, lease=rules.lease)
    found = [one for dispatch in claimed if (one := prepared(database, providers, dispatch, at)) is not None]
    contents = {
        one.dispatch.dispatch_id: (one.parcel.content, one.template)
        for one in found
        if isinstance(one, Ready)
    }
    with database.write() as session:
        still = outbox.begin(session, contents, at)
    going = [one for one in found if isinstance(one, PossiblySent) or one.dispatch.dispatch_id in still]
    return hand_over(database, providers, going, at)
