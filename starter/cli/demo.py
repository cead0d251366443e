"""`ehcp demo`: a seeded caseload of invented years, to show and to measure what is built on cases."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Annotated

import typer

from starter.terminal.data_folder import AsJson, By, DataFolder, ask_for, in_office, today

if TYPE_CHECKING:
    from office.demo.loading import Loaded
    from office.office import Office

_MOST_YEARS = 5


def register(app: typer.Typer) -> None:
    """Add the commands."""
    demo = typer.Typer(help="A caseload of invented years, for demonstrations.", no_args_is_help=True)
    demo.callback()(_group)
    demo.command("load")(_load)
    app.add_typer(demo, name="demo")


def _group() -> None:
    """A caseload of invented years, for demonstrations."""


def _load(
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="The same seed gives the same caseload.")
    ] = 1,
    years: Annotated[
        int, typer.Option("--years", metavar="N", min=1, max=_MOST_YEARS, help="How many years, up to today.")
    ] = 2,
    size: Annotated[
        int,
        typer.Option("--size", metavar="REQUESTS", min=1, help="How many requests came in the last year."),
    ] = 1500,
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Load a caseload into the data folder of an invented authority. A second load goes on where the first stopped.

    No one is written to for the past. Each open case goes on as a live case.
    """
    from casework.access.permissions import Right
    from engine.configuration import load as settings_of

    ask_for(data, by, Right.ADMINISTER)
    folder = settings_of(data).data

    async def work(office: Office) -> Loaded:
        from rich.console import Console
        from rich.progress import Progress

        from office.demo.caseload import Wanted
        from office.demo.loading import load

        with Progress(console=Console(stderr=True), transient=True, disable=as_json) as shown:
            task = shown.add_task("Loading the demo caseload", total=None)
            wanted = Wanted(seed, years, size, today())

            def note(done: int, total: int) -> None:
                shown.update(task, completed=done, total=total)

            return await load(office, folder, wanted, note, processes=os.cpu_count() or 1)

    loaded = in_office(data, work)
    if as_json:
        typer.echo(json.dumps(loaded.as_json()))
        return
    wanted = loaded.wanted
    typer.echo(
        f"{loaded.cases} invented cases from {wanted.begins_on} to {wanted.until}: {loaded.new} loaded now, "
        f"{loaded.open} open, {loaded.listed} of them listed to a coming sitting."
    )
