"""`ehcp dashboard`: the figures of the inclusion dashboard, and its public version as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import AsJson, By, DataFolder, as_caller, today


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("dashboard")(_dashboard)


def _dashboard(
    area: Annotated[
        str | None,
        typer.Option(
            metavar="CODE", help="The code of an authority, such as E09000007; your own by default."
        ),
    ] = None,
    public: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Write the public version to this folder: a page and two CSV files."
        ),
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Show every figure of the dashboard, with what it compares with and where it comes from, or why it is not there."""
    from office.dashboard import place, summary
    from office.dashboard_json import dashboard_as_json, lines_of_text
    from office.dashboard_public import public_files, write
    from office.live_figures import council_figures, live_figures

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_CASELOAD)
        with database.read() as session:
            of = place(session, area)
            views = summary(session, of, every_series=True)
            live = live_figures(session, caller.person, today())
            whole = council_figures(session, today())
        told = dashboard_as_json(views, of, live)
        if public is not None:
            told["files"] = [str(path) for path in write(public_files(views, of, whole, today()), public)]
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for line in told.get("files") or lines_of_text(told):
        typer.echo(line)
