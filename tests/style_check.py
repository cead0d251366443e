"""Check how the project is written: words that native readers stumble over, and files and functions that hide too much.

`make check` runs it; it prints a line for each fault and exits with 1 where there is one. Exceptions stand with their
reasons in style_exceptions.toml beside this file.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
EXCEPTIONS = Path(__file__).with_name("style_exceptions.toml")
WORDS = re.compile(
    r"(?<![\"'.\[_])\b(nobody|somebody|anybody|whom|whomever|whence|whither|thence|anew|alone|lacks(?! capacity)|says so|of before)\b(?![\"'\](=:])",
    re.IGNORECASE,
)
READ = frozenset({".py", ".md", ".jinja", ".yaml", ".yml", ".toml", ".typ", ".js", ".css"})
MOST_LINES_OF_A_FUNCTION = 60
MOST_LINES_OF_A_FILE = 400
MOST_PARAMETERS = 7


class Fault(NamedTuple):
    """A fault: the file, the line, which rule, and a sentence."""

    file: str
    line: int
    rule: str
    said: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.said}"


def tracked() -> list[str]:
    """The text files of the project, as paths from its root."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [file for file in told.splitlines() if Path(file).suffix in READ and (ROOT / file).is_file()]


def faults_of(file: str, text: str) -> Iterator[Fault]:
    """The faults of one file, before exceptions."""
    for number, line in enumerate((file.replace("_", "-"), *text.splitlines())):
        for found in WORDS.finditer(line):
            word = found.group(1).lower()
            yield Fault(file, max(number, 1), word, f"'{word}' makes a native reader stop; say it plainly.")
    if file.endswith(".py"):
        yield from _sizes(file, text)


def _sizes(file: str, text: str) -> Iterator[Fault]:
    if (lines := len(text.splitlines())) > MOST_LINES_OF_A_FILE:
        yield Fault(file, 1, "file", f"The file has {lines} lines, more than {MOST_LINES_OF_A_FILE}.")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _sizes_of_function(file, node)


def _sizes_of_function(file: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Fault]:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if lines > MOST_LINES_OF_A_FUNCTION:
        said = f"{node.name} has {lines} lines, more than {MOST_LINES_OF_A_FUNCTION}."
        yield Fault(file, node.lineno, f"{node.name}:lines", said)
    given = node.args
    names = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    if (count := len([name for name in names if name not in ("self", "cls")])) > MOST_PARAMETERS:
        said = f"{node.name} takes {count} parameters, more than {MOST_PARAMETERS}."
        yield Fault(file, node.lineno, f"{node.name}:parameters", said)


class Exceptions:
    """The reasoned exceptions, and which of them were used."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self._rows = rows
        self._used: set[int] = set()

    def excuses(self, fault: Fault) -> bool:
        """Whether an exception names the file and the rule of a fault."""
        used = {
            place
            for place, row in enumerate(self._rows)
            if fnmatch(fault.file, row["file"]) and fnmatch(fault.rule, row["rule"])
        }
        self._used |= used
        return bool(used)

    def unused(self) -> list[str]:
        """The exceptions that excuse nothing any more."""
        rows = (row for place, row in enumerate(self._rows) if place not in self._used)
        return [f"The exception for {row['rule']} in {row['file']} is not needed; delete it." for row in rows]


def main() -> int:
    """Print every fault; 1 where there is one."""
    exceptions = Exceptions(tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))["exception"])
    found = [
        str(fault)
        for file in tracked()
        for fault in faults_of(file, (ROOT / file).read_text(encoding="utf-8"))
        if not exceptions.excuses(fault)
    ]
    for line in (*found, *exceptions.unused()):
        sys.stderr.write(f"{line}\n")
    return 1 if found or exceptions.unused() else 0


if __name__ == "__main__":
    sys.exit(main())
