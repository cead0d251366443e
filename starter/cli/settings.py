"""`ehcp settings` and `ehcp list`: the directory of schools and colleges, and the advisory lists made from it."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from casework.access.permissions import Right
from casework.settings.register_difference import Difference
from starter.terminal.data_folder import (
    AsJson,
    By,
    Case,
    DataFolder,
    actor,
    as_caller,
    ask_for,
    records,
)
from starter.terminal.errors import BadUsage, Refused
from starter.terminal.files import read_text
from statute.school_closures import Closure

_MOST_SAID = 20
TakeGoodRows = Annotated[
    bool, typer.Option("--take-good-rows", help="Leave bad rows out and load the others.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    settings = typer.Typer(help="The directory of schools and colleges.", no_args_is_help=True)
    settings.command("load")(_load)
    app.add_typer(settings, name="settings")
    closures = typer.Typer(help="When schools are closed.", no_args_is_help=True)
    closures.command("load")(_load_closures)
    closures.command("propose")(_propose)
    app.add_typer(closures, name="closures")
    lists = typer.Typer(help="Advisory tailored lists.", no_args_is_help=True)
    lists.command("make")(_make)
    lists.command("show")(_show)
    app.add_typer(lists, name="list")


def _load(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="An extract of the national register.")],
    as_at: Annotated[
        str | None,
        typer.Option("--as-at", metavar="DATE", help="The day of the extract, if its name has none."),
    ] = None,
    take_good_rows: TakeGoodRows = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what the extract would change, and change nothing.")
    ] = False,
    confirm_removals: Annotated[
        bool,
        typer.Option(
            "--confirm-removals", help="Load it although more than a tenth of the settings are removed."
        ),
    ] = False,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Replace the directory with an extract, after showing what changes. Bad rows stop it, unless --take-good-rows."""
    from office.refusals import ActRefused
    from office.register_load import difference_to, load_extract
    from office.settings_register import BadRegister, read_register

    ask_for(data, by, Right.ADMINISTER)
    day = _extract_day(file, as_at)
    try:
        read = read_register(file)
    except BadRegister as error:
        raise BadUsage(str(error)) from None
    _whole_or_good_rows(file, read.faults, len(read.settings), take_good_rows)
    with records(data) as database:
        found = difference_to(database, read.settings)
        if not as_json:
            _show_difference(found, read.left_out)
        if not dry_run:
            confirmed = confirm_removals or (found.must_be_confirmed and _confirmed(found, as_json))
            try:
                found = load_extract(database, read.settings, day, actor(by), confirmed=confirmed)
            except ActRefused as error:
                raise Refused(f"{error} To confirm it, add --confirm-removals.") from None
    told = {
        "settings": len(read.settings),
        "bad_rows": len(read.faults),
        "left_out": dict(read.left_out),
        "added": found.added,
        "changed": found.changed,
        "removed": len(found.removed),
        "loaded": not dry_run,
        "as_at": day.isoformat() if day else None,
    }
    if as_json:
        typer.echo(json.dumps(told))
        return
    left = f", {len(read.faults)} bad rows left out" if read.faults else ""
    done = "read; nothing was changed" if dry_run else "loaded"
    typer.echo(f"{len(read.settings)} settings {done}{left}{f', as at {day.isoformat()}' if day else ''}.")


def _show_difference(found: Difference, left_out: Mapping[str, int]) -> None:
    """Print what an extract changes, and what it leaves out by rule."""
    for reason, count in left_out.items():
        typer.echo(f"Left out: {count} {reason}.")
    typer.echo(found.sentence)
    for setting in found.removed[:_MOST_SAID]:
        typer.echo(f"  removed: {setting.urn} {setting.name}")
    if len(found.removed) > _MOST_SAID:
        typer.echo(f"  and {len(found.removed) - _MOST_SAID} more.")


def _confirmed(found: Difference, as_json: bool) -> bool:
    """Ask the person at the terminal to confirm that many settings are removed. Without a terminal, no one confirms."""
    if as_json or not sys.stdin.isatty():
        return False
    return typer.confirm(f"Remove {len(found.removed)} of {found.before} settings?")


def _whole_or_good_rows(file: Path, faults: Sequence[str], good: int, take_good_rows: bool) -> None:
    """Print the faults of a file, and stop unless it has good rows and the person chose to take them. Raises BadUsage."""
    for fault in faults[:_MOST_SAID]:
        typer.echo(fault, err=True)
    if len(faults) > _MOST_SAID:
        typer.echo(f"And {len(faults) - _MOST_SAID} more.", err=True)
    if not good:
        raise BadUsage(f"{file} has no row that can be taken; nothing was changed.")
    if faults and not take_good_rows:
        raise BadUsage(
            f"{len(faults)} rows of {file} are bad; nothing was taken. Mend them, or take the other {good} with "
            "--take-good-rows."
        )


def _load_closures(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.csv|FILE.ics", help="authority, setting or *, first_closed_day, reopens_on."
        ),
    ],
    authority: Annotated[
        str | None, typer.Option("--authority", metavar="NAME", help="Whose calendar an .ics file is.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="EVENT", help="Take only this event of an .ics file; may be repeated."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what the file says, and change nothing.")
    ] = False,
    take_good_rows: TakeGoodRows = False,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Replace the closures of each authority in a file. Terms, meetings and cancelled events are left out."""
    from office.closure_files import closures_from_csv, closures_from_ics
    from records.school_closures import replace_closures

    ask_for(data, by, Right.ADMINISTER)
    text = read_text(file)
    calendar = file.suffix.lower() == ".ics"
    if calendar and authority is None:
        raise BadUsage("A calendar does not say whose it is; add --authority NAME.")
    if only and not calendar:
        raise BadUsage("--only chooses events of an .ics file; leave it out.")
    read = closures_from_ics(text, authority or "", only=only or ()) if calendar else closures_from_csv(text)
    named = {name.casefold() for name in read.names()}
    if unknown := [name for name in only or () if name.strip().casefold() not in named]:
        raise BadUsage(f"{file} has no event called {unknown[0]!r}; --dry-run shows its events.")
    faults = [f"Line {bad.line}: {bad.problem}" for bad in read.bad_rows]
    left_out = [f"Line {one.line}: {one.name or 'An event'} is left out. {one.why}" for one in read.left_out]
    if not as_json:
        for said in left_out:
            typer.echo(said)
    if dry_run:
        _show_closures(read.closures, faults, left_out, as_json)
        return
    _whole_or_good_rows(file, faults, len(read.closures), take_good_rows)
    with records(data) as database, database.write() as session:
        loaded = replace_closures(session, read.closures, actor(by), datetime.now(UTC))
    if as_json:
        typer.echo(json.dumps({"closures": loaded, "bad_rows": len(faults), "left_out": len(left_out)}))
    else:
        typer.echo(f"{loaded} closures loaded{f', {len(faults)} bad rows left out' if faults else ''}.")


def _show_closures(
    closures: Sequence[Closure], faults: Sequence[str], left_out: Sequence[str], as_json: bool
) -> None:
    """Print what a file of closures says."""
    if as_json:
        found = [
            {
                "authority": one.authority,
                "setting": one.setting,
                "first_closed_day": one.first_closed_day.isoformat(),
                "reopens_on": one.reopens_on.isoformat(),
                "name": one.name,
            }
            for one in closures
        ]
        typer.echo(
            json.dumps({"read": found, "bad_rows": list(faults), "left_out": list(left_out)}, indent=2)
        )
        return
    for fault in faults:
        typer.echo(fault, err=True)
    for one in closures:
        typer.echo(
            f"{one.first_closed_day} to {one.reopens_on}  {one.authority}  {one.setting}  {one.name}".rstrip()
        )
    typer.echo(f"{len(closures)} closures read; nothing was changed.")


def _propose(
    case: Case,
    authority: Annotated[str, typer.Option("--authority", metavar="NAME", help="Whose schools were closed.")],
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """The exceptions that closures would be grounds for; each still needs its reason, evidence and approval."""
    from office.school_closures import proposals

    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_CASE, case)
        found = proposals(database, case, authority)
    if as_json:
        typer.echo(json.dumps({"case": case, "proposed": found}, indent=2))
        return
    for one in found:
        said = " ".join(f"--set {name}={value}" for name, value in one.items() if value)
        typer.echo(
            f"ehcp act {case} exception_claimed --on today {said} --set because=... --set evidence=... --set approved_by=... --set family_told_on=..."
        )
    if not found:
        typer.echo("No closure is a ground here.")


def _extract_day(file: Path, written: str | None) -> date | None:
    """The day of an extract: as given, else as the name of its file says. Raises BadUsage."""
    from office.refusals import ActRefused
    from office.register_load import day_of_extract, extract_day

    try:
        return extract_day(file.name) if written is None else day_of_extract(written)
    except ActRefused as error:
        raise BadUsage(str(error)) from None


def _make(
    case: Case,
    needs: Annotated[
        list[str], typer.Option("--need", metavar="CODE", help="A kind of need, the main one first.")
    ],
    origin: Annotated[
        str, typer.Option("--from", metavar="URN|E,N", help="From where: a setting, or EASTING,NORTHING.")
    ],
    age: Annotated[
        int | None,
        typer.Option(
            "--age", metavar="YEARS", min=0, max=25, help="If no birth is recorded, or for a coming move."
        ),
    ] = None,
    phase: Annotated[
        str | None,
        typer.Option(
            "--phase", metavar="PHASE", help="nursery, primary, secondary or post_16; else as the age says."
        ),
    ] = None,
    miles: Annotated[float, typer.Option("--miles", help="How far, in a straight line.")] = 10.0,
    most: Annotated[int, typer.Option("--most", min=1, max=50, help="How many settings at most.")] = 12,
    asked_for: Annotated[
        list[str] | None,
        typer.Option("--ask", metavar="URN|NAME", help="A setting that the family asks for."),
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Make a list for a case and keep it as it is. It advises; it narrows no right."""
    from office.tailored_lists import Wanted, make_list

    wanted = Wanted(tuple(needs), origin, age, miles, most, tuple(asked_for or ()), phase)
    with as_caller(data, by) as (database, caller):
        caller.check(Right.ACT, case)
        told = make_list(database, case, wanted, actor(by))
    _tell(told, as_json)
    if not as_json:
        typer.echo(f"\nSend it with: ehcp act {case} tailored_list_sent --on today --set list={told['list']}")


def _show(
    list_id: Annotated[str, typer.Argument(metavar="LIST", help="The id of the list.")],
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """A list as it was made."""
    from office.tailored_lists import list_as_json

    with as_caller(data, by) as (database, caller):
        told = list_as_json(database, list_id)
        caller.check_personal(told["case"])
    _tell(told, as_json)


def _tell(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    as_at = f", settings as at {told['data_as_at']}" if told["data_as_at"] else ""
    console.print(f"[bold]{told['list']}[/bold] for {told['case']}{as_at}", highlight=False)
    table = Table(box=None, pad_edge=False)
    for column in ("URN", "Setting", "Miles", "Why"):
        table.add_column(column, no_wrap=column in ("URN", "Miles"))
    for entry in told["entries"]:
        cautions = f" [yellow]({escape('; '.join(entry['cautions']))})[/yellow]" if entry["cautions"] else ""
        asked = "" if entry["consulted"] else " [dim](not yet consulted)[/dim]"
        miles = "" if entry["miles"] is None else f"{entry['miles']:.1f}"
        table.add_row(
            entry["urn"] or "",
            escape(entry["name"]) + asked,
            miles,
            escape("; ".join(entry["reasons"])) + cautions,
        )
    console.print(table)
    if told["near_misses"]:
        console.print("\nNot on the list, and why", highlight=False)
        for miss in told["near_misses"]:
            console.print(
                f"  {miss['urn']} {escape(miss['name'])}: {escape(miss['why_not'])}",
                highlight=False,
                soft_wrap=True,
            )
    for more in told.get("others", ()):
        console.print(f"  {more}", highlight=False)
    console.print(f"\n{told['rights']}", highlight=False)
