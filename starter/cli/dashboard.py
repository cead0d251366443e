"""`ehcp dashboard`: the figures of the inclusion dashboard, and its public version as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import AsJson, By, DataFolder, as_caller, today
from starter.terminal.errors import BadUsage

if TYPE_CHECKING:
    from office.table_files import Kind


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
            metavar="DIR",
            help="Write the public version to this folder: a page, two CSV files and a spreadsheet.",
        ),
    ] = None,
    everything: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write every series with all its periods to this file, .csv or .xlsx."
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
    from office.dashboard_tables import everything as tables_of
    from office.live_figures import council_figures, live_figures
    from office.table_files import as_file

    kind = _kind_of(everything)
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
        if everything is not None:
            content = as_file(kind, tables_of(views, of, live))
            told["files"] = [str(path) for path in write({everything.name: content}, everything.parent)]
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for line in told.get("files") or lines_of_text(told):
        typer.echo(line)


def _kind_of(file: Path | None) -> Kind:
    """Return the kind of file that a name asks for. Raises BadUsage."""
    if file is None or file.suffix == ".csv":
        return "csv"
    if file.suffix == ".xlsx":
        return "xlsx"
    raise BadUsage(f"{file} is neither CSV nor a spreadsheet; end its name with .csv or .xlsx.")
