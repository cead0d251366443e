"""The processes of a data folder, and leftovers of an earlier run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from engine.child_processes import Program, end_leftover, start, stop


@pytest.mark.parametrize("columns", [None, "80"])
def test_what_an_earlier_run_left_is_ended_however_long_its_command_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: str | None
) -> None:
    if columns is not None:
        monkeypatch.setenv("COLUMNS", columns)
    mark = str(tmp_path / "var")
    sleeps = [sys.executable, "-c", "import time; time.sleep(600)", "x" * 300, mark]
    left = start(Program("leftover", sleeps, {}, tmp_path / "log"))
    try:
        end_leftover(left.pid, "/another/folder")
        assert left.poll() is None, "the process of another folder was ended"
        end_leftover(left.pid, mark)
        assert left.wait(0) is not None
    finally:
        stop(left)
