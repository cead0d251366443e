"""Programs of ours search for garbage seldom while they import themselves."""

from __future__ import annotations

import ast
import gc
from pathlib import Path

import pytest

import engine.garbage_collection
from tests.running import ROOT

FIRST = engine.garbage_collection.__name__


@pytest.mark.parametrize("file", ["worker.py", "starter/__init__.py"])
def test_it_is_the_first_import_of_a_program(file: str) -> None:
    """`python -m starter.web` and `ehcp` import the package `starter` before anything else of ours."""
    found = [
        each
        for each in ast.walk(ast.parse(Path(ROOT / file).read_text()))
        if isinstance(each, ast.Import | ast.ImportFrom)
    ]
    first, *_ = (each for each in found if getattr(each, "module", None) != "__future__")
    assert isinstance(first, ast.Import) and [name.name for name in first.names] == [FIRST]


def test_python_looks_for_garbage_seldom() -> None:
    assert gc.get_threshold()[0] >= 50_000
