"""`ehcp support`: early language support and other early support, which is evidence beside a request."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import (
    AsJson,
    By,
    Case,
    DataFolder,
    actor,
    as_caller,
    day,
    today,
)
from starter.terminal.errors import BadUsage

_MOST_SAID = 20
HIDDEN = "-"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    support = typer.Typer(help="Early language support and other early support.", no_args_is_help=True)
    support.command("load")(_load)
    support.command("show")(_show)
    support.command("due")(_due)
    support.command("report")(_report)
    app.add_typer(support, name="support")


def _load(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="One record a line; docs/reference/early-support.md.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check the file and keep nothing.")] = False,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Keep the records of a school's file. One bad line stops it; the same file again changes nothing."""
    from office.early_support import load
    from office.early_support_file import support_in
    from office.refusals import ActRefused

    try:
        content = file.read_bytes()
    except OSError as error:
        raise BadUsage(
            f"{file} cannot be read: {(error.strerror or 'no reason is given').lower()}."
        ) from None
    with as_caller(data, by) as (database, caller):
        caller.check(Right.OPEN_CASE)
        try:
            read = support_in(content, today())
        except ActRefused as error:
            raise BadUsage(f"{error}.") from None
        for fault in read.faults[:_MOST_SAID]:
            typer.echo(fault, err=True)
        if read.faults:
            raise BadUsage(
                f"{len(read.faults)} lines of {file} are bad; nothing was kept. Correct them and load it again."
            )
        told: dict[str, int | bool] = {"records": len(read.records), "kept": not dry_run}
        if not dry_run:
            told |= load(database, read, actor(by), today())
    if as_json:
        typer.echo(json.dumps(told))
    elif dry_run:
        typer.echo(f"{len(read.records)} records are good; nothing was kept.")
    else:
        typer.echo(
            "{records} records: {added} added, {changed} changed, {unchanged} unchanged.".format(**told)
        )


def _show(case: Case, by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Show the early support of a case's child. It is evidence: it prevents nothing and moves no date."""
    from casework.early_support.support_record import KINDS
    from office.early_support import answers_in_words, of_case, support_as_json

    with as_caller(data, by) as (database, caller):
        caller.check_personal(case)
        with database.read() as session:
            found = of_case(session, case, today())
    if as_json:
        typer.echo(json.dumps(support_as_json(found, case), indent=2, ensure_ascii=False))
        return
    typer.echo(f"{found.status} ({found.label})" if found.records else "No early support is recorded.")
    for one in found.records:
        early = " (early)" if one.record in found.early else ""
        said = "; ".join(f"{asks}: {answer}" for asks, answer in answers_in_words(one.record))
        typer.echo(f"{one.record.on}  {KINDS[one.record.kind].title}{early}: {said}")


def _due(by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """List the re-screens that local policy asks for in the next 7 days or before."""
    from office.early_support import due_rescreens

    with as_caller(data, by) as (database, caller):
        caller.check(Right.OPEN_CASE)
        with database.read() as session:
            found = due_rescreens(session, caller.person, today())
        if found:
            caller.gate.note(caller.person, Right.OPEN_CASE, None, f"names of re-screens due: {len(found)}")
    rows = [
        {"child": one.child.name, "setting": one.urn, "colour": one.colour, "due_on": one.due_on.isoformat(), "case": one.case_id}
        for one in found
    ]  # fmt: skip
    if as_json:
        typer.echo(json.dumps({"due": rows}, indent=2, ensure_ascii=False))
        return
    for one in rows:
        typer.echo(
            "  ".join(
                str(value) for value in (one["due_on"], one["setting"], one["child"], one["case"]) if value
            )
        )
    if not rows:
        typer.echo("No re-screen is due.")


def _report(
    as_at: Annotated[
        str | None, typer.Option("--as-at", metavar="DATE", help="As known on this day.")
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Count the screened children by setting and school year. Numbers below 5 and their complements are hidden."""
    from office.early_support import report_as_json

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_CASELOAD)
        with database.read() as session:
            told = report_as_json(session, day(as_at) if as_at else today())
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    _print(told)


def _print(told: dict[str, Any]) -> None:
    """Print the report as a table. A hidden number is a dash."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from casework.early_support.cohort import PARTS
    from casework.small_numbers.suppression import SMALLEST_SHOWN

    table = Table(
        box=None, pad_edge=False, title=f"As at {told['as_at']} ({told['policy']})", title_justify="left"
    )
    for column in ("Setting", "School year", "Screened"):
        table.add_column(column, no_wrap=column != "Setting")
    for heading, _ in PARTS.values():
        table.add_column(heading)
    for row in told["rows"]:
        parts = [
            ", ".join(
                f"{name.replace('_', ' ')} {HIDDEN if count is None else count}"
                for name, count in row[part].items()
            )
            for part in PARTS
        ]
        table.add_row(escape(str(row["name"])), row["school_year"], str(row["screened"]), *parts)
    console = Console()
    console.print(table)
    if told["rows_left_out"]:
        console.print(
            f"{told['rows_left_out']} rows with fewer than {SMALLEST_SHOWN} children are left out.",
            highlight=False,
        )
