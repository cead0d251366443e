"""`ehcp published`: the published statistics that feed the dashboard."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import AsJson, By, DataFolder, actor, as_caller, day, today
from starter.terminal.errors import BadUsage


def register(app: typer.Typer) -> None:
    """Add the commands."""
    published = typer.Typer(help="Published statistics for the dashboard.", no_args_is_help=True)
    published.command("load")(_load)
    published.command("list")(_list)
    published.command("template")(_template)
    app.add_typer(published, name="published")


def _load(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A CSV file, or an .ods or .xlsx spreadsheet, as it was published."
        ),
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="K", help="The kind of file, where its columns do not tell; docs/reference/dashboard.md."
        ),
    ] = None,
    released: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day it was published; today by default.")
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Load a published file. One fault stops it; the same file again changes nothing; older releases stay."""
    from casework.dashboard.figure import BadPublishedFile
    from office.published_figures import load

    try:
        raw = file.read_bytes()
    except OSError as error:
        raise BadUsage(
            f"{file} cannot be read: {(error.strerror or 'no reason is given').lower()}."
        ) from None
    released_on = day(released) if released else today()
    with as_caller(data, by) as (database, caller):
        caller.check(Right.ADMINISTER)
        try:
            told = load(
                database, raw, file.name, actor(by), kind=kind, released_on=released_on, today=today()
            )
        except BadPublishedFile as wrong:
            for fault in wrong.faults[:-1]:
                typer.echo(fault, err=True)
            raise BadUsage(f"{wrong.faults[-1]} Nothing was loaded.") from None
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    elif told["is_new"]:
        typer.echo("{title}: {figures} figures from {rows} rows.".format(**told))
    else:
        typer.echo("{title}: this file was loaded on {loaded_on}; nothing changed.".format(**told))


def _template(
    metric: Annotated[str, typer.Argument(metavar="METRIC", help="Such as spend_per_head or school_grades.")],
    period: Annotated[str, typer.Option(metavar="PERIOD", help="Such as 2026, 2025-26 or 2026-06.")],
    by: By = None,
    data: DataFolder = None,
) -> None:
    """Print a plain table of a metric to fill in: a row for each series of your area, your neighbours and England.

    Fill in the values, save it as CSV and load it with `ehcp published load`.
    """
    from office.published_figures import template_of

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_CASELOAD)
        typer.echo(template_of(database, metric, period), nl=False)


def _list(by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """List the published files that were loaded, the newest release first."""
    from office.published_figures import loaded

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_CASELOAD)
        found = loaded(database)
    if as_json:
        typer.echo(json.dumps({"files": found}, indent=2, ensure_ascii=False))
        return
    for one in found:
        typer.echo("{released_on}  {title}: {figures} figures, {name}".format(**one))
    if not found:
        typer.echo("No published file was loaded.")
