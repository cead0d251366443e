"""`ehcp reforms`: which reforms are on."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from starter.terminal.data_folder import AsJson, By, DataFolder, as_caller, day, today


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("reforms")(_reforms)


def _reforms(
    on: Annotated[str | None, typer.Option(help="On this day; today by default.")] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """List the reforms that an authority can switch on, off and re-label in its profile. None moves a statutory date."""
    from office.reforms import reforms

    with as_caller(data, by) as (database, _), database.read() as session:
        found = reforms(session, day(on) if on else today())
    if as_json:
        typer.echo(json.dumps({"reforms": [asdict(one) for one in found]}, indent=2))
        return
    for one in found:
        typer.echo(f"{'on ' if one.is_on else 'off'}  {one.name} ({one.label}; {one.key})")
