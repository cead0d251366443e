"""The law reads no clock, no network and no database; modules that workflows import use only the standard library."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import statute

PACKAGE = Path(statute.__file__).parent
ALLOWED = {"statute", "pydantic", "yaml", "dateutil"}


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("file", sorted(PACKAGE.glob("*.py")), ids=lambda file: file.stem)
def test_the_law_imports_the_standard_library_and_three_others(file: Path) -> None:
    assert imported(file) - sys.stdlib_module_names <= ALLOWED


@pytest.mark.parametrize("file", sorted(PACKAGE.glob("*.py")), ids=lambda file: file.stem)
def test_the_law_asks_no_clock(file: Path) -> None:
    called = {
        node.func.attr
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not called & {"now", "today", "utcnow", "time", "perf_counter", "getenv"}


@pytest.mark.parametrize(
    "module",
    ["statute.facts", "statute.contradictions", "statute.local_time", "statute.words", "statute.errors"],
)
def test_what_a_workflow_imports_is_the_standard_library_and_reads_no_file(module: str) -> None:
    code = f"""
import sys
opened = []
def watch(event, arguments):
    if event in ("open", "socket.connect", "subprocess.Popen"):
        opened.append(str(arguments[0]))
sys.addaudithook(watch)
import {module}
others = [name for name in sys.modules if name.split(".")[0] not in sys.stdlib_module_names]
print(sorted(name for name in others if not name.startswith(("statute", "_", "sitecustomize"))))
print([name for name in opened if not name.endswith((".py", ".pyc"))])
"""
    answer = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, cwd=PACKAGE.parent
    )
    assert answer.stdout.split("\n")[:2] == ["[]", "[]"], answer.stdout + answer.stderr
