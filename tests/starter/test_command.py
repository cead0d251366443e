"""The `ehcp` command: each file adds the commands that the table names, so that one command imports one file."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import typer

from casework.processes.registry import GROUPS
from starter.command import COMMANDS, command, run
from starter.command_list import described, known
from tests.databases import new_records
from tests.running import ROOT


def names_of(app: typer.Typer) -> set[str]:
    """The names of the commands and groups of an app."""
    return {str(one.name) for one in (*app.registered_commands, *app.registered_groups)}


@pytest.mark.parametrize("file", COMMANDS)
def test_a_file_adds_the_commands_that_the_table_names(file: str) -> None:
    app = typer.Typer()
    import_module(file).register(app)
    assert names_of(app) == set(COMMANDS[file] or (group.command for group in GROUPS))


@pytest.mark.parametrize("name", [None, "no-such-command"])
def test_every_command_is_there_where_the_name_is_in_no_file(name: str | None) -> None:
    every = {each for names in COMMANDS.values() for each in names} | {group.command for group in GROUPS}
    assert names_of(command(name)) == every


def test_the_help_of_all_commands_says_of_each_what_its_own_file_says() -> None:
    """`python -m starter.command_list` writes the file again."""
    assert dict(known()) == described(command())
    assert list(known()) == list(described(command()))


def test_the_help_of_all_commands_imports_no_process_and_no_command() -> None:
    program = """
import sys
from starter.command import run
code = run(["--help"])
slow = [name for name in sys.modules if name.startswith(("casework.processes", "starter.cli", "office", "records"))]
sys.exit(code or ", ".join(slow) or 0)
"""
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (told.returncode, told.stderr) == (0, "")
    assert "dispute" in told.stdout and "Mediations and appeals." in told.stdout


def test_a_command_brings_the_others_of_its_file_only() -> None:
    assert names_of(command("backup")) == {"backup", "restore"}
    assert names_of(command(GROUPS[0].command)) == {group.command for group in GROUPS}


def test_a_list_of_cases_imports_no_part_that_shows_a_whole_case(tmp_path: Path) -> None:
    new_records(tmp_path).close()
    program = f"""
import sys
from starter.command import run
code = run(["cases", "--json", "--data", {str(tmp_path)!r}])
slow = ("office.case_view", "office.papers", "markdown_it", "structlog", "temporalio", "alembic")
sys.exit(code or ", ".join(name for name in slow if name in sys.modules) or 0)
"""
    told = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (told.returncode, told.stderr) == (0, "")
    assert json.loads(told.stdout) == {"cases": []}


@pytest.mark.parametrize(
    "words",
    [
        ["--accept"],
        ["--accept", "--repair", "--by", "ops-1", "--reason", "short"],
        ["--accept", "--repair", "--reason", "The machine burned down."],
    ],
)
def test_accepting_lost_cases_needs_a_repair_a_person_and_a_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert run(["verify", *words, "--data", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("--accept needs --repair, --by with your id and --reason")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["plan", "check"], "Missing argument 'PLAN'. See `ehcp plan check --help`."),
        (["band", "decide", "--no-such"], "See `ehcp band decide --help`."),
        (["standards", "no-such"], "See `ehcp standards --help`."),
        (["plan"], "Choose one of the commands. See `ehcp plan --help`."),
        (["case"], "Did you mean 'cases'? See `ehcp --help`."),
        (["demo", "load", "--size", "0"], "write 1 or more. See `ehcp demo load --help`."),
    ],
)
def test_a_wrong_word_leads_to_the_help_of_its_subcommand(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert run(words) == 2
    told = capsys.readouterr().err.strip()
    assert told.endswith(said) and "\n" not in told
