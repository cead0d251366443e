"""The names of all commands and what each is for, kept in a file, so that the help of all needs none of their code.

`python -m starter.command_list` writes the file again after a command or a kind of process is added.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

FILE = Path(__file__).with_suffix(".json")


@cache
def known() -> Mapping[str, str]:
    """Return the names and helps of all commands, as the file has them."""
    kept: Mapping[str, str] = json.loads(FILE.read_text(encoding="utf-8"))
    return kept


def described(app: typer.Typer) -> dict[str, str]:
    """Return the commands of an app, in the order of its help, each with its help."""
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    return {name: one.help or "" for name, one in group.commands.items()}


def listed(app: typer.Typer) -> TyperGroup:
    """Return an app without commands with all commands of the file in it: they can be named and explained, not run."""
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    for name, told in known().items():
        group.add_command(TyperCommand(name, help=told), name)
    return group


if __name__ == "__main__":
    from starter.command import command

    FILE.write_text(json.dumps(described(command()), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
