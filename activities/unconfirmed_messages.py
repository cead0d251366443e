"""Settle messages that may no longer be sent but may have been sent already, by asking the provider."""

from __future__ import annotations

from datetime import datetime, timedelta

from activities import delivery
from activities.paper_pdf import as_pdf
from activities.parcels import PossiblySent
from activities.providers.port import Provider
from records import outbox
from records.database import Database

_SETTLES = timedelta(minutes=1)
"""How long after a killed worker's request the provider may still carry it out. A search is certain only after that."""


def settle(database: Database, provider: Provider, one: PossiblySent, at: datetime) -> None:
    """Find out whether a message was sent, and alert the officer. Raises Unavailable."""
    dispatch, unsure = one.dispatch, one.dispatch.unsure_since
    assert unsure is not None
    found = provider.find(dispatch.dispatch_id, dispatch.channel)
    with database.write() as session:
        now = outbox.find(session, dispatch.dispatch_id)
        if now is None or now.status != "waiting":
            return  # the provider's callback came first
        if found is not None:
            content = outbox.rendering(session, dispatch.dispatch_id) or b""
            pdf = as_pdf(content) if dispatch.channel == "letter" else None
            delivery.record_accepted(session, provider, dispatch, found, pdf or content)
            delivery.tell_officer(session, dispatch, ("sent", one.stale.was_sent), at)
        elif provider.remembers_for is None:
            reason = "the mail server or folder that it went to cannot be asked"
            delivery.fail(session, dispatch, "stale", one.stale.unknown(reason), at, unsure=True)
        elif at - unsure > provider.remembers_for:
            reason = "the provider no longer knows"
            delivery.fail(session, dispatch, "stale", one.stale.unknown(reason), at, unsure=True)
        elif at - unsure < _SETTLES:
            said = "It may have been sent already. The provider is asked again in a minute."
            outbox.hold(session, dispatch.dispatch_id, unsure + _SETTLES, said)
        else:
            delivery.fail(session, dispatch, "stale", one.stale.not_sent, at)
