"""`ehcp key`: the file of the keys that encrypt what Temporal stores, for those who do not use the embedded default."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from starter.terminal.errors import Refused


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("key")(_key)


def _key(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Where to put it; EHCP_KEY_FILE names it to the programs.")
    ],
) -> None:
    """Make a key file. An existing one is never replaced: what was encrypted with it could not be read again."""
    from engine.errors import EngineError
    from engine.keys import key_ring

    if file.exists():
        raise Refused(f"{file} exists already; keep it, or give another name.")
    try:
        ring = key_ring(file)
    except EngineError as error:
        raise Refused(str(error)) from None
    typer.echo(
        f"Made {file} with the key {ring.active}. Keep a copy where the backups of the database are not."
    )
