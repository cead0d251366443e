"""Links, paths, commands and labels that the pages name are there."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

from casework.case.acts import CATALOGUE
from casework.processes.registry import GROUPS
from docs.generator.commands import commands
from docs.generator.pages import MADE
from tests.running import ROOT

TOLD = subprocess.run(
    ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout
PAGES = [page for page in TOLD.splitlines() if (ROOT / page).exists()]
TOUR = ["README.md", "CONTRIBUTING.md", "docs/try/index.md", "docs/operate/operations.md", "docs/operate/access.md", "docs/reference/api.md", "deploy/README.md"]  # fmt: skip
"""The pages with commands to type in."""
GUIDE = sorted(page for page in PAGES if page.startswith("docs/guide/"))
TOP = ("activities", "bench", "casework", "deploy", "docs", "engine", "office", "records", "samples", "starter", "statute", "tests", "workflows")  # fmt: skip
NOT_COMMITTED = ("starter/console/static/govuk", "deploy/compose/.env", "deploy/compose/program.env")
"""Paths that a page names and that no commit holds."""
COMMANDS = dict(commands())


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_a_link_leads_to_a_file(page: str) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        path = target.partition("#")[0]
        if not path or re.match(r"[a-z]+:", path):
            continue
        found = os.path.normpath(PurePosixPath(page).parent / path)
        assert (ROOT / found).exists() or found.removeprefix("docs/") in MADE, target


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("docs/")])
def test_a_path_that_a_page_names_is_there(page: str) -> None:
    named = re.findall(rf"`((?:{'|'.join(TOP)})/[A-Za-z0-9_./-]*)`", text_of(page))
    gone = [
        path
        for path in named
        if not (ROOT / path).exists() and path not in NOT_COMMITTED and "DATE" not in path
    ]
    assert gone == []


def typed(page: str) -> Iterator[str]:
    """The commands that a page says to type in, each as one line."""
    text = text_of(page).replace("\\\n", " ")
    yield from re.findall(r"^ {4,}(?:\$ )?(ehcp .+)$", text, re.MULTILINE)


@pytest.mark.parametrize(("page", "line"), [(page, line) for page in TOUR for line in typed(page)])
def test_a_command_that_a_page_says_to_type_in_is_known_with_its_options(page: str, line: str) -> None:
    line = re.split(r"\s+#|\s+&|\s{3,}|[;<|]", line)[0]
    words = line.split()
    known = next(
        (" ".join(words[:end]) for end in (3, 2) if " ".join(words[:end]) in COMMANDS),
        None,
    )
    assert known is not None, line
    options = {option for each in COMMANDS[known].params for option in (*each.opts, *each.secondary_opts)}
    assert set(re.findall(r"(?<!\S)--[a-z-]+", line)) <= options | {"--help"}


@cache
def labels() -> str:
    """Everything that a page of the console can show."""
    files = [*(ROOT / "starter/console").rglob("*.py"), *(ROOT / "starter/console").rglob("*.html")]
    files += [*(ROOT / "casework/processes").rglob("*.py"), *(ROOT / "casework/disputes").rglob("*.py")]
    files += (ROOT / "casework/processes").rglob("*.yaml")
    text = "\n".join(path.read_text(encoding="utf-8") for path in files if "frontend" not in path.parts)
    titles = [each.title for each in CATALOGUE.values()] + [group.title for group in GROUPS]
    return "\n".join((text, *titles))


@pytest.mark.parametrize("page", GUIDE)
def test_a_label_in_the_guides_is_on_a_page_of_the_console(page: str) -> None:
    named = re.findall(r"\*\*(.+?)\*\*", text_of(page))
    assert [label for label in named if label not in labels()] == []


def test_every_picture_that_is_kept_is_shown() -> None:
    shown = {
        Path(target).name
        for page in PAGES
        for target in re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)", text_of(page))
    }
    assert shown <= {path.name for path in (ROOT / "docs/screens").glob("*.png")}
