"""The worker's thread that sends the messages in the outbox."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

import structlog

from activities.delivery import poll_statuses
from activities.held_alerts import alert_held
from activities.outbox import drain
from activities.providers.port import Provider
from casework.letters.sending_times import Policy
from records.database import Database

_LOG = structlog.get_logger()
_PAUSE_SECONDS = 1.0
_FOLLOWS_EACH_SECONDS = 60.0


class Dispatcher:
    """Sends the messages in the outbox, in its own thread. A failure delays it but never stops it."""

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
            except Exception as failure:  # the database is unavailable: try again after a pause
                _LOG.warning("outbox_waits", reason=type(failure).__name__)
                sent = 0
            if not sent:
                self._stop.wait(_PAUSE_SECONDS)

    def _follow(self) -> None:
        if time.monotonic() - self._followed > _FOLLOWS_EACH_SECONDS:
            self._followed = time.monotonic()
            poll_statuses(self._database, self._providers)
            alert_held(self._database, self._policy)
