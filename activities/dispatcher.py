"""The worker's threads that send the messages in the outbox, one for each provider."""

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
    """Sends the messages in the outbox. A failure delays it but never stops it.

    Each provider has its own thread, so that a mail server that hangs delays no letter.
    """

    def __init__(
        self, database: Database, providers: Mapping[str, Provider], policy: Policy | None = None
    ) -> None:
        self._database, self._policy = database, policy
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(each, place == 0), name="dispatcher", daemon=True)
            for place, each in enumerate(_by_provider(providers))
        ]

    def __enter__(self) -> Dispatcher:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self, providers: Mapping[str, Provider], is_first: bool) -> None:
        """Send by these providers until the end. The first thread also makes the digests: two would split them."""
        followed = 0.0
        while not self._stop.is_set():
            try:
                sent = drain(self._database, providers, self._policy, with_digests=is_first)
                if time.monotonic() - followed > _FOLLOWS_EACH_SECONDS:
                    followed = time.monotonic()
                    poll_statuses(self._database, providers)
                    if is_first:
                        alert_held(self._database, self._policy)
            except Exception as failure:  # the database is unavailable: try again after a pause
                _LOG.warning("outbox_waits", reason=type(failure).__name__)
                sent = 0
            if not sent:
                self._stop.wait(_PAUSE_SECONDS)


def _by_provider(providers: Mapping[str, Provider]) -> list[dict[str, Provider]]:
    """Return the channels of each provider."""
    found: dict[int, dict[str, Provider]] = {}
    for channel, provider in providers.items():
        found.setdefault(id(provider), {})[channel] = provider
    return list(found.values())
