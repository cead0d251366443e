"""A stranger finds things by their names: files, folders and tests."""

from __future__ import annotations

import subprocess
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tests.running import ROOT

SAME_NOUN = {
    "bundles.py": "bundles of papers: the use case, their rows, their routes",
    "case.py": "the case: its state, its workflow, its page",
    "school_closures.py": "school closures: their calendars, what is done with them, their rows",
    "children.py": "children: what is done with their records, their rows and tables, the commands and pages",
    "processes.py": "processes: what each floor does with those beside a case",
    "early_support.py": "early support: the use cases, their rows and table, the routes and pages",
    "forecast.py": "the forecast of open cases: what it is, the use case, the command, the routes and pages",
    "early_warnings.py": "early warnings: the use case, their rows and table, the routes and pages",
    "errors.py": "what can go wrong on a floor, or on a way in",
    "letters.py": "letters: how they are bound, what an officer does with them, the commands",
    "measures.py": "measures: the counts for the metrics, the use case, the commands, routes and pages",
    "nightly.py": "the work of each night: the workflow, the activity and its schedule, the steps",
    "papers.py": "papers: what is done with them, their tables, their routes and commands",
    "parties.py": "parties: what they are, what is done with them, their rows, the commands",
    "reforms.py": "reforms: which there are, whether one is on, the command",
    "recording.py": "recording: what a transition writes down, the activity that does, the routes that record an act",
    "retention.py": "retention: the rule, the use case, the rows, the commands",
    "settings.py": "settings, that is schools and colleges: what one is, their rows, the commands",
    "standards.py": "catalogues of standards: their rows and table, the commands, the routes, the page",
    "team_calendar.py": "the calendar of a team: its rows, what is on it, the page",
    "tray.py": "the tray: whose turn it is, the stored rows, the page",
    "webhooks.py": "webhooks: the use case, their rows, their routes",
}
"""File names that stand on more than two floors, because each file is about the same thing."""

WORDS = (
    "obligation",
    "quorum",
    "deemed certificate",
    "hearing",
    "recall window",
    "tailored list",
    "retention",
    "break-glass",
    "amendment notice",
    "breach alert",
    "school closure",
    "exception ground",
    "codec",
)
"""Words of the field that lead to a file or folder."""

WITHOUT_A_PACKAGE = {
    "tests/cluster": "a program of its own: what a real cluster loses while officers work",
    "tests/histories": "recorded histories, replayed for ever",
    "tests/proofs": "what holds of the whole: nothing lost, nothing sent twice, nothing personal in Temporal",
    "tests/starter/console/browser": "the console in a real browser",
    "tests/worker": "worker.py",
}
"""Folders of tests that mirror no package."""


@cache
def _floors() -> tuple[str, ...]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return tuple(name for name in settings["tool"]["importlinter"]["root_packages"] if name != "ehcp")


@cache
def _files(*under: str) -> tuple[Path, ...]:
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *under]
    told = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(Path(line) for line in told.splitlines() if (ROOT / line).exists())


def _modules() -> list[Path]:
    return [path for path in _files(*_floors()) if path.suffix == ".py" and not path.name.startswith("__")]


def test_a_file_name_on_more_than_two_floors_is_one_noun() -> None:
    floors = defaultdict[str, set[str]](set)
    for path in _modules():
        floors[path.name].add(path.parts[0])
    assert {name for name, found in floors.items() if len(found) > 2} == set(SAME_NOUN)


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_the_field_leads_to_a_file_or_folder(word: str) -> None:
    name = word.lower().replace(" ", "_").replace("-", "_")
    texts = [path for path in _files("casework") if path.name.endswith(".md.jinja")]
    named = {part for path in (*_modules(), *texts) for part in (*path.parts[:-1], path.name.split(".")[0])}
    assert named & {name, f"{name}s"}, f"nothing is called {name}"


def test_the_tests_mirror_the_packages() -> None:
    folders = {str(path.parent) for path in _files("tests") if path.name.startswith("test_")} - {"tests"}
    without = {folder for folder in folders if not (ROOT / folder.removeprefix("tests/")).is_dir()}
    assert without <= set(WITHOUT_A_PACKAGE), without - set(WITHOUT_A_PACKAGE)
