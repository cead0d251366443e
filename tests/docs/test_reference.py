"""The reference holds every command, act, letter, setting and metric, with words for each."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator

import pytest

from casework.case.actions import Action
from casework.case.acts import CATALOGUE
from casework.letters.letter_templates import kinds, must_contain
from casework.processes.registry import PROCESSES
from docs.generator import acts, api_operations, letters, metrics
from docs.generator import commands as commands_page
from tests.running import ROOT

COMMANDS = dict(commands_page.commands())
ACTS = {
    **{f"case {name}": action for name, action in CATALOGUE.items()},
    **{f"{each.kind} {name}": action for each in PROCESSES for name, action in each.acts.items()},
}
SETTINGS = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
PROGRAM = ("activities", "casework", "deploy", "ehcp", "engine", "office", "records", "starter", "statute", "tests", "worker.py", "workflows")  # fmt: skip
"""Where a setting is read or set."""
WATCHED = ("deploy/observability", "deploy/README.md", "deploy/runbooks")


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_says_what_it_does_and_what_each_option_is(words: str) -> None:
    command = COMMANDS[words]
    assert (command.help or "").strip(), words
    rows = dict(commands_page.parameters(command))
    assert all(rows.values()), [name for name, about in rows.items() if not about]


def test_the_page_of_commands_has_each_of_them() -> None:
    headed = re.findall(r"^## `(.+)`$", commands_page.page(), re.MULTILINE)
    assert headed == list(COMMANDS)
    assert len(headed) == len(set(headed))


@pytest.mark.parametrize("named", ACTS)
def test_every_act_has_a_title_and_words(named: str) -> None:
    action: Action = ACTS[named]
    assert action.title
    assert action.said


def test_the_page_of_acts_has_each_of_them_with_its_fields() -> None:
    page = acts.page()
    for action in ACTS.values():
        assert f"`{action.name}`" in page
        assert all(f"`{each.name}`" in page for each in action.fields), action.name


def test_the_page_of_letters_has_each_kind_with_what_it_must_contain() -> None:
    parts = re.split(r"^## ", letters.page(), flags=re.MULTILINE)[1:]
    assert len(parts) == len(kinds())
    for kind in kinds():
        (part,) = (each for each in parts if f"`{kind}`" in each)
        assert part.count("\n- ") == len(must_contain(kind)) > 0


def test_the_page_of_operations_has_each_of_them() -> None:
    page = api_operations.page()
    found = api_operations.operations()
    assert found
    assert all(f"`{method} {path}`" in page for method, path, _ in found)


def _settings() -> Iterator[str]:
    listed = ["git", "grep", "--no-index", "-hoIE", r"\bEHCP_[A-Z][A-Z0-9_]*[A-Z0-9]\b", "--", *PROGRAM]
    told = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    yield from told.stdout.split()


def test_every_setting_has_a_row_and_every_row_is_a_setting() -> None:
    rows = set(
        re.findall(r"`(EHCP_[A-Z0-9_]+)`", "\n".join(re.findall(r"^\| (.+?) \|", SETTINGS, re.MULTILINE)))
    )
    assert rows == set(_settings())


def test_every_metric_has_words() -> None:
    page = metrics.page()
    found = metrics.metrics()
    assert all(each.documentation for each in found.values())
    assert all(f"`{name}`" in page for name in found)


def test_the_page_of_metrics_has_each_that_an_alert_or_a_dashboard_names() -> None:
    known = set(metrics.metrics())
    listed = ["git", "grep", "-hoIE", r"\behcp_[a-z_]+", "--", *WATCHED]
    told = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    named = {re.sub(r"_(bucket|sum|count)$", "", each) for each in told.stdout.split()}
    assert named - known == set()
