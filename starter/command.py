"""The `ehcp` command, put together from the ways in: one file for each group of commands, which adds its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import typer

from engine.errors import EngineError
from starter.cli import (
    access,
    cases,
    children,
    law,
    letters,
    papers,
    parties,
    processes,
    retention,
    services,
    settings,
    token,
    up,
    webhook,
)
from starter.operations import backup, key, keys, setup, versions
from starter.operations import workflows as operations
from starter.simulate import command as simulate
from starter.terminal.errors import BadUsage, Refused

__all__ = ["app", "main"]

app = typer.Typer(
    name="ehcp",
    help="Education, Health and Care Plans: every statutory limit a timer, every date explained.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
for commands in (
    up,
    cases,
    children,
    parties,
    letters,
    processes,
    papers,
    services,
    settings,
    law,
    simulate,
    access,
    key,
    token,
    webhook,
    operations,
    setup,
    keys,
    versions,
    retention,
    backup,
):
    commands.register(app)


@app.callback(invoke_without_command=True)
def _bare(context: typer.Context) -> None:
    """Every statutory limit a timer, every date explained."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command: exit 0 on success, 1 on a refusal, 2 on bad usage, with one sentence on stderr.

    The process ends without unwinding the interpreter: a thread of Temporal's core that answers just then would find
    it half gone and abort the process after all was done and said.
    """
    code = run(list(sys.argv[1:] if arguments is None else arguments))
    if (tracing := sys.modules.get("engine.tracing")) is not None:
        tracing.flush()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(code)


def run(arguments: list[str]) -> int:
    """Run the command and return its exit code."""
    try:
        app(arguments, standalone_mode=False, prog_name="ehcp")
    except Refused as refusal:
        return _say(str(refusal), 1)
    except EngineError as unusable:
        return _say(str(unusable), 1)
    except BadUsage as misuse:
        return _say(str(misuse), 2)
    except typer.Exit as finished:
        return finished.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return _say("Stopped.", 1)
    except typer.TyperException as misuse:
        return _say(f"{str(misuse).rstrip('.')}. See `ehcp --help`.".strip(), 2)
    return 0


def _say(sentence: str, code: int) -> int:
    typer.echo(sentence, err=True)
    return code
