"""The `ehcp` command, put together from the ways in: one file for each group of commands, which adds its own."""

from __future__ import annotations

import errno
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from importlib import import_module

import typer
from typer.main import get_command

from casework.readable_text import fault_of_text
from engine.end_of_program import end_with
from engine.errors import EngineError
from starter.command_list import known, listed
from starter.terminal.errors import BadUsage, Refused

_BOUNDS = {
    r"Input should be greater than or equal to (\S+)": r"write \1 or more",
    r"Input should be less than or equal to (\S+)": r"write \1 or less",
}
"""How the library says that a number is out of its bounds, and how we say it."""

__all__ = ["COMMANDS", "command", "main", "run"]

_PROCESSES = "starter.cli.processes"
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "starter.cli.up": ("up",),
    "starter.cli.cases": ("open", "act", "show", "cases", "history"),
    "starter.cli.children": ("child", "export-subject"),
    "starter.cli.parties": ("party",),
    "starter.cli.letters": ("letters",),
    _PROCESSES: (),  # the registry of processes names them
    "starter.cli.papers": ("plan", "authority"),
    "starter.cli.policy": ("policy",),
    "starter.cli.documents": ("document", "backdated", "past-work"),
    "starter.cli.caseload_files": ("import", "export"),
    "starter.cli.services": ("services",),
    "starter.cli.forecast": ("forecast",),
    "starter.cli.reforms": ("reforms",),
    "starter.cli.measures": ("measures",),
    "starter.cli.band": ("band",),
    "starter.cli.support": ("support",),
    "starter.cli.standards": ("standards",),
    "starter.cli.published": ("published",),
    "starter.cli.dashboard": ("dashboard",),
    "starter.cli.settings": ("settings", "closures", "list"),
    "starter.cli.rolls": ("roll",),
    "starter.cli.law": ("timeline", "rules"),
    "starter.simulate.command": ("simulate",),
    "starter.cli.access": ("access",),
    "starter.operations.key": ("key",),
    "starter.cli.token": ("token",),
    "starter.cli.webhook": ("webhook",),
    "starter.operations.workflows": ("inspect", "stuck", "retry", "replay", "rebuild", "verify", "held"),
    "starter.operations.setup": ("setup",),
    "starter.operations.keys": ("keys", "codec-server", "codec-token"),
    "starter.operations.versions": ("versions",),
    "starter.cli.retention": ("retention", "erase-key"),
    "starter.operations.backup": ("backup", "restore"),
    "starter.cli.demo": ("demo",),
}
"""The files of commands in the order of the help, each with the names that it adds: a command imports its own file only."""


def command(name: str | None = None) -> typer.Typer:
    """The `ehcp` command with what one of its commands needs; with all of them where the name is None or not known."""
    app = _empty()
    for file in _files_for(name) or COMMANDS:
        import_module(file).register(app)
    return app


def _empty() -> typer.Typer:
    app = typer.Typer(
        name="ehcp",
        help="Education, Health and Care Plans: every statutory limit a timer, every date explained.",
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(_bare)
    return app


@lru_cache(maxsize=128)
def _built(name: str | None) -> Callable[..., object]:
    """Return the command to call. The options are read once: a process of the tests gives many commands."""
    return get_command(command(name)) if _files_for(name) else listed(_empty())


def _files_for(name: str | None) -> list[str]:
    """Return the file that a command needs, its own or that of the processes, or none where no command is named."""
    found = [file for file, names in COMMANDS.items() if name in names]
    return found or ([_PROCESSES] if name in known() else [])


def _bare(context: typer.Context) -> None:
    """Every statutory limit a timer, every date explained."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command: exit 0 on success, 1 on a refusal, 2 on bad usage, with one sentence on stderr."""
    end_with(partial(run, list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """Run the command and return its exit code. A command finds in its context how to run another one."""
    for place, word in enumerate(arguments, start=1):
        if (why := fault_of_text(word)) is not None:
            return _say(f"Word {place} of the command cannot be read: {why[0].lower()}{why[1:]}", 2)
    name = next((word for word in arguments if not word.startswith("-")), None)
    try:
        _built(name)(arguments, standalone_mode=False, prog_name="ehcp", obj=run)
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
        return _say(_misused(misuse), 2)
    except OverflowError:
        return _say("A number or date is out of range; write a smaller one.", 2)
    except Exception as failure:
        if (said := _outage(failure)) is None:
            raise
        return _say(said, 1)
    return 0


def _misused(misuse: typer.TyperException) -> str:
    """Return what is wrong with the words of a command, and the subcommand whose help says how to write it."""
    context: typer.Context | None = getattr(misuse, "ctx", None)
    command_path = context.command_path if context is not None else "ehcp"
    said = misuse.format_message().strip() or "Choose one of the commands"
    for words, plain in _BOUNDS.items():
        said = re.sub(words, plain, said)
    return f"{said if said.endswith(('.', '?')) else f'{said}.'} See `{command_path} --help`."


def _outage(failure: Exception) -> str | None:
    """Return the sentence for records that cannot be used or a full disk, or None for another failure.

    The errors of the records are slow to import, and whoever raised one has imported them.
    """
    if isinstance(failure, OSError):
        full = failure.errno in (errno.ENOSPC, errno.EDQUOT)
        return "The disk is full; make room on it and try again." if full else None
    if "records.errors" in sys.modules:
        from records.errors import AWAY, RecordsError, away

        if isinstance(failure, RecordsError):
            return str(failure)
        if isinstance(failure, AWAY):
            return away(failure)
    return None


def _say(sentence: str, code: int) -> int:
    typer.echo(sentence, err=True)
    return code
