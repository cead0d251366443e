"""Draining the outbox: what a transition queued leaves the house, each dispatch once towards the person."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from activities import folder
from activities.letter_papers import known_address, outgoing
from casework.letters import Incomplete
from records import outbox
from records.database import Database

_LOG = structlog.get_logger()
_PAUSE_SECONDS = 1.0
_LOOKED_AT_AGAIN = timedelta(minutes=1)


def drain(database: Database, into: Path) -> int:
    """Send what is waiting, and say how much it was. What was sent and not yet marked is sent again as itself.

    A decision letter that lacks a required fact is not sent; it is looked at again after a while, and `ehcp show`
    says meanwhile what it lacks.
    """
    with database.write() as session:
        claimed = outbox.claim(session, now=datetime.now(UTC))
    sent = 0
    for dispatch in claimed:
        try:
            with database.read() as session:
                letter = outgoing(session, dispatch) if dispatch.channel == "letter" else None
                to = known_address(session, dispatch)
        except Incomplete as incomplete:
            _LOG.warning("letter_waits", dispatch=dispatch.dispatch_id, lacks=incomplete.missing)
            with database.write() as session:
                outbox.hold(session, dispatch.dispatch_id, datetime.now(UTC) + _LOOKED_AT_AGAIN)
            continue
        location = folder.send(into, dispatch, letter, to)
        with database.write() as session:
            outbox.mark_sent(session, dispatch.dispatch_id, datetime.now(UTC), location)
        sent += 1
    return sent


class Dispatcher:
    """Drains the outbox in a thread of its own for as long as it runs. A failure delays, and never stops, it."""

    def __init__(self, database: Database, into: Path) -> None:
        self._database, self._into = database, into
        self._stop = threading.Event()
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
                sent = drain(self._database, self._into)
            except Exception as failure:  # the database or the folder is away: try again after a pause
                _LOG.warning("outbox_waits", reason=type(failure).__name__)
                sent = 0
            if not sent:
                self._stop.wait(_PAUSE_SECONDS)
