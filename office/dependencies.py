"""The dependencies of the console and the API: records, Temporal connection, gate and clock."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from temporalio.client import Client

from activities.virus_scan import VirusScanner
from casework.letters.sending_times import Policy
from engine.data_keys import DataKeys
from engine.errors import EngineError
from engine.webhook_secrets import WebhookSecrets
from office.gate import Gate
from office.office import Office
from records.database import Database
from statute.local_time import london_date


def _today() -> date:
    return london_date(datetime.now(UTC))


@dataclass
class Parts:
    """The dependencies of a way in. Reading needs only the records; recording an act needs `office`.

    `connects` connects to Temporal and raises EngineError if the server does not answer. It is called once, at the
    first act, so that people can read while the server is down. `via` names the way in for the access log. `uploads` is
    the folder of uploaded documents, and `scanner` looks at each for viruses. `policy` says when messages may leave.
    `keys` opens the keys of the cases.
    """

    database: Database
    task_queue: str
    connects: Callable[[], Awaitable[Client]]
    via: str = "console"
    uploads: Path | None = None
    policy: Policy = field(default_factory=Policy)
    scanner: VirusScanner | None = None
    today: Callable[[], date] = _today
    keys: Callable[[], DataKeys] | None = None
    _client: Client | None = field(default=None, init=False)
    _secrets: WebhookSecrets | None = field(default=None, init=False)
    _connecting: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    @property
    def gate(self) -> Gate:
        """The gate that checks permissions against the records."""
        return Gate(self.database, self.via)

    def webhook_secrets(self) -> WebhookSecrets:
        """Return what encrypts the secrets of webhooks. Raises EngineError if there are no keys here."""
        if self._secrets is None:
            if self.keys is None:
                raise EngineError("No keys are set up here, so no webhook can be added or tried.")
            self._secrets = WebhookSecrets(self.keys())
        return self._secrets

    async def office(self) -> Office:
        """Return the connected office. Raises EngineError if the server does not answer."""
        async with self._connecting:
            if self._client is None:
                self._client = await self.connects()
        return Office(self._client, self.database, self.task_queue)


async def _nothing_answers() -> Client:
    raise EngineError("No Temporal server is set up here, so you can only read.")


def read_only_parts(database: Database, today: Callable[[], date] = _today) -> Parts:
    """Return dependencies without a Temporal server, which allow only reading."""
    return Parts(database, "", _nothing_answers, today=today)
