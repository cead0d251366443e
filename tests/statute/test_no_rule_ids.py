"""No Python but that of the tests knows a rule of a pack by its id: the process asks for a clock by its role."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from statute.pack import load_pack, pack_ids

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "statute",
    "casework",
    "workflows",
    "records",
    "engine",
    "activities",
    "office",
    "starter",
    "bench",
)
FILES = [
    ROOT / "worker.py",
    *(file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))),
]
RULES = {
    rule for pack in map(load_pack, pack_ids()) for rule in ({each.id for each in pack.rules} | pack.bound)
}
WORD = re.compile(r"[A-Za-z]\w*\.\w+")
"""What every id of a rule looks like."""
PREFIX = re.compile(r".*\.$|(?:reg|rule|code|s)\d\w*")


def named_in(text: str) -> str | None:
    """The rule that a text names: in it, or as the whole of it by the beginning of an id."""
    if whole := next((word for word in WORD.findall(text) if word in RULES), None):
        return str(whole)
    is_prefix = len(text) > 2 and PREFIX.fullmatch(text) and any(rule.startswith(text) for rule in RULES)
    return text if is_prefix else None


def texts(file: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_every_rule_has_an_id_that_would_be_found() -> None:
    assert [rule for rule in RULES if not WORD.fullmatch(rule)] == []


@pytest.mark.parametrize("package", [*PACKAGES, "worker.py"])
def test_no_python_names_a_rule(package: str) -> None:
    named = [
        f"{file.relative_to(ROOT)}:{line}: {rule}"
        for file in FILES
        if file.relative_to(ROOT).parts[0] == package
        for line, text in texts(file)
        if (rule := named_in(text)) is not None
    ]
    assert named == []


@pytest.mark.parametrize(
    "text",
    ["reg13_2.final_plan", "reg8.", "reg42", "such as target.draft_by", "detained.", "code9_83", "s45_4."],
)
def test_a_rule_is_found_by_its_id_and_by_the_beginning_of_it(text: str) -> None:
    assert named_in(text) is not None


@pytest.mark.parametrize(
    "text", ["reg13(3)(c)", "reg 8", "final_plan", "detained", "target", "", ".", "SEND Regs 2014 reg 42(2)"]
)
def test_a_citation_a_ground_and_a_role_are_not_rules(text: str) -> None:
    assert named_in(text) is None
