"""`ehcp setup`: what a new place or a new release needs, before workers start. Done twice, it finds nothing to do."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from starter.terminal.data_folder import AsJson, DataFolder
from starter.terminal.errors import Refused

if TYPE_CHECKING:
    from engine.configuration import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("setup")(_setup)


def _setup(
    data: DataFolder = None,
    retention_days: Annotated[
        int,
        typer.Option(
            "--retention-days",
            metavar="DAYS",
            min=1,
            help="How long Temporal keeps a closed case, in a new namespace.",
        ),
    ] = 90,
    as_json: AsJson = False,
) -> None:
    """Bring the records to this release, make the namespace and its search attributes, and say what was done."""
    from engine.configuration import load
    from engine.errors import EngineError
    from records.errors import RecordsError

    try:
        settings = load(data)
        records = _records(settings)
        temporal = asyncio.run(_temporal(settings, timedelta(days=retention_days)))
    except (EngineError, RecordsError) as error:
        raise Refused(str(error)) from None
    done = {"records": records, **temporal}
    typer.echo(json.dumps(done) if as_json else _said(done, settings.namespace, retention_days))


def _records(settings: Settings) -> dict[str, str | None]:
    from records.database import Database

    database = Database(settings.database_url)
    try:
        before = database.release()
        database.migrate()
        return {"from": before, "to": database.release()}
    finally:
        database.close()


async def _temporal(settings: Settings, retention: timedelta) -> dict[str, Any]:
    from engine.attributes import register_search_attributes
    from engine.connection import connect
    from engine.embedded import address_of
    from engine.namespace import ensure_namespace

    client = await connect(settings, address=address_of(settings), service="ehcp-setup")
    made = await ensure_namespace(client, retention)
    return {"namespace_made": made, "search_attributes": list(await register_search_attributes(client))}


def _said(done: dict[str, Any], namespace: str, days: int) -> str:
    lines = []
    if (records := done["records"])["from"] != records["to"]:
        began = "made" if records["from"] is None else f"brought from {records['from']}"
        lines.append(f"Records: {began}, to release {records['to']}.")
    if done["namespace_made"]:
        lines.append(f"Namespace {namespace}: made; closed cases are kept for {days} days.")
    if done["search_attributes"]:
        lines.append(f"Search attributes: added {', '.join(done['search_attributes'])}.")
    return "\n".join(lines) or f"Nothing to do: records and namespace {namespace} are those of this release."
