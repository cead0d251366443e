"""Draining the outbox: what a transition queued leaves the house, each dispatch once towards the person.

Before a message is handed over, what it is made of is kept and it is noted that its fate is unsure. Whoever finds it
unsure (the provider did not answer, or the worker was killed) asks the provider for our reference before sending again,
and before saying of what may no longer leave that it was not sent.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from activities import delivery, digests
from activities.as_pdf import Unprintable, as_pdf
from activities.letter_papers import Outgoing, message_of, nowhere, outgoing, stale, unbound
from activities.providers.port import Away, Parcel, Provider, Rejected, Taken
from casework.letters.letter_facts import Incomplete
from casework.letters.recipient_roles import OUTSIDE
from casework.letters.sending_times import Policy
from casework.people.parties import Stale
from records import outbox
from records.database import Database
from records.outbox import Dispatch, Handed

_LOG = structlog.get_logger()
_PAUSE_SECONDS = 1.0
_LOOKED_AT_AGAIN = timedelta(minutes=1)
_BATCH = 25
_BATCH_SECONDS = 8.0
"""A batch is given back after so long: before its lease ends, whatever the provider's patience."""
_MANY_AWAY = 5
"""After so many failures one after the other a provider is left alone for a while, with everything that waits for it."""
_LEFT_ALONE = timedelta(seconds=3)
_SHORT_TRIES = 8
"""So often a message is tried again within seconds; after that its pauses double, up to the longest."""
_SHORT_PAUSE = timedelta(seconds=16)
_LONGEST_PAUSE = timedelta(minutes=15)
_ASKED_EACH = timedelta(hours=1)
_SETTLES = timedelta(minutes=1)
"""What a killed worker asked of a provider may be carried out so long after it; only then is it surely not there."""


@dataclass(frozen=True, slots=True)
class _Ready:
    dispatch: Dispatch
    parcel: Parcel
    template: str


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A dispatch that may not leave any more, and may have left."""

    dispatch: Dispatch
    stale: Stale


def drain(
    database: Database,
    providers: Mapping[str, Provider],
    policy: Policy | None = None,
    now: datetime | None = None,
) -> int:
    """Send what may leave now, and say how much it was.

    A letter that lacks a required fact is not sent; it is looked at again after a while, and `ehcp show` says
    meanwhile what it lacks. One that cannot arrive becomes a task for the case officer.
    """
    at, rules = now or datetime.now(UTC), policy or Policy()
    with database.write() as session:
        if rules.bulk_over is not None:
            outbox.hold_bulk(session, rules.bulk_over, OUTSIDE)
        digests.gather(session, at)
        claimed = outbox.claim(session, now=at, limit=_BATCH, lease=rules.lease)
    ready = [one for dispatch in claimed if (one := _prepared(database, providers, dispatch, at)) is not None]
    with database.write() as session:
        contents = {
            one.dispatch.dispatch_id: (one.parcel.content, one.template)
            for one in ready
            if isinstance(one, _Ready)
        }
        still = outbox.begin(session, contents, at)
    going = [one for one in ready if isinstance(one, _Doubt) or one.dispatch.dispatch_id in still]
    return _hand_over(database, providers, going, at)


def _prepared(
    database: Database, providers: Mapping[str, Provider], dispatch: Dispatch, at: datetime
) -> _Ready | _Doubt | None:
    """A dispatch as it will be handed over; None where it may not or cannot leave, which is then noted."""
    dispatch = _bound(database, dispatch)
    try:
        with database.read() as session:
            if (found := stale(session, dispatch)) is not None:
                if dispatch.unsure_since is not None:
                    return _Doubt(dispatch, found)
                _closed(database, dispatch, "stale", found.not_sent, at)
                return None
            kept = outbox.rendering(session, dispatch.dispatch_id)
            made = (
                Outgoing(kept, dispatch.template or "") if kept is not None else outgoing(session, dispatch)
            )
        content = made.content
        pdf = as_pdf(content) if dispatch.channel == "letter" else None
    except (Incomplete, Unprintable) as wanting:
        lacks = wanting.missing if isinstance(wanting, Incomplete) else (str(wanting),)
        _LOG.warning("letter_waits", dispatch=dispatch.dispatch_id, lacks=len(lacks))
        problem = None if isinstance(wanting, Incomplete) else f"It lacks {wanting}."
        with database.write() as session:
            outbox.hold(session, dispatch.dispatch_id, at + _LOOKED_AT_AGAIN, problem)
        return None
    to, mail = message_of(content) if pdf is None else (None, None)
    if mail is not None and to is None and providers[dispatch.channel].needs_address:
        _closed(database, dispatch, "failed", nowhere(dispatch), at)
        return None
    parcel = Parcel(
        dispatch_id=dispatch.dispatch_id,
        case_id=dispatch.case_id,
        kind=dispatch.kind,
        to_role=dispatch.to_role,
        channel=dispatch.channel,
        on=dispatch.on,
        queued_at=dispatch.queued_at,
        content=content,
        pdf=pdf,
        mail=mail,
        to=to,
    )
    return _Ready(dispatch, parcel, made.template)


def _bound(database: Database, dispatch: Dispatch) -> Dispatch:
    """A dispatch that nobody was recorded for, bound to whoever has been added since."""
    with database.read() as session:
        party = unbound(session, dispatch)
    if party is None:
        return dispatch
    bound = replace(dispatch, party_id=party.party_id, address_version=party.address.version)
    with database.write() as session:
        outbox.bind(session, dispatch.dispatch_id, party.party_id, party.address.version)
    return bound


def _closed(database: Database, dispatch: Dispatch, status: str, why: str, at: datetime) -> None:
    _LOG.warning("not_sent", dispatch=dispatch.dispatch_id, status=status)
    with database.write() as session:
        delivery.fail(session, dispatch, status, why, at)


def _hand_over(
    database: Database, providers: Mapping[str, Provider], ready: Sequence[_Ready | _Doubt], at: datetime
) -> int:
    sent, away, end = 0, 0, time.monotonic() + _BATCH_SECONDS
    for place, one in enumerate(ready):
        if away >= _MANY_AWAY or time.monotonic() > end:
            _give_back(database, ready[place:], at + (_LEFT_ALONE if away else timedelta()))
            break
        provider = providers[one.dispatch.channel]
        try:
            if isinstance(one, _Doubt):
                _settle(database, provider, one, at)
                continue
            taken = _sent_once(database, provider, one, at)
        except Away as gone:
            away += 1
            _put_off(database, one, gone, at)
            continue
        except Rejected as refused:
            _closed(database, one.dispatch, "failed", str(refused), at)
            continue
        away = 0
        _note(database, provider, one, taken)
        sent += 1
    return sent


def _sent_once(database: Database, provider: Provider, one: _Ready, at: datetime) -> Taken:
    """Hand a message over, unless the provider has it already."""
    unsure = one.dispatch.unsure_since
    if unsure is not None:
        if (found := provider.find(one.dispatch.dispatch_id, one.dispatch.channel)) is not None:
            return found
        if provider.remembers_for is not None and at - unsure > provider.remembers_for:
            raise Rejected(
                "It may have been sent already, and the provider no longer knows. Ask the person, then send it with "
                "`ehcp letters again` or record `ehcp letters posted ID`."
            )
        with database.write() as session:
            outbox.unsure_from(session, one.dispatch.dispatch_id, at)
    return provider.send(one.parcel)


def _settle(database: Database, provider: Provider, doubt: _Doubt, at: datetime) -> None:
    """Find out whether a message that may not leave any more has left, and tell the officer what is known of it."""
    dispatch, unsure = doubt.dispatch, doubt.dispatch.unsure_since
    assert unsure is not None
    found = provider.find(dispatch.dispatch_id, dispatch.channel)
    with database.write() as session:
        now = outbox.find(session, dispatch.dispatch_id)
        if now is None or now.status != "waiting":
            return  # the provider spoke first
        if found is not None:
            content = outbox.rendering(session, dispatch.dispatch_id) or b""
            pdf = as_pdf(content) if dispatch.channel == "letter" else None
            _mark(session, provider, dispatch, found, _hash(pdf or content))
            delivery.tell_officer(session, dispatch, f"has left. {doubt.stale.was_sent}", at)
        elif provider.remembers_for is None:
            reason = "the mail server or the folder that it went to cannot be asked"
            delivery.fail(session, dispatch, "stale", doubt.stale.unknown(reason), at, unsure=True)
        elif at - unsure > provider.remembers_for:
            reason = "the provider no longer knows"
            delivery.fail(session, dispatch, "stale", doubt.stale.unknown(reason), at, unsure=True)
        elif at - unsure < _SETTLES:
            said = "It may have been sent already; the provider is asked again in a minute."
            outbox.hold(session, dispatch.dispatch_id, unsure + _SETTLES, said)
        else:
            delivery.fail(session, dispatch, "stale", doubt.stale.not_sent, at)


def _note(database: Database, provider: Provider, one: _Ready, taken: Taken) -> None:
    with database.write() as session:
        _mark(
            session, provider, one.dispatch, taken, _hash(one.parcel.pdf or one.parcel.content), one.template
        )


def _mark(
    session: Session,
    provider: Provider,
    dispatch: Dispatch,
    taken: Taken,
    content_hash: str,
    template: str | None = None,
) -> None:
    now = datetime.now(UTC)
    handed = Handed(taken.location, provider.name, taken.provider_id, template, content_hash)
    outbox.mark_sent(session, dispatch.dispatch_id, now, handed)
    if taken.word is not None:
        delivery.hear(session, dispatch, taken.word, now)


def _hash(sent: bytes) -> str:
    return hashlib.sha256(sent).hexdigest()


def _put_off(database: Database, one: _Ready | _Doubt, gone: Away, at: datetime) -> None:
    """Try again later: a fault that passes costs seconds, and a provider that is down is not besieged."""
    dispatch = one.dispatch
    again = "sent" if isinstance(one, _Ready) else "looked up"
    short = min(timedelta(seconds=2 ** min(dispatch.attempts, 12)), _SHORT_PAUSE)
    longer = 2 ** max(0, min(dispatch.attempts - _SHORT_TRIES, 12))
    pause = max(min(short * longer, _LONGEST_PAUSE), gone.wait)
    _LOG.warning("provider_away", dispatch=dispatch.dispatch_id, attempts=dispatch.attempts, said=str(gone))
    with database.write() as session:
        outbox.hold(session, dispatch.dispatch_id, at + pause, f"{gone} It is {again} again by itself.")
        if gone.surely_not and dispatch.unsure_since is None:
            outbox.surely_not_sent(session, [dispatch.dispatch_id])


def _give_back(database: Database, rest: Sequence[_Ready | _Doubt], until: datetime) -> None:
    with database.write() as session:
        outbox.let_go(session, [one.dispatch.dispatch_id for one in rest], until)
        new = [one.dispatch.dispatch_id for one in rest if one.dispatch.unsure_since is None]
        outbox.surely_not_sent(session, new)


def follow(database: Database, providers: Mapping[str, Provider], now: datetime | None = None) -> int:
    """Ask the providers how what they took stands, where they have not said so themselves; how much was news."""
    at, news = now or datetime.now(UTC), 0
    for provider in {one.name: one for one in providers.values() if one.remembers_for}.values():
        with database.read() as session:
            waiting = outbox.to_ask_about(session, provider.name, at - _ASKED_EACH)
        for dispatch in waiting:
            try:
                word = provider.word(str(dispatch.provider_id))
            except Away:
                break
            with database.write() as session:
                outbox.asked(session, dispatch.dispatch_id, at)
                news += word is not None and delivery.hear(session, dispatch, word, at)
    return news


class Dispatcher:
    """Drains the outbox in a thread of its own for as long as it runs. A failure delays, and never stops, it."""

    def __init__(
        self, database: Database, providers: Mapping[str, Provider], policy: Policy | None = None
    ) -> None:
        self._database, self._providers, self._policy = database, providers, policy
        self._stop = threading.Event()
        self._followed = 0.0
        self._thread = threading.Thread(target=self._run, name="dispatcher", daemon=True)

    def __enter__(self) -> Dispatcher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                sent = drain(self._database, self._providers, self._policy)
                self._follow()
            except Exception as failure:  # the database is away: try again after a pause
                _LOG.warning("outbox_waits", reason=type(failure).__name__)
                sent = 0
            if not sent:
                self._stop.wait(_PAUSE_SECONDS)

    def _follow(self) -> None:
        if time.monotonic() - self._followed > _LOOKED_AT_AGAIN.total_seconds():
            self._followed = time.monotonic()
            follow(self._database, self._providers)
