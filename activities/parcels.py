"""Prepare a claimed dispatch for its provider: address, check and render it, and make it a parcel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from activities import delivery
from activities.paper_pdf import Unprintable, as_pdf
from activities.providers.port import Parcel, Provider
from casework.letters.addressee import bound_to, to_bind
from casework.letters.dispatch import Dispatch
from casework.letters.dispatch_refusals import Stale, stale
from casework.letters.email_addresses import nowhere
from casework.letters.invitation_links import link_of
from casework.letters.letter_facts import Incomplete
from casework.letters.letter_file import LetterFile
from casework.letters.outgoing import Outgoing, message_of, render
from records import letter_file, outbox
from records.database import Database

_LOG = structlog.get_logger()
_OFTEN = 3
_MINUTES_AT_MOST = 15


@dataclass(frozen=True, slots=True)
class Ready:
    """A dispatch with its parcel and the version of its template."""

    dispatch: Dispatch
    parcel: Parcel
    template: str


@dataclass(frozen=True, slots=True)
class PossiblySent:
    """A dispatch that may no longer be sent, but may have been sent already."""

    dispatch: Dispatch
    stale: Stale


def prepared(
    database: Database,
    providers: Mapping[str, Provider],
    dispatch: Dispatch,
    at: datetime,
    console: str | None = None,
) -> Ready | PossiblySent | None:
    """Return a dispatch that is ready to send, or None if it must not or cannot be sent, which is then recorded.

    `console` is the address of the console, for the link of an invitation.
    """
    dispatch, file, why = _loaded(database, dispatch)
    file = replace(file, address=replace(file.address, link=link_of(dispatch, console)))
    if why is not None:
        if dispatch.unsure_since is not None:
            return PossiblySent(dispatch, why)
        end(database, dispatch, "stale", why.not_sent, at)
        return None
    try:
        made = _made(dispatch, file)
        pdf = as_pdf(made.content) if dispatch.channel == "letter" else None
    except (Incomplete, Unprintable) as wanting:
        _hold(database, dispatch, wanting, at)
        return None
    to, mail = message_of(made.content) if pdf is None else (None, None)
    if mail is not None and to is None and providers[dispatch.channel].needs_address:
        end(database, dispatch, "failed", nowhere(dispatch), at)
        return None
    parcel = Parcel(
        dispatch_id=dispatch.dispatch_id,
        case_id=dispatch.case_id,
        kind=dispatch.kind,
        to_role=dispatch.to_role,
        channel=dispatch.channel,
        on=dispatch.on,
        queued_at=dispatch.queued_at,
        content=made.content,
        pdf=pdf,
        mail=mail,
        to=to,
    )
    return Ready(dispatch, parcel, made.template)


def end(database: Database, dispatch: Dispatch, status: str, why: str, at: datetime) -> None:
    """Close a message that cannot be sent, and give the case officer a task."""
    _LOG.warning("not_sent", dispatch=dispatch.dispatch_id, status=status)
    with database.write() as session:
        delivery.fail(session, dispatch, status, why, at)


def _loaded(database: Database, dispatch: Dispatch) -> tuple[Dispatch, LetterFile, Stale | None]:
    """Return a dispatch with its facts, or with the reason why it must not be sent.

    A dispatch without a recipient is addressed to the party that was added since, and a letter that could not be posted
    to the address that was mended since.
    """
    with database.read() as session:
        address = letter_file.address_file(session, dispatch)
        if (party := to_bind(dispatch, address)) is not None:
            dispatch, address = bound_to(dispatch, party, address)
        why = stale(dispatch, address)
        is_to_render = why is None and address.content is None
        file = (
            letter_file.letter_file(session, dispatch, address)
            if is_to_render
            else LetterFile(address=address)
        )
    if party is not None:
        with database.write() as session:
            outbox.bind(session, dispatch.dispatch_id, party.party_id, party.address.version)
    return dispatch, file, why


def _made(dispatch: Dispatch, file: LetterFile) -> Outgoing:
    """Return the stored content of a dispatch, so that a repeat has the same text, or render it now."""
    if file.address.content is not None:
        return Outgoing(file.address.content, dispatch.template or "")
    return render(dispatch, file)


def _hold(database: Database, dispatch: Dispatch, wanting: Incomplete | Unprintable, at: datetime) -> None:
    missing = wanting.missing if isinstance(wanting, Incomplete) else (str(wanting),)
    _LOG.warning("letter_waits", dispatch=dispatch.dispatch_id, missing=len(missing))
    problem = None if isinstance(wanting, Incomplete) else f"It needs {wanting}."
    with database.write() as session:
        outbox.hold(session, dispatch.dispatch_id, at + _looked_at_again(dispatch), problem)


def _looked_at_again(dispatch: Dispatch) -> timedelta:
    """Return how long a letter waits until it is looked at again: a minute at first, and a quarter of an hour at most.

    A change of an address or of the council's details lets it be looked at sooner (records/incomplete_messages.py). Without this, the
    letters of a council without details take a fifth of a core for as long as they wait.
    """
    return timedelta(minutes=min(_MINUTES_AT_MOST, 2 ** max(0, dispatch.attempts - _OFTEN)))
