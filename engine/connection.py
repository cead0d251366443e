"""Connect to Temporal with the profile of the standard `temporal` command and our plugin."""

from __future__ import annotations

import asyncio
from typing import Any

from temporalio.client import Client
from temporalio.envconfig import ClientConfig
from temporalio.runtime import Runtime

from engine.configuration import Settings
from engine.data_keys import DataKeys
from engine.errors import EngineError
from engine.escrow import Escrow
from engine.key_wrapping import wrapper_of
from engine.keys import KeyRing, given_ring, key_ring
from engine.plugin import case_plugin
from records.database import Database

_PATIENCE_SECONDS = 10.0


async def connect(
    settings: Settings, *, address: str | None = None, service: str = "ehcp", runtime: Runtime | None = None
) -> Client:
    """Return a connected client. TLS, API key and similar settings come from Temporal's environment configuration.

    `service` names this program in traces. Raises EngineError if the server does not answer within ten seconds.
    """
    options: dict[str, Any] = dict(ClientConfig.load_client_connect_config())
    target = address or settings.temporal_address or str(options.get("target_host", ""))
    options["target_host"] = target
    options["namespace"] = settings.namespace
    if settings.tracing:
        from engine.tracing import interceptors  # slow to import, and only tracing needs it

        options["interceptors"] = [*options.get("interceptors", ()), *interceptors(service)]
    plugin = case_plugin(ring_of(settings), data_keys_of(settings))
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await Client.connect(**options, plugins=[plugin], runtime=runtime)
    except (RuntimeError, TimeoutError, OSError) as failure:
        reason = "it does not answer" if isinstance(failure, TimeoutError) else str(failure).splitlines()[0]
        raise EngineError(f"The Temporal server at {target} cannot be reached: {reason}.") from None


def ring_of(settings: Settings) -> KeyRing:
    """Return the key-encryption keys. Raises EngineError."""
    return (
        key_ring(settings.key_file) if settings.keys is None else given_ring(settings.keys.get_secret_value())
    )


def data_keys_of(settings: Settings) -> DataKeys:
    """Return the keys of the cases, with their own connections to the records. Raises EngineError or RecordsError."""
    escrow = Escrow(settings.key_escrow) if settings.key_escrow is not None else None
    wrapper = wrapper_of(ring_of(settings), settings.key_wrapper, lambda: ring_of(settings))
    return DataKeys(Database(settings.database_url), wrapper, escrow)
