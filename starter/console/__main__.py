"""Serve the console: `python -m starter.console --data DIR --port N`."""

from __future__ import annotations

import argparse
import sys

import uvicorn

from engine.settings import load
from records.database import Database
from records.errors import RecordsError
from starter.console.app import console

_STOP_SECONDS = 5


def main() -> int:
    """Serve until stopped; one sentence and 1 where it cannot start."""
    parser = argparse.ArgumentParser(prog="console", description=__doc__)
    parser.add_argument("--data", help="the data folder (default ./var, or EHCP_DATA)")
    parser.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on (default this machine alone)"
    )
    parser.add_argument("--port", type=int, default=8080, help="the port (default 8080)")
    given = parser.parse_args()
    try:
        database = Database(load(given.data).database_url)
        database.migrate()
    except RecordsError as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    uvicorn.run(
        console(database),
        host=given.host,
        port=given.port,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
