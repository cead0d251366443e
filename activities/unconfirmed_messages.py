"""What becomes of a message that may not leave any more, and may have left: the provider is asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from activities import delivery
from activities.paper_pdf import as_pdf
from activities.parcels import PossiblySent
from activities.providers.port import Provider
from records import outbox
from records.database import Database

_SETTLES = timedelta(minutes=1)
"""What a killed worker asked of a provider may be carried out so long after it; only then is it surely not there."""


def settle(database: Database, provider: Provider, one: PossiblySent, at: datetime) -> None:
    """Find out whether a message has left, and tell the officer what is known of it. Raises Away."""
    dispatch, unsure = one.dispatch, one.dispatch.unsure_since
    assert unsure is not None
    found = provider.find(dispatch.dispatch_id, dispatch.channel)
    with database.write() as session:
        now = outbox.find(session, dispatch.dispatch_id)
        if now is None or now.status != "waiting":
            return  # the provider spoke first
        if found is not None:
            content = outbox.rendering(session, dispatch.dispatch_id) or b""
            pdf = as_pdf(content) if dispatch.channel == "letter" else None
            delivery.take(session, provider, dispatch, found, pdf or content)
            delivery.tell_officer(session, dispatch, f"has left. {one.stale.was_sent}", at)
        elif provider.remembers_for is None:
            reason = "the mail server or the folder that it went to cannot be asked"
            delivery.fail(session, dispatch, "stale", one.stale.unknown(reason), at, unsure=True)
        elif at - unsure > provider.remembers_for:
            reason = "the provider no longer knows"
            delivery.fail(session, dispatch, "stale", one.stale.unknown(reason), at, unsure=True)
        elif at - unsure < _SETTLES:
            said = "It may have been sent already; the provider is asked again in a minute."
            outbox.hold(session, dispatch.dispatch_id, unsure + _SETTLES, said)
        else:
            delivery.fail(session, dispatch, "stale", one.stale.not_sent, at)
