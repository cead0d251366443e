"""`ehcp backup` and `ehcp restore`."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import AsJson, By, DataFolder, ask_for, has_records
from starter.terminal.errors import Refused

if TYPE_CHECKING:
    from engine.configuration import Settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("backup")(_backup)
    app.command("restore")(_restore)


def _backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for this backup.")],
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Copy records, the embedded Temporal store, letters and documents, while everything runs. Keys are left out."""
    from engine.configuration import load
    from office.backup import back_up
    from office.refusals import ActRefused
    from office.stores import mark_after_backup

    settings = load(data)
    _ask(settings, data, by)
    try:
        manifest = back_up(settings, folder)
        asyncio.run(mark_after_backup(settings))
    except ActRefused as error:
        raise Refused(str(error)) from None
    if as_json:
        typer.echo(json.dumps(manifest, indent=2))
        return
    typer.echo(
        f"{len(manifest['files'])} files in {folder}. Without the keys no one can read what Temporal stored: keep a copy of "
        f"{settings.key_file.parent} in another place."
    )


def _restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `ehcp backup` made.")],
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Put a backup in place of what is there. Stop everything first."""
    from engine.configuration import load
    from engine.connection import data_keys_of
    from engine.embedded import prepare, sole_owner
    from engine.errors import EngineError
    from engine.unfinished_restore import is_unfinished
    from office.refusals import ActRefused
    from office.restore import finish_restore, restore
    from records.database import Database
    from records.errors import RecordsError

    settings = load(data)
    if not (was_unfinished := is_unfinished(settings)):
        _ask(settings, data, by)
    try:
        prepare(settings)
        with sole_owner(settings):
            finish_restore(settings)
            if was_unfinished:
                _ask(settings, data, by)
            manifest = restore(settings, folder)
            database = Database(settings.database_url)
            database.migrate()
            database.close()
            keys = data_keys_of(settings)
            back, again = keys.reconcile()
            keys.database.close()
    except (ActRefused, EngineError, RecordsError) as error:
        raise Refused(str(error)) from None
    if as_json:
        typer.echo(json.dumps({**manifest, "keys_taken_back": back, "keys_destroyed_again": again}, indent=2))
        return
    typer.echo(
        f"The backup of {manifest['made_at'][:16].replace('T', ' ')} UTC is in place; {back} keys of later cases taken back, "
        f"{again} destroyed again. What was there before is in {settings.data / manifest['before']}. Start the Temporal "
        "server without a worker (`ehcp up --server-only`), run `ehcp verify --repair`, then start the rest "
        "(docs/operate/operations.md)."
    )


def _ask(settings: Settings, data: str | None, by: str | None) -> None:
    """Ask the gate about a named person. An unnamed operator may restore lost or broken records, which have no register."""
    if by is not None and has_records(settings):
        ask_for(data, by, Right.OPERATE)
