"""The `ehcp` command: each file adds the commands that the table names, so that one command imports one file."""

from __future__ import annotations

from importlib import import_module

import pytest
import typer

from casework.processes.registry import GROUPS
from starter.command import COMMANDS, command


def names_of(app: typer.Typer) -> set[str]:
    """The names of the commands and groups of an app."""
    return {str(one.name) for one in (*app.registered_commands, *app.registered_groups)}


@pytest.mark.parametrize("file", COMMANDS)
def test_a_file_adds_the_commands_that_the_table_names(file: str) -> None:
    app = typer.Typer()
    import_module(file).register(app)
    assert names_of(app) == set(COMMANDS[file] or (group.command for group in GROUPS))


@pytest.mark.parametrize("name", [None, "no-such-command", GROUPS[0].command])
def test_every_command_is_there_where_the_name_is_in_no_file(name: str | None) -> None:
    every = {each for names in COMMANDS.values() for each in names} | {group.command for group in GROUPS}
    assert names_of(command(name)) == every


def test_a_command_brings_the_others_of_its_file_only() -> None:
    assert names_of(command("backup")) == {"backup", "restore"}
