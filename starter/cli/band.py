"""`ehcp band`: frameworks of bands and tariffs, the band of a case, and its payments. Local policy, not law."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from casework.access.permissions import Right
from starter.cli.band_of_case import (
    First,
    Last,
    answering,
    decide_case,
    end_payments,
    print_json,
    profile_case,
    schedule,
    show,
)
from starter.terminal.data_folder import AsJson, By, DataFolder, Reason, actor, day, today
from starter.terminal.errors import BadUsage
from starter.terminal.files import read_text

File = Annotated[Path | None, typer.Argument(metavar="FILE", help="A framework as YAML or CSV.")]
Shipped = Annotated[
    str | None, typer.Option("--shipped", metavar="NAME", help="An example that the product ships.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    band = typer.Typer(help="Bands and tariffs: local policy, not law.", no_args_is_help=True)
    for name, command in (
        ("load", _load),
        ("show", show),
        ("profile", profile_case),
        ("decide", decide_case),
        ("end", end_payments),
        ("schedule", schedule),
        ("paid", _paid),
        ("simulate", _simulate),
        ("moderate", _moderate),
        ("overrides", _overrides),
        ("off", _off),
    ):
        band.command(name)(command)
    app.add_typer(band, name="band")


def _load(
    file: File = None,
    shipped: Shipped = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what it changes, and change nothing.")
    ] = False,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Load a framework and show what it changes for the decisions that are open. Every fault is told with its line."""
    from office.money import effect_as_json, effect_of, load, read_framework

    text = _text(file, shipped)
    with answering(data, by) as (database, caller):
        caller.check(Right.SET_BANDS)
        if dry_run:
            framework = read_framework(text)
            with database.read() as session:
                effect = effect_of(session, framework, today())
        else:
            effect = load(database, text, actor(by), today())
    told = effect_as_json(effect)
    if as_json:
        print_json(told)
        return
    typer.echo(
        f"{told['framework']} {told['version']} ({told['label']}){'' if told['new'] else ' is loaded already'}."
    )
    for one in told["repriced"]:
        typer.echo(
            f"{one['case']}  band {one['band']}  from {one['from']}: {_pounds(one['before'])} to {_pounds(one['after'])} a year"
        )
    for case in told["without_band"]:
        typer.echo(f"{case}  keeps its amount: the framework does not have its band or type of setting")
    typer.echo(f"Open decisions cost {_pounds(told['difference'])} more in a year.")


def _paid(file: File = None, by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """Load what finance paid, if a CSV file is given, and compare it with what is due."""
    from office.band_reports import compared_as_json, keep_paid, reconciled
    from office.team_scope import team_scope

    text = read_text(file) if file is not None else None
    with answering(data, by) as (database, caller):
        caller.check(Right.SET_BANDS)
        within = team_scope(caller.person)
        if text is not None:
            keep_paid(database, text, within, actor(by))
        with database.read() as session:
            told = [compared_as_json(one) for one in reconciled(session, within)]
    if as_json:
        print_json({"payments": told})
        return
    for one in told:
        typer.echo(
            f"{one['case']}  {one['from']} to {one['to']}: due {one['due']}, paid {one['paid']}, {one['result'].replace('_', ' ')}"
        )


def _simulate(
    file: File = None,
    shipped: Shipped = None,
    cases: Annotated[
        Path | None,
        typer.Option("--cases", metavar="FILE.csv", help="Cases with case, setting_type, band, amount and a level for each category."),
    ] = None,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day whose values are used.")] = "today",
    keep_bands: Annotated[bool, typer.Option("--keep-bands", help="Change only the values.")] = False,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Tell what a framework would cost: total, winners and losers, by type of setting and band. No case is changed."""
    from office.band_reports import banded_cases, cases_in, simulated, simulated_as_json
    from office.money import read_framework
    from office.team_scope import team_scope

    text, rows, when = _text(file, shipped), read_text(cases) if cases else None, day(on)
    with answering(data, by) as (database, caller):
        caller.check(Right.SET_BANDS)
        framework = read_framework(text)
        with database.read() as session:
            of = (
                cases_in(rows) if rows is not None else banded_cases(session, team_scope(caller.person), when)
            )
        told = simulated_as_json(simulated(of, framework, when, keep_bands=keep_bands), framework, when)
    if as_json:
        print_json(told)
        return
    for name, one in (("In all", told["total"]), *told["by_setting_type"].items()):
        typer.echo(
            f"{name}: {one['cases']} cases, {one['before']} to {one['after']} ({one['difference']}); "
            f"{one['winners']} gain {one['gained']}, {one['losers']} lose {one['lost']}"
        )
    if told["left_out"]:
        typer.echo(f"{len(told['left_out'])} cases are in no sum, because the framework cannot band them.")


def _moderate(
    percent: Annotated[
        int, typer.Option("--percent", min=1, max=100, help="The share of the decisions.")
    ] = 10,
    seed: Annotated[str, typer.Option("--seed", help="The same seed draws the same sample.")] = "moderation",
    first: First = None,
    last: Last = None,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Draw a sample for a second person, and tell how far the first and the second band agree."""
    from office.band_reports import moderation, moderation_as_json
    from office.team_scope import team_scope

    days = (day(first) if first else date.min, day(last) if last else today())
    with answering(data, by) as (database, caller):
        caller.check(Right.SET_BANDS)
        with database.read() as session:
            told = moderation_as_json(moderation(session, team_scope(caller.person), percent, seed, days))
    if as_json:
        print_json(told)
        return
    for one in told["sample"]:
        typer.echo(
            f"{one['case']}  {one['framework']} band {one['first']}, second {one['second'] or 'not yet'}"
        )
    agreed = told["agreement"]
    typer.echo(
        f"{agreed['agreed']} of {agreed['of']} agree; kappa {agreed['kappa'] if agreed['kappa'] is not None else 'not known'}."
    )


def _overrides(by: By = None, data: DataFolder = None, as_json: AsJson = False) -> None:
    """List the decisions that differ from the computed band, with their reasons, to refine the framework."""
    from office.band_reports import overrides, refinement_as_json
    from office.team_scope import team_scope

    with answering(data, by) as (database, caller):
        caller.check(Right.SET_BANDS)
        with database.read() as session:
            told = refinement_as_json(overrides(session, team_scope(caller.person)))
    if as_json:
        print_json(told)
        return
    for one in told["overrides"]:
        typer.echo(
            f"{one['case']}  {one['framework']}: {one['computed']} to {one['decided']}. {one['reason']}"
        )


def _off(
    framework: Annotated[str, typer.Argument(metavar="FRAMEWORK", help="Its id.")],
    reason: Reason,
    first: First = None,
    on_again: Annotated[bool, typer.Option("--on-again", help="Take the switch back.")] = False,
    by: By = None,
    data: DataFolder = None,
) -> None:
    """Switch a framework off from a day. What was decided stays; new decisions use what it falls back on."""
    from office.money import switch_off

    if (first is None) != on_again:
        raise BadUsage("Give the day with --from, or take the switch back with --on-again.")
    with answering(data, by) as (database, caller):
        caller.check(Right.SET_BANDS)
        switch_off(database, framework, day(first) if first else None, actor(by), reason)
    typer.echo(f"{framework} is off from {day(first)}." if first else f"{framework} is on again.")


def _text(file: Path | None, shipped: str | None) -> str:
    from office.money import shipped as examples

    if (file is None) == (shipped is None):
        raise BadUsage("Name a file, or an example with --shipped.")
    if shipped is not None:
        if shipped not in examples():
            raise BadUsage(f"{shipped!r} is no example; choose from {', '.join(examples())}.")
        return examples()[shipped]
    assert file is not None
    return read_text(file)


def _pounds(pence: int) -> str:
    from casework.money.pence import plain_pounds

    return plain_pounds(pence)
