"""`ehcp roll`: the pupils on the roll of a school."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from casework.access.permissions import Right
from starter.terminal.data_folder import AsJson, By, DataFolder, ask_for, records, today
from starter.terminal.errors import BadUsage, Refused


def register(app: typer.Typer) -> None:
    """Add the commands."""
    roll = typer.Typer(help="The pupils on the roll of a school.", no_args_is_help=True)
    roll.command("load")(_load)
    app.add_typer(roll, name="roll")


def _load(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="The roll, from the school's information system.")
    ],
    setting: Annotated[str, typer.Option("--setting", metavar="URN", help="The number of the school.")],
    by: By = None,
    data: DataFolder = None,
    as_json: AsJson = False,
) -> None:
    """Replace the pupils of a school with those of its file. A bad row stops it."""
    from office.refusals import ActRefused
    from office.roll_file import load_roll, roll_in

    ask_for(data, by, Right.ADMINISTER)
    urn = setting.strip().removeprefix("urn-")
    if not (urn.isascii() and urn.isdigit()):
        raise BadUsage(f"{setting!r} is not the number of a school; give its 6 digits.")
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise BadUsage(f"{file} cannot be read: {(error.strerror or 'no reason given').lower()}.") from None
    try:
        with records(data) as database:
            count = load_roll(database, urn, roll_in(raw, today()))
    except ActRefused as error:
        raise Refused(f"{str(error).rstrip('.')}.") from None
    if as_json:
        typer.echo(json.dumps({"setting": urn, "pupils": count}))
        return
    typer.echo(f"{count} {'pupil' if count == 1 else 'pupils'} of {urn} loaded.")
