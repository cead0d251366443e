"""The reference of the `ehcp` command, read from the program."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import typer

from docs.generator.tables import cell, code, table
from starter.command import command as assembled


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its words, such as "ehcp plan save", in the order of `ehcp --help`."""
    yield from _below("ehcp", _assembled())


@cache
def _assembled() -> Any:
    return typer.main.get_command(assembled())


def page() -> str:
    """The page of all commands: what each does, its arguments and its options."""
    parts = [
        "# Commands\n",
        "Every command takes `--help`. It ends with 0 on success, 1 on a refusal and 2 on bad usage. With `--json` it "
        "prints one JSON document and nothing else.\n",
    ]
    for words, command in commands():
        rows = [[code(spelled), cell(about)] for spelled, about in parameters(command)]
        parts.append(f"## `{words}`\n")
        parts.append(f"{cell(command.help or '')}\n")
        if rows:
            parts.append(table(("Argument or option", "What it is"), rows))
    return "\n".join(parts)


def parameters(command: Any) -> Iterator[tuple[str, str]]:
    """The arguments and options of a command, each with what it is."""
    return ((_spelled(each), _about(each)) for each in command.params if not _is_help(each))


def _below(words: str, command: Any) -> Iterator[tuple[str, Any]]:
    if not hasattr(command, "commands"):
        yield words, command
        return
    for name, each in command.commands.items():
        yield from _below(f"{words} {name}", each)


def _is_help(parameter: Any) -> bool:
    return "--help" in parameter.opts


def _spelled(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        name = parameter.metavar or parameter.name.upper()
        return name if parameter.required else f"[{name.strip('[]')}]"
    return ", ".join([*parameter.opts, *parameter.secondary_opts])


def _about(parameter: Any) -> str:
    said = str(parameter.help or _ARGUMENTS.get(parameter.name, ""))
    if said and parameter.required and parameter.param_type_name == "option":
        said = f"{said.rstrip('.')}. Needed."
    return said


_ARGUMENTS = {
    "case": "The case, such as `case-xkj8j57ag3ms`.",
    "process_id": "The sitting, dispute or concern, by its id.",
}
"""What the arguments without a help of their own are."""
