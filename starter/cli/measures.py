"""`ehcp measures`: the measures of the service on a day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import AsJson, By, DataFolder, as_caller, day, today
from starter.terminal.errors import Refused
from statute.words import long_date

if TYPE_CHECKING:
    from office.staff import Caller
    from records.database import Database

_FROM = {
    "now": "Counted now, for",
    "snapshot": "As kept for",
    "ledger": "Counted from what was recorded by the end of",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("measures")(_measures)


def _measures(
    as_at: Annotated[
        str | None, typer.Option("--as-at", metavar="DATE", help="On this day; today by default.")
    ] = None,
    cut: Annotated[
        str | None,
        typer.Option(
            "--cut",
            metavar="CUT",
            help="Cut by team, officer, service, stage, setting, need, age or month. --by with one of these words does the same.",
        ),
    ] = None,
    cases: Annotated[
        Path | None,
        typer.Option(
            "--cases",
            metavar="FILE",
            help="Write one row a case with all its days as CSV, without people's names.",
        ),
    ] = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Print every measure on a day: counted now, from the snapshot of the day, or from what was recorded by its end."""
    from casework.measures.measure import CUTS
    from office.measure_targets import target_of
    from office.measures import as_json as told
    from office.measures import measured, targets_now

    on = day(as_at) if as_at else today()
    if cut is None and by in CUTS:
        cut, by = by, None
    with as_caller(data, by) as (database, caller):
        caller.check(Right.SEE_CASELOAD)
        if cases is not None:
            _write_cases(database, caller, cases, on, as_json=as_json)
            return
        with database.read() as session:
            figures = measured(session, caller.person, on, cut, today())
            targets = targets_now(session)
    if as_json:
        typer.echo(json.dumps(told(figures, targets), indent=2))
        return
    typer.echo(f"{_FROM[figures.how]} {long_date(on)}, under the law {figures.rule_pack}")
    for one in figures.measures:
        key = f"  {one.key or 'not recorded':<24}" if cut else ""
        value = "-" if one.value is None else f"{one.value:g}"
        counted = f"{one.numerator} of {one.denominator}"
        target = target_of(targets, one, cut)
        own = f". {target.words(one.value)}" if target is not None else ""
        typer.echo(f"{value:>8} {one.measure.unit:<8}{key} {one.measure.name} ({counted}){own}")


def _write_cases(database: Database, caller: Caller, file: Path, on: date, *, as_json: bool) -> None:
    from office.measures import export_cases

    try:
        with file.open("w", encoding="utf-8", newline="") as opened:
            number = export_cases(database, caller.gate, caller.person, opened, on, today())
    except OSError as failure:
        raise Refused(
            f"{file} cannot be written: {(failure.strerror or 'no reason given').lower()}."
        ) from None
    if as_json:
        typer.echo(json.dumps({"file": str(file), "cases": number}))
        return
    typer.echo(f"{number} cases were written to {file}.")
