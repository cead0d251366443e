"""Serve the console and the API on one port: `python -m starter.web --data DIR --port N`."""

from __future__ import annotations

import argparse
import secrets
import sys
from contextlib import suppress
from functools import partial

import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr
from temporalio.client import Client

from activities.providers.chosen import policy
from activities.virus_scan import VirusScanner
from casework.processes.registry import check_packs
from engine import log
from engine.child_processes import stop_this_program
from engine.configuration import Settings, load
from engine.connection import connect, data_keys_of
from engine.console_settings import ConsoleSettings
from engine.embedded import address_of
from engine.end_of_program import end_with
from engine.errors import EngineError
from engine.unfinished_restore import refuse_unfinished_restore
from office.dependencies import Parts
from office.letter_texts import check_and_use_texts
from records.database import Database
from records.errors import RecordsError
from records.service_lock import running_service
from starter.api.app import api
from starter.api.callbacks import callbacks
from starter.console.app import console
from starter.console.sign_in_settings import Entrance, entrance_of
from statute.errors import RoleNotBound

_STOP_SECONDS = 5


def site(parts: Parts, entrance: Entrance | None = None, notify_token: SecretStr | None = None) -> FastAPI:
    """The console with the API at /api/v1. Without an entrance no one can sign in, and only its health is shown.

    With a `notify_token` GOV.UK Notify may tell at /api/callbacks how messages fared.
    """
    entrance = entrance or Entrance(key=secrets.token_bytes(32))
    mounted = {"/api/v1": api(parts, loopback_webhooks=entrance.samples)}
    if notify_token is not None:
        mounted["/api/callbacks"] = callbacks(parts.database, notify_token.get_secret_value())
    return console(parts, entrance, mounted)


def main() -> int:
    """Serve until stopped; one sentence and 1 where it cannot start."""
    parser = argparse.ArgumentParser(prog="console", description=__doc__)
    parser.add_argument("--data", help="the data folder (default ./var, or EHCP_DATA)")
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8080, help="the port (default 8080)")
    given = parser.parse_args()
    log.configure()
    try:
        settings = load(given.data)
        check_and_use_texts(settings)
        refuse_unfinished_restore(settings)
        check_packs()
        console_settings = ConsoleSettings.read()
        entrance = entrance_of(settings, given.host, given.port, console_settings)
        with running_service(settings.database_url, "the console", stop_this_program):
            database = Database(settings.database_url)
            database.migrate()
            return _serve(settings, given, console_settings, entrance, database)
    except (EngineError, RecordsError, RoleNotBound) as failure:
        sys.stderr.write(f"{failure}\n")
        return 1


def _serve(
    settings: Settings,
    given: argparse.Namespace,
    console_settings: ConsoleSettings,
    entrance: Entrance,
    database: Database,
) -> int:
    """Serve until stopped. Returns 1 if it could not start, after the server has said why."""
    app = site(
        Parts(
            database,
            settings.task_queue,
            partial(_connected, settings),
            uploads=settings.data / "uploads",
            policy=policy(settings),
            scanner=VirusScanner(settings.virus_scanner) if settings.virus_scanner else None,
            keys=partial(data_keys_of, settings),
        ),
        entrance,
        settings.sending.notify_token,
    )
    server = uvicorn.Server(served_at(app, given.host, given.port, console_settings))
    with suppress(KeyboardInterrupt):  # the server raises the signal again that stopped it
        server.run()
    return 0 if server.started else 1


def served_at(app: FastAPI, host: str, port: int, settings: ConsoleSettings) -> uvicorn.Config:
    """Return how the console is served: an address that a request claims for itself counts from a trusted proxy only."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        server_header=False,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )


async def _connected(settings: Settings) -> Client:
    """Connect. The address of an embedded server is read each time, since the server may start after the console."""
    return await connect(settings, address=address_of(settings))


if __name__ == "__main__":
    end_with(main)
