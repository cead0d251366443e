"""`ehcp import` and `ehcp export`: take over a caseload with its past, and give it back in the same form."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import AsJson, By, DataFolder, actor, as_caller, in_office, let_in, today
from starter.terminal.errors import Refused
from starter.terminal.files import read_text
from starter.terminal.progress import progress

if TYPE_CHECKING:
    from casework.takeover.faults import Fault
    from casework.takeover.mapping import FileMapping
    from office.office import Office
    from office.staff import Caller
    from office.take_over import Caseload, Taken

_SHOWN = 50
"""How many cases a dry run lists. With --json it gives all."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import")(_import)
    app.command("export")(_export)


def _import(
    cases: Annotated[
        Path,
        typer.Argument(
            metavar="CASES.csv", help="Open cases with their past: samples/caseload/cases.csv shows the form."
        ),
    ],
    plans: Annotated[
        Path | None,
        typer.Option(
            "--plans", metavar="PLANS.csv", help="Plans in force: samples/caseload/plans.csv shows the form."
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping",
            metavar="MAPPING.yaml",
            help="How the columns and codes of another system become ours: samples/caseload/mapping.yaml shows the form.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check the file and say what it makes. Nothing is written.")
    ] = False,
    second: Annotated[
        bool,
        typer.Option("--second", help="Take over a second open case of a child who has, or may have, one."),
    ] = False,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Take over cases at any stage, and plans in force, with their past. No one is told of the past. The same file again makes nothing twice.

    Every fault is printed with its row and column, and nothing is written while there is one.
    """
    let_in(data, by, lambda caller: caller.check(Right.OPEN_CASE))
    files = {"cases": cases, **({"plans": plans} if plans is not None else {})}
    caseload = _read(files, _mapping(mapping, as_json), second=second)
    _stop_at(caseload.faults, as_json)

    def may_open(caller: Caller) -> None:
        for team in sorted({request.team for request in caseload.requests}):
            caller.check_team(Right.OPEN_CASE, team)

    let_in(data, by, may_open)
    if not second:
        _stop_at(_faults_with_records(caseload, data, by), as_json)
    if dry_run:
        _say_what_it_makes(caseload, data, by, as_json)
        return
    taken = _take_over(caseload, data, by, quiet=as_json)
    if as_json:
        _print({"opened": taken.opened, "already_here": taken.already, "cases": list(taken.case_ids)})
        return
    typer.echo(f"{taken.opened} taken over, {taken.already} already here.")


def _export(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A folder for the files; they hold names.")
    ],
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Write every case and plan in force with its past to a folder, in the form that `ehcp import` reads."""
    from office.give_back import export

    with as_caller(data, by) as (database, caller), progress("Exporting", None, quiet=as_json) as advance:
        exported = export(database, caller, folder, advance)
    if as_json:
        _print({"cases": exported.cases, "plans": exported.plans, "left_out": dict(exported.left_out)})
        return
    typer.echo(f"{exported.cases} cases and {exported.plans} plans in force are in {folder}.")
    for what, count in sorted(exported.left_out.items()):
        typer.echo(f"Not in it: {count} {what}.")


def _mapping(file: Path | None, as_json: bool) -> dict[str, FileMapping]:
    """Return the mapping of each file; its faults end the command."""
    from office.take_over import mapping_in

    if file is None:
        return {}
    found, faults = mapping_in(file.name, read_text(file))
    _stop_at(faults, as_json)
    return found


def _read(files: Mapping[str, Path], mappings: Mapping[str, FileMapping], *, second: bool) -> Caseload:
    from office.caseload_form import mapped, read_table
    from office.take_over import in_one, plans_of, read_cases

    found = []
    for name, file in files.items():
        table = read_table(file.name, read_text(file))
        if name in mappings:
            table = mapped(table, mappings[name])
        found.append((read_cases if name == "cases" else plans_of)(table, today()))
    return in_one(found, datetime.now(UTC), second=second)


def _stop_at(faults: Sequence[Fault], as_json: bool) -> None:
    """Print every fault and end the command. Raises Refused if there is one."""
    if not faults:
        return
    if as_json:
        _print({"faults": [asdict(one) for one in faults]})
    else:
        for one in faults:
            typer.echo(str(one))
    many = "is 1 fault" if len(faults) == 1 else f"are {len(faults)} faults"
    raise Refused(f"There {many}; mend each and start again (nothing was written).")


def _faults_with_records(caseload: Caseload, data: str | None, by: str | None) -> list[Fault]:
    """Return the rows whose child has an open case here."""
    from office.take_over import faults_with_records

    with as_caller(data, by) as (database, caller):

        def may_name(case_id: str) -> bool:
            return caller.may(Right.SEE_CASE, case_id)

        return faults_with_records(database, caseload, actor(by), datetime.now(UTC), may_name)


def _take_over(caseload: Caseload, data: str | None, by: str | None, *, quiet: bool) -> Taken:
    from office.take_over import take_over

    async def work(office: Office) -> Taken:
        with progress("Taking over", len(caseload.requests), quiet=quiet) as advance:
            return await take_over(office, caseload.requests, actor(by), advance)

    return in_office(data, work)


def _say_what_it_makes(caseload: Caseload, data: str | None, by: str | None, as_json: bool) -> None:
    """Print what a take-over makes: the cases by stage, and each with what is due next."""
    from office.take_over import as_json as told_of
    from office.take_over import started

    now = datetime.now(UTC)
    with as_caller(data, by) as (database, _):
        known = started(database, caseload.requests)
    found = []
    with progress("Working out", len(caseload.requests), quiet=as_json) as advance:
        for request in caseload.requests:
            found.append(told_of(request, now, known.get(request.key)))
            advance()
    if as_json:
        _print({"already_here": len(known), "would_be_opened": len(found) - len(known), "cases": found})
        return
    for one in found[:_SHOWN]:
        typer.echo(_line(one))
    if len(found) > _SHOWN:
        typer.echo(f"... and {len(found) - _SHOWN} more.")
    stages = Counter(_stage(one) for one in found if one["case"] is None)
    for stage, count in sorted(stages.items()):
        typer.echo(f"{count:6}  {stage}")
    typer.echo(
        f"{len(found) - len(known)} would be taken over, {len(known)} already here. Nothing was written."
    )


def _line(one: dict[str, Any]) -> str:
    due = (
        f"{one['next_due']} {'was' if one['overdue'] else 'is'} due on {one['next_due_on']}"
        if one["next_due_on"]
        else ""
    )
    here = f"already here as {one['case']}" if one["case"] else due
    return f"{one['reference'] or 'without a reference'}: {_stage(one)}{f'; {here}' if here else ''}"


def _stage(one: dict[str, Any]) -> str:
    return f"{one['stage'].replace('_', ' ')}{', closed' if one['closed'] else ''}"


def _print(document: Any) -> None:
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))
